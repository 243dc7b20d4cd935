import type { Submission } from '../../schemas/metadata/nouns.ts';
import type {
  ProvideAndRegisterRequest,
  ProvidedDocument,
} from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { aSubmission } from './metadata.ts';

/** A text as a stream of octets that can be read once, in two pieces when long enough. */
export async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const half = bytes.length >> 1;
  if (half > 0) yield bytes.subarray(0, half);
  yield bytes.subarray(half);
}

/** A document of a message with text as its content. */
export function aProvidedDocument(id: string, text = ''): ProvidedDocument {
  return { id, content: bytesOf(text), size: Buffer.byteLength(text) };
}

/** An ITI-41 request: a submission and the texts of its documents by their ids. */
export function aProvideAndRegisterRequest(
  texts: Readonly<Record<string, string>> = { Document01: '' },
  submission: Submission = aSubmission(),
): ProvideAndRegisterRequest {
  const documents = Object.entries(texts).map(([id, text]) => aProvidedDocument(id, text));
  return { submission, documentIds: documents.map((document) => document.id), documents };
}

/** All octets of a stream as one text. */
export async function textFrom(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
