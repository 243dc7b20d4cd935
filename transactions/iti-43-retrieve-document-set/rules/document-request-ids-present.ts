import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RetrieveDocumentSetRequest } from '../messages.ts';

/** Each DocumentRequest names a repository and a document in it — ITI TF-2 3.43.4.1.2. */
export const documentRequestIdsPresent: Rule<RetrieveDocumentSetRequest> = {
  id: 'document-request-ids-present',
  source: tf2('3.43.4.1.2'),
  statement: 'Each DocumentRequest has a RepositoryUniqueId and a DocumentUniqueId.',
  code: 'XDSRepositoryError',
  *check({ documents }) {
    for (const [index, { repositoryUniqueId, documentUniqueId }] of documents.entries()) {
      const at = `DocumentRequest ${index + 1}`;
      const location = documentUniqueId === '' ? {} : { location: documentUniqueId };
      if (repositoryUniqueId === '') yield { at: `${at}.RepositoryUniqueId`, found: 'nothing', ...location };
      if (documentUniqueId === '') yield { at: `${at}.DocumentUniqueId`, found: 'nothing' };
    }
  },
};
