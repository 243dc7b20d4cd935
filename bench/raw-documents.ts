import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Agent } from 'undici';
import { writeRequestAddressing } from '../runtime/soap/addressing.ts';
import { anonymousAddress } from '../runtime/soap/endpoint-reference.ts';
import { writePackage } from '../runtime/soap/package.ts';
import type { SoapTransaction } from '../runtime/soap/transaction.ts';
import { oidFromUuid } from '../schemas/datatypes/uuid.ts';
import { provideAndRegisterDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import { repositoryUniqueId, submissionOf, unstamped } from './submission.ts';
import type { World } from './world.ts';

/**
 * ITI-41 and ITI-43 in bytes made before, the documents aside, whose answers are not decoded: what a caller of the bare
 * server costs too, and nothing else.
 */
export interface RawDocuments {
  /** Sends one document under ids of its own; throws unless it is registered. */
  provide(content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Asks for a document and gives the octets of the whole answer, none of which is kept. */
  retrieve(documentUniqueId: string): Promise<number>;
  close(): Promise<void>;
}

/** A raw caller of the repository at `url`, for documents of one patient. */
export async function rawDocuments(world: World, url: string, patientId: string): Promise<RawDocuments> {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  const { origin, pathname: path } = new URL(url);
  const provision = await provisionTemplate(world, url, patientId);
  const retrieval = await packed(retrieveDocumentSet, url, {
    documents: [{ repositoryUniqueId, documentUniqueId: id }],
  });
  const post = (headers: Readonly<Record<string, string>>, body: Buffer | Readable) =>
    agent.request({ origin, path, method: 'POST', headers: { ...headers }, body });
  return {
    async provide(content) {
      const body = Readable.from(provision.bodyOf(content), { objectMode: false });
      const answer = await (await post(provision.headers, body)).body.text();
      if (!answer.includes('ResponseStatusType:Success')) throw new Error(answer);
    },
    async retrieve(documentUniqueId) {
      const asked = Buffer.from(retrieval.body.toString('latin1').replace(id, documentUniqueId), 'latin1');
      const answer = await post(retrieval.headers, asked);
      if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}: ${await answer.body.text()}`);
      let octets = 0;
      for await (const chunk of answer.body) octets += (chunk as Uint8Array).length;
      return octets;
    },
    close: () => agent.close(),
  };
}

/** Stands for an id, and for a document, in a message that is made once. */
const id = '1.2.3.4.5.6.7.8.9';
const document = 'the document stands here';

async function provisionTemplate({ codeSets }: World, url: string, patientId: string) {
  const submission = submissionOf(codeSets, patientId, 1);
  const entry = unstamped(submission.documentEntries[0]!);
  const content = (async function* () {
    yield Buffer.from(document);
  })();
  const { headers, body } = await packed(provideAndRegisterDocumentSet, url, {
    submission: { ...submission, documentEntries: [entry] },
    documentIds: [entry.entryUUID],
    documents: [{ id: entry.entryUUID, content }],
  });
  const text = body.toString();
  const ids = [entry.uniqueId!, submission.submissionSets[0]!.uniqueId!];
  const [head, tail, ...more] = text.split(document);
  if (tail === undefined || more.length > 0) throw new Error('The document was expected once.');
  const pieces = head!.split(new RegExp(ids.map((each) => each.replaceAll('.', '\\.')).join('|')));
  if (pieces.length !== ids.length + 1) throw new Error('A uniqueId was expected to be written once.');
  return {
    headers,
    async *bodyOf(octets: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      yield Buffer.from(pieces.reduce((text, piece) => text + oidFromUuid(randomUUID()) + piece));
      yield* octets;
      yield Buffer.from(tail);
    },
  };
}

/** A whole package of one request, with its headers. */
async function packed<Req, Res>(transaction: SoapTransaction<Req, Res>, url: string, request: Req) {
  const action = transaction.action.request;
  const addressing = { action, messageId: `urn:uuid:${randomUUID()}`, to: url, replyTo: anonymousAddress };
  const { headers, body } = await writePackage({
    packaging: transaction.packaging,
    action,
    headers: writeRequestAddressing(addressing),
    ...transaction.request.encode(request),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  const { 'content-length': _, ...sent } = headers;
  return { headers: sent as Readonly<Record<string, string>>, body: Buffer.concat(chunks) };
}
