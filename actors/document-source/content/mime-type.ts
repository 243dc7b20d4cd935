const signatures: readonly { readonly type: string; readonly at: number; readonly bytes: string }[] = [
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/tiff', at: 0, bytes: 'II*\0' },
  { type: 'image/tiff', at: 0, bytes: 'MM\0*' },
  { type: 'image/gif', at: 0, bytes: 'GIF8' },
  { type: 'application/dicom', at: 128, bytes: 'DICM' },
  { type: 'application/zip', at: 0, bytes: 'PK\x03\x04' },
  { type: 'application/rtf', at: 0, bytes: '{\\rtf' },
  { type: 'video/mp4', at: 4, bytes: 'ftyp' },
];

/** What text documents are, where the content alone does not tell. */
const textTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
  json: 'application/json',
};

/**
 * The media type of a document by its first octets (a few thousand are enough), by its name only where text looks like
 * text. Anything unknown is application/octet-stream.
 */
export function mimeTypeOf(head: Uint8Array, name: string): string {
  const start = Buffer.from(head.subarray(0, 4096));
  const latin1 = start.toString('latin1');
  const signature = signatures.find(({ at, bytes }) => latin1.startsWith(bytes, at));
  if (signature !== undefined) return signature.type;
  // A reader accepts a PDF header anywhere in the first 1024 octets.
  if (latin1.slice(0, 1024).includes('%PDF-')) return 'application/pdf';
  const text = textOf(start);
  if (text === undefined) return 'application/octet-stream';
  const trimmed = text.trimStart();
  if (/^<!doctype html|^<html[\s>]/i.test(trimmed)) return 'text/html';
  if (/^<[?!A-Za-z_]/.test(trimmed)) return 'text/xml';
  if (/^\{[\s\S]*"resourceType"\s*:/.test(trimmed)) return 'application/fhir+json';
  return textTypes[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'text/plain';
}

/** The octets as text, or undefined when they are none: not UTF-8 or UTF-16, or with control characters. */
function textOf(start: Buffer): string | undefined {
  const utf16 = start[0] === 0xff && start[1] === 0xfe ? 'utf-16le' : 'utf-16be';
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  try {
    // `stream`: the head may end inside a character.
    const decoder = new TextDecoder(isUtf16 ? utf16 : 'utf-8', { fatal: true });
    const text = decoder.decode(start, { stream: true });
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    // Old text files are in a one-octet code page: text, if nothing but letters and layout is in them.
    const latin1 = start.toString('latin1');
    return /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/.test(latin1) ? undefined : latin1;
  }
}
