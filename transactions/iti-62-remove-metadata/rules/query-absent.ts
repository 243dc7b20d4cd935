import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RemoveMetadataRequest } from '../messages.ts';

/** ebRS would let a query choose what is removed; IHE does not — ITI Supplement RMD 3.62.4.1.2. */
export const queryAbsent: Rule<RemoveMetadataRequest> = {
  id: 'remove-query-absent',
  source: tf2('3.62.4.1.2'),
  statement: 'A RemoveObjectsRequest has no AdhocQuery: nothing is removed by a query.',
  code: 'XDSRegistryMetadataError',
  *check({ unrecognised }) {
    if (unrecognised?.elements.some(({ name }) => name === 'AdhocQuery')) {
      yield { at: 'RemoveObjectsRequest.AdhocQuery', found: 'an AdhocQuery' };
    }
  },
};
