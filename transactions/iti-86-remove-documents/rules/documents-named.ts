import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RemoveDocumentsRequest } from '../messages.ts';

/** What is removed is named document by document — ITI Supplement RMD 3.86.4.1.2. */
export const documentsNamed: Rule<RemoveDocumentsRequest> = {
  id: 'remove-documents-named',
  source: tf2('3.86.4.1.2'),
  statement: 'A RemoveDocumentsRequest has at least one DocumentRequest.',
  code: 'XDSRepositoryError',
  *check({ documents }) {
    if (documents.length === 0) yield { at: 'RemoveDocumentsRequest', found: 'no DocumentRequest' };
  },
};
