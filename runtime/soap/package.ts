import type { Sequence } from '../../schemas/sequence.ts';
import type { WireMessage } from './endpoint-types.ts';
import { envelopeAround, writeEnvelope } from './envelope.ts';
import { SoapFault } from './fault.ts';
import { formatMediaType, type MediaType, parseMediaType } from './mime.ts';
import { defaultMtomLimits, type MtomReading, readMtom } from './mtom-read.ts';
import { writeMtom } from './mtom-write.ts';
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

/** Characters of a plain message up to which all of it is made before any of it is sent. */
const wholeCharacters = 2 << 20;

/**
 * Packs a message. The beginning of its body is made at once, so that a body that cannot be written fails here; a
 * message without parts whose text is at hand and not too long is complete then, a WholeText with a Content-Length.
 */
export async function writePackage(message: OutgoingMessage): Promise<WireMessage> {
  const { packaging, parts, body } = message;
  if (packaging === 'simple' && parts.length > 0) throw new Error('A plain SOAP message cannot carry parts.');
  if (packaging === 'simple' && Symbol.iterator in body) return writePlain(message, body);
  return writeChunks(message);
}

async function writePlain(message: OutgoingMessage, body: Iterable<string>): Promise<WireMessage> {
  const [start, end] = envelopeAround(message.headers);
  const taken = [start];
  let characters = start.length;
  const source = body[Symbol.iterator]();
  for (let next = source.next(); ; next = source.next()) {
    if (next.done) break;
    taken.push(next.value);
    characters += next.value.length;
    if (characters > wholeCharacters) return writeChunks({ ...message, body: resumedText(taken.slice(1), source) });
  }
  taken.push(end);
  const whole = new WholeText(taken);
  await message.beforeEnd?.();
  return {
    headers: { 'content-type': plainType(message.action), 'content-length': String(whole.octets) },
    body: whole,
  };
}

function plainType(action: string): string {
  return formatMediaType('application/soap+xml', { charset: 'UTF-8', action });
}

function* resumedText(taken: readonly string[], rest: Iterator<string>): Generator<string, void, void> {
  yield* taken;
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value;
}

async function writeChunks(message: OutgoingMessage): Promise<WireMessage> {
  const text = writeEnvelope(message.headers, message.body);
  try {
    return await packed(text, message);
  } catch (error) {
    await text.return();
    throw error;
  }
}

async function packed(text: AsyncGenerator<Buffer, void, void>, message: OutgoingMessage): Promise<WireMessage> {
  const { packaging, parts, beforeEnd = async () => {} } = message;
  const first = (await text.next()).value!;
  const second = await text.next();
  if (second.done && parts.length === 0) {
    const mtom = packaging === 'mtom' ? writeMtom({ root: chunks(first), parts }) : undefined;
    const bytes = mtom === undefined ? first : await joined(mtom.body);
    await beforeEnd();
    return {
      headers: {
        'content-type': mtom?.contentType ?? plainType(message.action),
        'content-length': String(bytes.length),
      },
      body: chunks(bytes),
    };
  }
  const root = resumed([first, ...(second.done ? [] : [second.value])], text);
  if (packaging === 'simple') {
    return { headers: { 'content-type': plainType(message.action) }, body: endingWith(root, beforeEnd) };
  }
  const { contentType, body } = writeMtom({ root, parts, beforeEnd });
  return { headers: { 'content-type': contentType }, body };
}

async function* chunks(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, void> {
  yield* all;
}

async function joined(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of body) all.push(chunk);
  return Buffer.concat(all);
}

async function* resumed(taken: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array, void, void>) {
  try {
    yield* taken;
    yield* rest;
  } finally {
    await rest.return();
  }
}

/** The same chunks; the last one only after `beforeEnd`. */
async function* endingWith(body: AsyncIterable<Uint8Array>, beforeEnd: () => Promise<void>) {
  let held: Uint8Array | undefined;
  for await (const chunk of body) {
    if (held !== undefined) yield held;
    held = chunk;
  }
  await beforeEnd();
  if (held !== undefined) yield held;
}
