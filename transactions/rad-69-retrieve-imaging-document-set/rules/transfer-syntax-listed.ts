import type { Rule } from '../../../schemas/rule.ts';
import { radTf2 } from '../../../schemas/spec-ref.ts';
import type { RetrieveImagingDocumentSetRequest } from '../messages.ts';

/** The consumer says what it can decode — RAD TF-2 4.69.4.1.2. */
export const transferSyntaxListed: Rule<RetrieveImagingDocumentSetRequest> = {
  id: 'transfer-syntax-listed',
  source: radTf2('4.69.4.1.2'),
  statement: 'TransferSyntaxUIDList names at least one transfer syntax, and no TransferSyntaxUID is empty.',
  code: 'XDSRepositoryError',
  *check({ transferSyntaxUIDs }) {
    if (transferSyntaxUIDs.length === 0) yield { at: 'TransferSyntaxUIDList', found: 'no TransferSyntaxUID' };
    for (const [index, uid] of transferSyntaxUIDs.entries()) {
      if (uid === '') yield { at: `TransferSyntaxUIDList, TransferSyntaxUID ${index + 1}`, found: 'nothing' };
    }
  },
};
