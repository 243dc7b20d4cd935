import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RemoveMetadataRequest } from '../messages.ts';

const deleteAll = 'urn:oasis:names:tc:ebxml-regrep:DeletionScopeType:DeleteAll';

/**
 * IHE forbids deletionScope — ITI Supplement RMD 3.62.4.1.2. The default written out means nothing else and is read; the
 * other scope of ebRS keeps the metadata, which is the opposite of what this transaction does.
 */
export const deletionScope: Rule<RemoveMetadataRequest> = {
  id: 'remove-deletion-scope',
  source: tf2('3.62.4.1.2'),
  statement: 'The deletionScope of a RemoveObjectsRequest is absent, or the default DeleteAll.',
  code: 'XDSRegistryMetadataError',
  *check({ deletionScope: scope }) {
    if (scope !== undefined && scope !== deleteAll) yield { at: 'RemoveObjectsRequest.deletionScope', found: scope };
  },
};
