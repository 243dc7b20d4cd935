import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import type {
  AssociationFilter,
  AtMetadataLevel,
} from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';

/**
 * A DocumentEntry or Folder alias is seen at the level asked for: at 1 the latest version of each logical object, at 2
 * every version — XDS Metadata Update 3.18. `latest` is a column that whoever registers a new version turns off on the one
 * before, so that no query has to look for a successor.
 */
export const atLevel = (object: string) => `(${object}.latest or :everyVersion::boolean)`;

/**
 * An association alias is seen: its status is asked for, and at level 1 none of its ends is an object that has a successor.
 */
export const shownAssociation = (a: string) =>
  `${a}.availability_status = any(:associationStatus::text[]) and ${atLevel(a)}`;

/** The value of `atLevel`. */
export function levelValues({ metadataLevel }: AtMetadataLevel) {
  return { everyVersion: metadataLevel === '2' };
}

/**
 * The values of `shownAssociation`: Approved unless asked otherwise, and at level 1 nothing else whatever is asked, since
 * that level is for consumers who know of no Deprecated association.
 */
export function associationValues(filter: AssociationFilter) {
  const { Approved } = availabilityStatuses;
  const asked = filter.associationStatus ?? [Approved];
  const level = levelValues(filter);
  return { ...level, associationStatus: level.everyVersion ? asked : asked.filter((status) => status === Approved) };
}
