import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RetrieveDocumentSetRequest } from '../messages.ts';

/** A retrieval asks for something — ITI TF-2 3.43.4.1.2. */
export const documentRequested: Rule<RetrieveDocumentSetRequest> = {
  id: 'document-requested',
  source: tf2('3.43.4.1.2'),
  statement: 'The request holds at least one DocumentRequest.',
  code: 'XDSRepositoryError',
  *check({ documents }) {
    if (documents.length === 0) yield { at: 'RetrieveDocumentSetRequest', found: 'no DocumentRequest' };
  },
};
