import type { Sequence } from '../../schemas/sequence.ts';
import type { WireMessage } from './endpoint-types.ts';
import { envelopeAround } from './envelope.ts';
import { SoapFault } from './fault.ts';
import { formatMediaType, type MediaType, parseMediaType } from './mime.ts';
import { defaultMtomLimits, type MtomReading, readMtom } from './mtom-read.ts';
import { writeMtom } from './mtom-write.ts';
import { beginText } from './outgoing-text.ts';
import type { Part } from './transaction.ts';
import { WholeText } from './whole-text.ts';

/** How a message is packed: a plain envelope, or a multipart/related package around it. */
export type Packaging = 'simple' | 'mtom';

/** A received message before its XML is looked at. */
export interface ReceivedPackage {
  readonly envelope: Uint8Array;
  /** Empty for a plain envelope. */
  readonly parts: AsyncIterable<Part>;
}

/** SOAP 1.1 media types are let through so that the envelope can be told VersionMismatch. */
const rootTypes = new Set(['application/xop+xml', 'application/soap+xml', 'text/xml']);

/** What a Content-Type says about the packaging; anything but multipart/related is a plain envelope. */
export function packagingOf(headers: WireMessage['headers']): Packaging {
  return parseMediaType(headers['content-type'] ?? '')?.type === 'multipart/related' ? 'mtom' : 'simple';
}

/**
 * Unpacks a message — ITI TF-2 V.8: application/soap+xml, or multipart/related with an XOP root.
 *
 * Throws SoapFault (HTTP status 415 for a media type, charset or encoding that is not read, 413 for a root too large).
 */
export async function readPackage(message: WireMessage, reading: MtomReading = {}): Promise<ReceivedPackage> {
  const encoding = message.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity') {
    throw unsupported(reading, `The Content-Encoding ${encoding} is not read; send the message as it is.`);
  }
  const sent = message.headers['content-type'];
  const type = sent === undefined ? undefined : parseMediaType(sent);
  if (type?.type === 'multipart/related') {
    const { root, parts } = await readMtom(message.body, type, reading);
    checkRootType(
      parseMediaType(root.contentType),
      `The root part's Content-Type (${root.contentType || 'none'})`,
      reading,
    );
    return { envelope: root.bytes, parts };
  }
  checkRootType(type, `The Content-Type (${sent ?? 'none'})`, reading);
  return { envelope: await readWhole(message.body, reading), parts: noParts };
}

function checkRootType(type: MediaType | undefined, what: string, reading: MtomReading): void {
  if (type === undefined || !rootTypes.has(type.type)) {
    throw unsupported(reading, `${what} is not read here; send application/soap+xml or multipart/related (XOP).`);
  }
  const charset = type.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  if (!['utf-8', 'utf-16', 'us-ascii'].includes(charset)) {
    throw unsupported(reading, `The charset ${charset} is not read; send UTF-8.`);
  }
}

function unsupported(reading: MtomReading, reason: string): SoapFault {
  if (reading.from === 'answer') return new SoapFault('Receiver', reason, { received: true });
  return new SoapFault('Sender', reason, { status: 415 });
}

async function readWhole(body: AsyncIterable<Uint8Array>, reading: MtomReading): Promise<Uint8Array> {
  const most = (reading.limits ?? defaultMtomLimits).root;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) {
      const received = reading.from === 'answer';
      const reason = `The message exceeds ${most} octets.`;
      throw new SoapFault(received ? 'Receiver' : 'Sender', reason, received ? { received } : { status: 413 });
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

const noParts: AsyncIterable<Part> = { async *[Symbol.asyncIterator]() {} };

/** What is packed, and how. */
export interface OutgoingMessage {
  readonly packaging: Packaging;
  readonly action: string;
  readonly headers: string;
  readonly body: Sequence<string>;
  readonly parts: readonly Part[];
  /** Awaited before the last bytes are handed out; when it fails, or a part does, the message stays incomplete. */
  readonly beforeEnd?: () => Promise<void>;
}

/**
 * Packs a message. The beginning of its body is made at once, so that a body that cannot be written fails here; a
 * message without parts whose text is at hand and not too long is complete then and gets a Content-Length.
 */
export async function writePackage(message: OutgoingMessage): Promise<WireMessage> {
  const { packaging, parts, body, beforeEnd } = message;
  if (packaging === 'simple' && parts.length > 0) throw new Error('A plain SOAP message cannot carry parts.');
  const [start, end] = envelopeAround(message.headers);
  if (packaging === 'simple') return writePlain(message.action, await beginText({ start, body, end, beforeEnd }));
  const root = await beginText({ start, body, end });
  const { contentType, body: bytes } = writeMtom({ root, parts, ...(beforeEnd === undefined ? {} : { beforeEnd }) });
  if (parts.length > 0 || !(root instanceof WholeText))
    return { headers: { 'content-type': contentType }, body: bytes };
  const whole = await joined(bytes);
  return { headers: { 'content-type': contentType, 'content-length': String(whole.length) }, body: one(whole) };
}

function writePlain(action: string, body: WholeText | AsyncIterable<Uint8Array>): WireMessage {
  const contentType = formatMediaType('application/soap+xml', { charset: 'UTF-8', action });
  const headers = { 'content-type': contentType };
  if (!(body instanceof WholeText)) return { headers, body };
  return { headers: { ...headers, 'content-length': String(body.octets) }, body };
}

async function joined(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of body) all.push(chunk);
  return Buffer.concat(all);
}

async function* one(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield chunk;
}
