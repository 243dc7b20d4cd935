import type { DocumentRequest } from '../../../schemas/ebrs/messages.ts';
import type { Rule, Violation } from '../../../schemas/rule.ts';
import { type SpecRef, tf2 } from '../../../schemas/spec-ref.ts';
import type { RemovalCandidate } from '../store-removal.ts';

/** One document that is to be removed. */
export interface AskedRemoval {
  readonly request: DocumentRequest;
  /** What is kept under its id here, if anything. */
  readonly kept?: RemovalCandidate;
}

/** What this repository lets go. */
export interface RemovalPolicy {
  readonly repositoryUniqueId: string;
  readonly removal: 'allow' | 'refuse';
  readonly retentionDays: number;
  readonly now: Date;
}

/** A rule about documents that are to be removed; each violation names its document in `location`. */
export type DocumentRemovalRule = Rule<readonly AskedRemoval[], RemovalPolicy>;

const source: SpecRef = tf2('3.86.4.1.3');
const day = 86_400_000;

/** A repository removes its own documents — ITI Supplement RMD 3.86.4.1.3. */
export const removalHere: DocumentRemovalRule = {
  id: 'removal-here',
  source,
  statement: 'The RepositoryUniqueId of a document to be removed is that of this repository.',
  code: 'XDSUnknownRepositoryId',
  *check(asked, { repositoryUniqueId: here }) {
    for (const { request } of asked) {
      if (request.repositoryUniqueId !== here)
        yield about(request, `repository ${request.repositoryUniqueId}, not ${here}`);
    }
  },
};

/** What is not there cannot be removed — ITI Supplement RMD 3.86.4.1.3. */
export const removedKept: DocumentRemovalRule = {
  id: 'removed-kept',
  source,
  statement: 'A document to be removed is kept in this repository.',
  code: 'XDSDocumentUniqueIdError',
  *check(asked, { repositoryUniqueId }) {
    for (const { request, kept } of asked) {
      if (request.repositoryUniqueId === repositoryUniqueId && kept === undefined)
        yield about(request, 'no such document');
    }
  },
};

/** The operator's word — ITI Supplement RMD 3.86.4.1.3. */
export const removalAllowed: DocumentRemovalRule = {
  id: 'removal-allowed',
  source,
  statement: 'The operator of this repository allows documents to be removed (setting removal).',
  code: 'XDSRemoveDocumentsError',
  *check(asked, { removal }) {
    if (removal === 'allow') return;
    for (const { request, kept } of asked) if (kept !== undefined) yield about(request, 'the setting removal: refuse');
  },
};

/** What has to be kept by law is kept — ITI Supplement RMD 3.86.4.1.3. */
export const retentionOver: DocumentRemovalRule = {
  id: 'retention-over',
  source,
  statement: 'A document to be removed was kept for the retention period of this repository (setting retentionDays).',
  code: 'XDSRemoveDocumentsError',
  *check(asked, { retentionDays, now }) {
    for (const { request, kept } of asked) {
      if (kept === undefined) continue;
      const until = new Date(kept.since.getTime() + retentionDays * day);
      if (until > now) yield about(request, `a document to be kept until ${until.toISOString()}`);
    }
  },
};

/** Until the registry has answered, nobody knows whether a document is registered — ITI TF-2 3.41.4.1.3. */
export const submissionSettled: DocumentRemovalRule = {
  id: 'submission-settled',
  source,
  statement: 'No submission with a document to be removed waits for the answer of the registry.',
  code: 'XDSRemoveDocumentsError',
  *check(asked) {
    for (const { request, kept } of asked) {
      if (kept?.awaited === true) yield about(request, 'a document that is being submitted: try again later');
    }
  },
};

function about({ documentUniqueId }: DocumentRequest, found: string): Violation {
  return { at: `Document ${documentUniqueId}`, found, location: documentUniqueId };
}

/** What a Document Repository judges a removal by, in the order of the report — ITI Supplement RMD 3.86.4.1.3. */
export const documentRemovalRules: readonly DocumentRemovalRule[] = [
  removalHere,
  removedKept,
  removalAllowed,
  retentionOver,
  submissionSettled,
];
