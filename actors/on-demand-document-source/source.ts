import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import type { ClientCall } from '../../runtime/host.ts';
import type { Logger } from '../../runtime/log.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import type {
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse,
} from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../../transactions/iti-42-register-document-set-b/messages.ts';
import type { OnDemandDocumentSourceConfig } from './config.ts';
import type { DocumentGenerator } from './document-generator.ts';
import type { QueryCall } from './registry.ts';
import type { EntryRecord, OnDemandStore } from './store.ts';

/** What the handlers of a running On-Demand Document Source work with. */
export interface OnDemandSource {
  readonly config: OnDemandDocumentSourceConfig;
  readonly generators: ReadonlyMap<string, DocumentGenerator>;
  readonly store: OnDemandStore;
  readonly blobs: BlobStore;
  /** ITI-61 to the registry. */
  readonly register: ClientCall<RegisterDocumentSetRequest, RegisterDocumentSetResponse>;
  /** ITI-18 to the registry. */
  readonly query: QueryCall;
  /** ITI-41 to the repository. */
  readonly provide: ClientCall<ProvideAndRegisterRequest, ProvideAndRegisterResponse>;
  now(): Date;
  newUUID(): `urn:uuid:${string}`;
  readonly log: Logger;
}

/** One entry of this source as the registry shows it now. */
export interface LiveEntry {
  readonly record: EntryRecord;
  /** Approved; its patientId is the one that counts, since patients are merged. */
  readonly registered: DocumentEntry;
}

interface SubmissionAnswer {
  readonly status: string;
  readonly errors: readonly RegistryError[];
}

/**
 * What an answer to a submission objects to; empty when it is registered. All ids of a submission are fresh, so a
 * registry that says it knows its uniqueId has it from an earlier sending whose answer got lost.
 */
export function objectionsIn({ status, errors }: SubmissionAnswer): readonly RegistryError[] {
  if (status === 'Success') return [];
  const refusals = errors.filter((error) => error.severity === 'Error');
  if (refusals.some((error) => error.errorCode === 'XDSDuplicateUniqueIdInRegistry')) return [];
  if (refusals.length > 0) return refusals;
  const codeContext = `the answer was ${status} without an error`;
  return [{ errorCode: 'XDSRegistryError', codeContext, severity: 'Error' }];
}
