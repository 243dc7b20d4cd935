import { associationTypes } from '../../vocabulary/association-types.ts';
import type { Association, Submission } from '../nouns.ts';

const types: ReadonlySet<string> = new Set([
  associationTypes.RPLC,
  associationTypes.XFRM_RPLC,
  associationTypes.APND,
  associationTypes.XFRM,
  associationTypes.signs,
  associationTypes.IsSnapshotOf,
]);

/** The associations between two DocumentEntries — ITI TF-3 4.2.2.2. */
export function relationshipsOf(submission: Submission): Association[] {
  return submission.associations.filter((association) => types.has(association.type));
}
