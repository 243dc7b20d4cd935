import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { ReceivedDocument } from './received-document.ts';

/** What the repository keeps under the uniqueIds of a submission. */
export interface KeptDocument {
  readonly uniqueId: string;
  readonly hash: string;
  readonly size: number;
}

/** A document sent again under its uniqueId is the same document — ITI TF-2 3.41.4.1.3, Table 4.2.4.1-2. */
export const resubmissionHashIdentical: Rule<readonly ReceivedDocument[], readonly KeptDocument[]> = {
  id: 'resubmission-hash-identical',
  source: tf2('3.41.4.1.3'),
  statement: 'A document whose uniqueId is kept here already has the hash of the one kept.',
  code: 'XDSNonIdenticalHash',
  *check(documents, kept) {
    for (const { entry, hash } of documents) {
      const other = kept.find((document) => document.uniqueId === entry.uniqueId && document.hash !== hash);
      if (other === undefined) continue;
      yield { at: `DocumentEntry ${entry.entryUUID}`, found: `${entry.uniqueId} with ${hash}, kept is ${other.hash}` };
    }
  },
};

/** The same for the size — ITI TF-2 3.41.4.1.3, Table 4.2.4.1-2. */
export const resubmissionSizeIdentical: Rule<readonly ReceivedDocument[], readonly KeptDocument[]> = {
  id: 'resubmission-size-identical',
  source: tf2('3.41.4.1.3'),
  statement: 'A document whose uniqueId is kept here already has the size of the one kept.',
  code: 'XDSNonIdenticalSize',
  *check(documents, kept) {
    for (const { entry, size } of documents) {
      const other = kept.find((document) => document.uniqueId === entry.uniqueId && document.size !== size);
      if (other === undefined) continue;
      yield { at: `DocumentEntry ${entry.entryUUID}`, found: `${entry.uniqueId} with ${size}, kept is ${other.size}` };
    }
  },
};
