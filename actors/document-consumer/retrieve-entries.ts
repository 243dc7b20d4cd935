import type { ClientCall } from '../../runtime/host.ts';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { DocumentRequest, DocumentResponse } from '../../schemas/ebrs/messages.ts';
import { concerns } from '../../schemas/errors/concerns.ts';
import { DocumentContentError } from '../../schemas/errors/document-content-error.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { sendRetrieval } from '../../transactions/iti-43-retrieve-document-set/client.ts';
import type {
  RetrieveDocumentSetRequest,
  RetrieveDocumentSetResponse,
} from '../../transactions/iti-43-retrieve-document-set/messages.ts';
import { mismatches, type Received, verified } from './verify.ts';

type RetrieveCall = ClientCall<RetrieveDocumentSetRequest, RetrieveDocumentSetResponse>;

/** What came of one entry. */
export type RetrievedEntry = { readonly entry: DocumentEntry } & (
  | { readonly outcome: 'retrieved'; readonly received: Received; readonly mimeType: string }
  /** It came, and is not what the registry says it is. */
  | { readonly outcome: 'differs'; readonly received: Received; readonly mimeType: string; readonly reasons: string[] }
  | { readonly outcome: 'failed'; readonly reasons: readonly string[] }
);

/** What retrieving needs. */
export interface RetrieveOptions {
  readonly entries: readonly DocumentEntry[];
  /** How a repository is reached, by its OID; undefined: it is not known here. */
  readonly repository: (repositoryUniqueId: string) => RetrieveCall | undefined;
  /** Takes the bytes of one document; what it leaves unread is read to its end, to be verified. */
  readonly sink: (entry: DocumentEntry, content: AsyncIterable<Uint8Array>) => Promise<void>;
  /** Documents of one request; default 100. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  readonly user?: string;
}

/**
 * Retrieves the documents of entries (ITI-43), repository by repository, each one streamed to the sink and compared
 * with the hash and size of its entry — ITI TF-2 3.43.4.2.3.
 *
 * One result per entry, in the order of the entries. A repository that does not answer fails its own entries only; an
 * error of the sink is thrown.
 */
export async function retrieveEntries(options: RetrieveOptions): Promise<RetrievedEntry[]> {
  const results = new Map<DocumentEntry, RetrievedEntry>();
  const fail = (entry: DocumentEntry, ...reasons: string[]) =>
    results.set(entry, { entry, outcome: 'failed', reasons });
  for (const [repositoryUniqueId, entries] of byRepository(options.entries)) {
    const call = options.repository(repositoryUniqueId);
    if (call === undefined) {
      const reason =
        repositoryUniqueId === ''
          ? 'its entry names no repository'
          : `repository ${repositoryUniqueId} is not known here`;
      for (const entry of entries) fail(entry, reason);
      continue;
    }
    const { batch = 100 } = options;
    for (let from = 0; from < entries.length; from += batch) {
      const some = entries.slice(from, from + batch);
      for (const result of await retrieveBatch(some, call, options)) results.set(result.entry, result);
    }
  }
  return options.entries.flatMap((entry) => results.get(entry) ?? []);
}

function byRepository(entries: readonly DocumentEntry[]): Map<string, DocumentEntry[]> {
  const groups = new Map<string, DocumentEntry[]>();
  for (const entry of entries) {
    const id = entry.repositoryUniqueId ?? '';
    groups.set(id, [...(groups.get(id) ?? []), entry]);
  }
  return groups;
}

async function retrieveBatch(
  entries: readonly DocumentEntry[],
  call: RetrieveCall,
  options: RetrieveOptions,
): Promise<RetrievedEntry[]> {
  const { signal, user } = options;
  const results: RetrievedEntry[] = [];
  const waiting = new Map<string, DocumentEntry[]>();
  for (const entry of entries) waiting.set(keyOf(requestFor(entry)), []);
  for (const entry of entries) waiting.get(keyOf(requestFor(entry)))!.push(entry);
  const failRest = (reasonsOf: (entry: DocumentEntry) => string[]) => {
    for (const entry of [...waiting.values()].flat()) {
      results.push({ entry, outcome: 'failed', reasons: reasonsOf(entry) });
    }
  };
  try {
    const call43 = {
      ...(signal === undefined ? {} : { signal }),
      ...(user === undefined ? {} : { user }),
    };
    const response = await sendRetrieval(call, { documents: entries.map(requestFor) }, call43);
    for await (const document of response.documents) {
      // Matched by its ids: the order of an answer is free. What was not asked for is skipped.
      const asked = waiting.get(keyOf(document)) ?? [];
      const [entry] = asked;
      if (entry === undefined) continue;
      results.push(await receive(entry, document, options.sink));
      asked.shift();
    }
    failRest((entry) => reasonsFor(entry, response.errors));
  } catch (error) {
    if (!isPeerTrouble(error)) throw error;
    failRest(() => [error.message]);
  }
  return results;
}

function requestFor(entry: DocumentEntry): DocumentRequest {
  const { homeCommunityId, repositoryUniqueId = '', uniqueId = '' } = entry;
  const home = homeCommunityId === undefined ? {} : { homeCommunityId };
  return { ...home, repositoryUniqueId, documentUniqueId: uniqueId };
}

/** homeCommunityId left out: some repositories do not echo it. */
function keyOf({ repositoryUniqueId, documentUniqueId }: DocumentRequest): string {
  return `${repositoryUniqueId} ${documentUniqueId}`;
}

async function receive(
  entry: DocumentEntry,
  { content: octets, mimeType }: DocumentResponse,
  sink: RetrieveOptions['sink'],
): Promise<RetrievedEntry> {
  const { content, received: seen } = verified(octets);
  // Protected from a sink that stops early: ending its loop would end the stream.
  const iterator = content[Symbol.asyncIterator]();
  await sink(entry, { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) });
  while (!(await iterator.next()).done);
  const received = seen()!;
  const reasons = mismatches(entry, received);
  if (reasons.length === 0) return { entry, outcome: 'retrieved', received, mimeType };
  return { entry, outcome: 'differs', received, mimeType, reasons };
}

function reasonsFor({ uniqueId = '' }: DocumentEntry, errors: readonly RegistryError[]): string[] {
  const own = errors.filter((error) => concerns(error, uniqueId));
  const told = (own.length > 0 ? own : errors).map(({ errorCode, codeContext }) => `${errorCode}: ${codeContext}`);
  return told.length > 0 ? told : ['the repository left it out without saying why'];
}

function isPeerTrouble(error: unknown): error is Error {
  return error instanceof SoapFault || error instanceof Unavailable || error instanceof DocumentContentError;
}
