import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import type { Submission } from '../nouns.ts';

/** Only relationships say why they exist — ITI TF-3 4.2.2.2.1. */
export const hasMemberUndocumented: Rule<Submission> = {
  id: 'has-member-undocumented',
  source: tf3('4.2.2.2.1'),
  statement: 'A HasMember has no documentation Classification.',
  code: 'XDSRegistryMetadataError',
  *check({ associations }) {
    for (const { entryUUID, type, documentation } of associations) {
      if (type !== associationTypes.HasMember || documentation === undefined) continue;
      yield { at: `${entryUUID}.documentation`, found: documentation.code };
    }
  },
};
