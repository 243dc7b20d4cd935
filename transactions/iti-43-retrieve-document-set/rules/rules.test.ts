import { proveRule } from '../../../test/support/prove-rule.ts';
import { documentRequestIdsPresent } from './document-request-ids-present.ts';
import { documentRequested } from './document-requested.ts';

const one = { repositoryUniqueId: '1.2.3', documentUniqueId: '1.2.42.1' };

proveRule(documentRequested, {
  accepts: { 'one document': [{ documents: [one] }], 'the same document twice': [{ documents: [one, one] }] },
  rejects: { 'an empty request': { case: [{ documents: [] }], at: ['RetrieveDocumentSetRequest'] } },
});

proveRule(documentRequestIdsPresent, {
  accepts: { 'both ids': [{ documents: [one] }], 'no request at all': [{ documents: [] }] },
  rejects: {
    'an empty RepositoryUniqueId': {
      case: [{ documents: [one, { ...one, repositoryUniqueId: '' }] }],
      at: ['DocumentRequest 2.RepositoryUniqueId'],
    },
    'both ids empty': {
      case: [{ documents: [{ repositoryUniqueId: '', documentUniqueId: '' }] }],
      at: ['DocumentRequest 1.RepositoryUniqueId', 'DocumentRequest 1.DocumentUniqueId'],
    },
  },
});
