import type { Association } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { decodeRegistered } from '../registered-object.ts';
import type { RegisteredAssociation, RegisteredVersion } from '../store/versions.ts';
import { hasMember, keptAssociation, type Performing } from './operation.ts';
import { type NewVersion, newVersionFor } from './update.ts';

/** The associations that go along with a new version. */
export interface Propagated {
  readonly associations: readonly Association[];
  /** Folders that receive the new version. */
  readonly receiving: readonly string[];
}

/**
 * The memberships and relationships of the former version, repeated for the new one; a membership also becomes a member
 * of the SubmissionSet. The former ones stay — XDS Metadata Update 3.57.4.1.3.3.1.
 *
 * Only what is Approved and between latest versions goes along. Where both ends get a new version in one update, the
 * association is repeated once, between the new ones, if both propagate.
 */
export function propagated(version: NewVersion, former: RegisteredVersion, performing: Performing): Propagated {
  const associations: Association[] = [];
  const receiving: string[] = [];
  if (!version.propagates) return { associations, receiving };
  for (const bond of performing.view.associationsOf(former.entryUUID)) {
    const ends = newEnds(bond, former, performing);
    if (ends === undefined) continue;
    const repeated = repeatedAssociation(bond, ends, performing.newUUID());
    associations.push(repeated);
    if (bond.type !== associationTypes.HasMember) continue;
    associations.push(hasMember(performing.newUUID(), performing.submissionSet, repeated.entryUUID));
    receiving.push(ends.source);
  }
  return { associations, receiving };
}

interface Ends {
  readonly source: string;
  readonly target: string;
}

/** Where the repeated association leads, or undefined when it is not repeated, or not for this end of it. */
function newEnds(
  bond: RegisteredAssociation,
  former: RegisteredVersion,
  { update, view }: Performing,
): Ends | undefined {
  if (!bond.latest || bond.availabilityStatus !== availabilityStatuses.Approved) return undefined;
  const source = newVersionFor(update, view, bond.source);
  const target = newVersionFor(update, view, bond.target);
  if (source?.propagates === false || target?.propagates === false) return undefined;
  if (source !== undefined && bond.source !== former.entryUUID) return undefined;
  return { source: source?.object.entryUUID ?? bond.source, target: target?.object.entryUUID ?? bond.target };
}

/** The association as it is kept, extra metadata and documentation included, under another id and between other ends. */
function repeatedAssociation({ type, ebrim }: RegisteredAssociation, ends: Ends, entryUUID: string): Association {
  const registered = decodeRegistered(ebrim);
  if (registered.kind !== 'Association') throw new Error(`the text of an Association is that of a ${registered.kind}`);
  return keptAssociation({ ...registered, entryUUID, type, ...ends });
}
