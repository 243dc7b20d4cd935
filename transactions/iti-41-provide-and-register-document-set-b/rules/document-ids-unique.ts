import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { ProvideAndRegisterRequest } from '../messages.ts';

/** No two xds:Documents share an id, so that each belongs to one entry — ITI TF-2 3.41.4.1.2. */
export const documentIdsUnique: Rule<ProvideAndRegisterRequest> = {
  id: 'document-ids-unique',
  source: tf2('3.41.4.1.2'),
  statement: 'Each Document of the message has an id of its own.',
  code: 'XDSRepositoryMetadataError',
  *check({ documentIds }) {
    for (const id of new Set(documentIds)) {
      const count = documentIds.filter((other) => other === id).length;
      if (count > 1) yield { at: `Document ${id}`, found: `${count} Documents with this id` };
    }
  },
};
