import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import type { ClientCall } from '../../runtime/host.ts';
import type { Logger } from '../../runtime/log.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../../transactions/iti-42-register-document-set-b/messages.ts';
import type { DocumentRepositoryConfig } from './config.ts';
import type { DocumentStore } from './store.ts';

/** What the handlers of a running repository work with. */
export interface Repository {
  readonly config: DocumentRepositoryConfig;
  readonly blobs: BlobStore;
  readonly store: DocumentStore;
  /** ITI-42 to the registry. */
  readonly register: ClientCall<RegisterDocumentSetRequest, RegisterDocumentSetResponse>;
  /** Of these uniqueIds, those the registry has an entry for that names this repository (ITI-18 GetDocuments). */
  registeredAmong(uniqueIds: readonly string[]): Promise<ReadonlySet<string>>;
  now(): Date;
  newUUID(): string;
  readonly log: Logger;
}
