import { IllFormed } from './ill-formed.ts';

/** A document as text with line ends normalised (XML 1.0 2.11), and the way back to its octets. */
export interface DecodedText {
  readonly text: string;
  /** Octets before the given UTF-16 index of `text`. */
  octetAt(index: number): number;
}

type Form = 'utf-8' | 'utf-16le' | 'utf-16be' | 'us-ascii' | 'iso-8859-1';

/** How an XML declaration begins up to its encoding; the scanner judges the whole of it. */
const encodingDeclaration =
  /^<\?xml[ \t\r\n][^>]{0,200}?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z0-9._-]+)["']/;
/** Octets in which an encoding declaration is looked for. */
const declarationSpan = 300;

const forms: Readonly<Record<string, Form>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'us-ascii',
  ascii: 'us-ascii',
  'iso-8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
};

/**
 * The text of a document in UTF-8, UTF-16 with byte order mark, US-ASCII or ISO-8859-1 — XML 1.0 4.3.3.
 *
 * A byte order mark decides, whatever is declared (RFC 7303 3.3). Throws IllFormed for invalid octets, for UTF-16
 * without mark and for every other declared encoding.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const { form, mark } = formOf(bytes);
  const raw = decode(form, bytes.subarray(mark));
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return {
    text,
    octetAt(index) {
      const before = raw.slice(0, rawIndex(raw, index));
      if (form === 'utf-8') return mark + Buffer.byteLength(before);
      return mark + before.length * (form.startsWith('utf-16') ? 2 : 1);
    },
  };
}

function formOf(bytes: Uint8Array): { readonly form: Form; readonly mark: number } {
  const first = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  if (first === 0xfeff) return { form: 'utf-16be', mark: 2 };
  if (first === 0xfffe) return { form: 'utf-16le', mark: 2 };
  if (first === 0xefbb && bytes[2] === 0xbf) return { form: 'utf-8', mark: 3 };
  if (first === 0x003c || first === 0x3c00) throw new IllFormed('UTF-16 needs a byte order mark', 0);
  // '<?': only then can there be a declaration
  if (first !== 0x3c3f) return { form: 'utf-8', mark: 0 };
  const declared = encodingDeclaration.exec(latin1(bytes.subarray(0, declarationSpan)))?.[1];
  if (declared === undefined) return { form: 'utf-8', mark: 0 };
  const form = forms[declared.toLowerCase()];
  if (form === undefined) {
    throw new IllFormed(`encoding ${declared} is not read here, or the octets are not in it; send UTF-8`, 0);
  }
  return { form, mark: 0 };
}

function decode(form: Form, bytes: Uint8Array): string {
  if (form === 'iso-8859-1') return latin1(bytes);
  if (form === 'us-ascii' && bytes.some((octet) => octet > 127)) {
    throw new IllFormed('octets above 127 in a document declared US-ASCII', 0);
  }
  try {
    const label = form === 'us-ascii' ? 'utf-8' : form;
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) throw new IllFormed(`the octets are not valid ${form.toUpperCase()}`, 0);
    throw cause;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The index before normalisation, where CR LF counted two. */
function rawIndex(raw: string, index: number): number {
  if (!raw.includes('\r\n')) return index;
  let at = 0;
  for (let i = 0; i < index; i++) at += raw.startsWith('\r\n', at) ? 2 : 1;
  return at;
}
