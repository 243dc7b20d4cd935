import { tf2 } from '../../../../schemas/spec-ref.ts';
import { availabilityStatuses } from '../../../../schemas/vocabulary/statuses.ts';
import { isNew, newVersionFor, type StatusTarget, statusTargetOf, type UpdateRule } from '../../update/update.ts';

const source = tf2('3.57.4.1.3.3.2');

/** A submission happened: what was submitted with what is history — XDS Metadata Update 3.57.4.1.3.1, rule 8. */
export const submissionSetsKept: UpdateRule = {
  id: 'submission-sets-kept',
  source: tf2('3.57.4.1.3.1'),
  statement: 'No change of status and no submitted association is about a SubmissionSet or a HasMember of one.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    const isSet = (id: string) => (update.sent.get(id) ?? view.object(id))?.kind === 'SubmissionSet';
    for (const { entryUUID, target } of update.statusChanges) {
      const ofSet = view.association(target)?.sourceKind === 'SubmissionSet';
      if (isSet(target)) yield { at: `${entryUUID}.target`, found: `${target}, a SubmissionSet` };
      else if (ofSet) yield { at: `${entryUUID}.target`, found: `${target}, a HasMember of a SubmissionSet` };
    }
    for (const { association } of update.submitted) {
      for (const end of ['source', 'target'] as const) {
        const id = association[end];
        if (isSet(id)) yield { at: `${association.entryUUID}.${end}`, found: `${id}, a SubmissionSet` };
      }
    }
  },
};

/** History keeps its status — XDS Metadata Update 3.57.4.1.3.3.2. */
export const statusTargetLatest: UpdateRule = {
  id: 'status-target-latest',
  source,
  statement: 'A DocumentEntry or Folder whose status changes is the latest version of its logical object.',
  code: 'XDSMetadataUpdateError',
  *check({ statusChanges }, view) {
    for (const { entryUUID, target } of statusChanges) {
      const version = view.version(target);
      if (version === undefined || version.latest) continue;
      yield { at: `${entryUUID}.target`, found: `${target}, version ${version.version} of ${version.logicalID}` };
    }
  },
};

/**
 * Who changes a status knows it. A new version of the same update is Approved, whatever the former one was — XDS Metadata
 * Update 3.57.4.1.3.1, rules 11 and 12.
 */
export const originalStatusCurrent: UpdateRule = {
  id: 'original-status-current',
  source,
  statement: 'OriginalStatus is the status the object has, and a new version of the same update has Approved.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    for (const change of update.statusChanges) {
      const target = statusTargetOf(update, view, change);
      if (target === undefined) continue;
      const current = currentStatus(target);
      if (change.originalStatus === current) continue;
      yield { at: `${change.entryUUID}.OriginalStatus`, found: `${change.originalStatus}, while it is ${current}` };
    }
  },
};

/** Two names of one object in one request are two changes of it — XDS Metadata Update 3.57.4.1.3.1, rule 13. */
export const oneStatusChangePerVersion: UpdateRule = {
  id: 'one-status-change-per-version',
  source: tf2('3.57.4.1.3.1'),
  statement: 'A request changes the status of a new version once, whether it names that or the version before.',
  code: 'XDSMetadataUpdateOperationError',
  *check(update, view) {
    const seen = new Set<unknown>();
    for (const { entryUUID, target } of update.statusChanges) {
      const version = newVersionFor(update, view, target);
      if (version === undefined) continue;
      if (seen.has(version)) yield { at: `${entryUUID}.target`, found: `${target}, changed before` };
      seen.add(version);
    }
  },
};

function currentStatus(target: StatusTarget): string {
  return isNew(target) ? availabilityStatuses.Approved : target.availabilityStatus;
}
