import type { DocumentEntry, Folder } from '../../../schemas/metadata/nouns.ts';
import type { RegisteredVersion } from '../store/versions.ts';
import { type Effect, effectOf, keptAssociation, type Performing, type Triggered } from './operation.ts';
import { propagated } from './propagation.ts';
import type { NewVersion, Update } from './update.ts';

/** The new versions of one kind in an update. */
export function versionTriggers(kind: NewVersion['object']['kind']) {
  return ({ versions }: Update): Triggered<NewVersion>[] =>
    versions.filter(({ object }) => object.kind === kind).map((trigger) => ({ id: trigger.object.entryUUID, trigger }));
}

/**
 * The new version goes in with the number that follows and the HasMember of the SubmissionSet; the former one is
 * superseded; memberships and relationships go along — XDS Metadata Update 3.57.4.1.3.3.1 and .3.
 */
export function newVersionEffect(version: NewVersion, performing: Performing): Effect {
  const former = performing.view.latest(version.logicalID);
  if (former === undefined) throw new Error('a new version of nothing kept every rule');
  const { associations, receiving } = propagated(version, former, performing);
  return effectOf({
    inserted: [keptVersion(version, former, performing), keptAssociation(version.member), ...associations],
    superseded: [former],
    receiving,
  });
}

/** What the registry sets itself, whatever was submitted. */
function keptVersion(
  { object, logicalID }: NewVersion,
  former: RegisteredVersion,
  { statusAfter, time }: Performing,
): DocumentEntry | Folder {
  const own = { logicalID, version: String(former.version + 1), availabilityStatus: statusAfter(former) };
  return object.kind === 'Folder' ? { ...object, ...own, lastUpdateTime: time } : { ...object, ...own };
}
