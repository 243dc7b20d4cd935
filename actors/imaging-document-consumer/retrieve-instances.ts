import type { ClientCall } from '../../runtime/host.ts';
import type { DocumentResponse } from '../../schemas/ebrs/messages.ts';
import { concerns } from '../../schemas/errors/concerns.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import { sendImagingRetrieval } from '../../transactions/rad-69-retrieve-imaging-document-set/client.ts';
import type {
  RetrieveDocumentSetResponse,
  RetrieveImagingDocumentSetRequest,
} from '../../transactions/rad-69-retrieve-imaging-document-set/messages.ts';
import { type RetrievalBatch, type RetrievalPlan, requestFromBatch, type WantedInstance } from './plan-retrieval.ts';
import { verifiedInstance, WrongInstance } from './verified-instance.ts';

/** RAD-69 to one Imaging Document Source (or to the gateway that reaches it). */
export type ImagingRetrieval = ClientCall<RetrieveImagingDocumentSetRequest, RetrieveDocumentSetResponse>;

/** How a retrieval is done. */
export interface RetrievalOptions {
  /** The call for a source, by local configuration; undefined when none is known there. */
  readonly sourceFor: (retrieveLocationUID: string, homeCommunityId?: string) => ImagingRetrieval | undefined;
  /** What the caller can decode, best first; Explicit VR Little Endian is always added, since every object has it. */
  readonly transferSyntaxUIDs: readonly string[];
  /**
   * Takes one instance. `content` must be read to its end; what it throws (a broken connection, WrongInstance) means that
   * the instance did not arrive, and the sink must forget it and let the error pass.
   */
  readonly sink: (instance: WantedInstance, content: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly user?: string;
}

/** An instance that did not arrive, and why: the source's own error, or what went wrong on the way. */
export interface MissingInstance {
  readonly instance: WantedInstance;
  readonly error: RegistryError;
}

/** What came of a retrieval; `complete` when nothing is missing. */
export interface RetrievalResult {
  readonly complete: boolean;
  readonly received: readonly WantedInstance[];
  readonly missing: readonly MissingInstance[];
  /** Warnings of the sources. */
  readonly warnings: readonly RegistryError[];
}

const explicitVRLittleEndian = '1.2.840.10008.1.2.1';

/**
 * Fetches what a plan names, batch after batch, and gives each instance to the sink once it is proved to be the one asked
 * for — RAD TF-2 4.69.4.2.3. A partial answer is a result, not an error. What is missing for another reason than the
 * source's refusal (a broken connection, an omission, wrong bytes) is asked for once more.
 *
 * Throws only what the sink throws, and when `signal` is aborted.
 */
export async function retrieveInstances(plan: RetrievalPlan, options: RetrievalOptions): Promise<RetrievalResult> {
  const received: WantedInstance[] = [];
  const missing: MissingInstance[] = plan.unreachable.map((instance) => lost(instance, 'its series names no source'));
  const warnings: RegistryError[] = [];
  for (const batch of plan.batches) {
    const first = await retrieveBatch(batch, options);
    const again = first.missing.filter(({ retry }) => retry).map(({ instance }) => instance);
    const second = again.length === 0 ? nothing : await retrieveBatch({ ...batch, instances: again }, options);
    received.push(...first.received, ...second.received);
    missing.push(...first.missing.filter(({ retry }) => !retry), ...second.missing);
    warnings.push(...first.warnings, ...second.warnings);
  }
  const plain = missing.map(({ instance, error }) => ({ instance, error }));
  return { complete: plain.length === 0, received, missing: plain, warnings };
}

interface BatchResult {
  readonly received: readonly WantedInstance[];
  readonly missing: readonly (MissingInstance & { readonly retry: boolean })[];
  readonly warnings: readonly RegistryError[];
}

const nothing: BatchResult = { received: [], missing: [], warnings: [] };

async function retrieveBatch(batch: RetrievalBatch, options: RetrievalOptions): Promise<BatchResult> {
  const call = options.sourceFor(batch.retrieveLocationUID, batch.homeCommunityId);
  if (call === undefined) return allMissing(batch, `no address of source ${batch.retrieveLocationUID} is known`, false);
  const syntaxes = [...new Set([...options.transferSyntaxUIDs, explicitVRLittleEndian])];
  const { signal, user } = options;
  let response: RetrieveDocumentSetResponse;
  try {
    const settings = { ...(signal && { signal }), ...(user !== undefined && { user }) };
    response = await sendImagingRetrieval(call, requestFromBatch(batch, syntaxes), settings);
  } catch (error) {
    signal?.throwIfAborted();
    return allMissing(batch, describeError(error), true);
  }
  return receive(batch, response, options);
}

/** Reads the documents of one answer; what is left over in the end is missing. */
async function receive(
  batch: RetrievalBatch,
  response: RetrieveDocumentSetResponse,
  options: RetrievalOptions,
): Promise<BatchResult> {
  const open = new Map(batch.instances.map((instance) => [instance.sopInstanceUID, instance]));
  const received: WantedInstance[] = [];
  const wrong = new Map<string, string>();
  let broken: string | undefined;
  try {
    for await (const document of response.documents) {
      // A document nobody asked for, or a second copy, is left unread.
      const instance = open.get(document.documentUniqueId);
      if (instance === undefined) continue;
      const reason = await take(document, instance, options.sink);
      if (reason !== undefined) {
        wrong.set(instance.sopInstanceUID, reason);
        continue;
      }
      open.delete(instance.sopInstanceUID);
      received.push(instance);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof SinkError) throw error.cause;
    broken = `the answer broke off: ${describeError(error)}`;
  }
  const missing = [...open.values()].map((instance) => {
    const refused = response.errors.find((error) => isError(error) && concerns(error, instance.sopInstanceUID));
    if (refused !== undefined) return { instance, error: refused, retry: false };
    const general = response.status === 'Failure' ? response.errors.find(isError) : undefined;
    if (general !== undefined) return { instance, error: general, retry: false };
    return lost(instance, wrong.get(instance.sopInstanceUID) ?? broken ?? 'the source left it out of its answer');
  });
  return { received, missing, warnings: response.errors.filter((error) => !isError(error)) };
}

/** What the sink itself threw: the caller's trouble, not the source's. */
class SinkError extends Error {}

/** Passes one document to the sink; gives the reason when its bytes are not the instance's. */
async function take(
  document: DocumentResponse,
  instance: WantedInstance,
  sink: RetrievalOptions['sink'],
): Promise<string | undefined> {
  const trouble: { fault?: unknown } = {};
  const content = watched(verifiedInstance(document.content, instance), trouble);
  try {
    await sink(instance, content);
    return undefined;
  } catch (error) {
    if (error instanceof WrongInstance || trouble.fault instanceof WrongInstance) {
      return ((trouble.fault ?? error) as WrongInstance).message;
    }
    if ('fault' in trouble) throw trouble.fault;
    throw new SinkError('the sink failed', { cause: error });
  }
}

/** The same bytes; remembers what their source threw, whatever the sink makes of it. */
async function* watched(content: AsyncIterable<Uint8Array>, trouble: { fault?: unknown }): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    trouble.fault = error;
    throw error;
  }
}

function isError(error: RegistryError): boolean {
  return error.severity === 'Error';
}

function allMissing(batch: RetrievalBatch, reason: string, retry: boolean): BatchResult {
  return { ...nothing, missing: batch.instances.map((instance) => ({ ...lost(instance, reason), retry })) };
}

function lost(instance: WantedInstance, reason: string): MissingInstance & { readonly retry: true } {
  const codeContext = `instance ${instance.sopInstanceUID} did not arrive: ${reason}`;
  const error = {
    errorCode: 'XDSMissingDocument',
    codeContext,
    severity: 'Error',
    location: instance.sopInstanceUID,
  } as const;
  return { instance, error, retry: true };
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
