import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RemoveMetadataRequest } from '../messages.ts';

/** What is removed is named object by object — ITI Supplement RMD 3.62.4.1.2. */
export const objectsListed: Rule<RemoveMetadataRequest> = {
  id: 'remove-objects-listed',
  source: tf2('3.62.4.1.2'),
  statement: 'A RemoveObjectsRequest has an ObjectRefList with at least one ObjectRef.',
  code: 'XDSRegistryMetadataError',
  *check({ objectRefs }) {
    if (objectRefs.length === 0) yield { at: 'RemoveObjectsRequest.ObjectRefList', found: 'no ObjectRef' };
  },
};
