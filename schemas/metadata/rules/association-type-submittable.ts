import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import type { Submission } from '../nouns.ts';

const { UpdateAvailabilityStatus, SubmitAssociation, ...submittable } = associationTypes;
const known: ReadonlySet<string> = new Set(Object.values(submittable));
const updateOnly: ReadonlySet<string> = new Set([UpdateAvailabilityStatus, SubmitAssociation]);

/** Associations have a type of the standard, as its full URN — ITI TF-3 4.2.2, Table 4.2.2-1. */
export const associationTypeSubmittable: Rule<Submission> = {
  id: 'association-type-submittable',
  source: tf3('4.2.2'),
  statement: 'Each associationType is the full URN of HasMember, RPLC, APND, XFRM, XFRM_RPLC, signs or IsSnapshotOf.',
  code: 'XDSRegistryMetadataError',
  *check({ associations }) {
    for (const { entryUUID, type } of associations) {
      if (known.has(type)) continue;
      const hint = updateOnly.has(type) ? ', which belongs to metadata update (ITI-57)' : '';
      yield { at: `${entryUUID}.associationType`, found: `'${type}'${hint}` };
    }
  },
};
