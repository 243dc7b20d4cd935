import type { Association } from '../../../schemas/metadata/nouns.ts';
import {
  oneStatusChangePerVersion,
  originalStatusCurrent,
  statusTargetLatest,
  submissionSetsKept,
} from '../rules/update/status.ts';
import { type Effect, effectOf, type Performing, type Triggered } from './operation.ts';
import { isNew, statusTargetOf, type Update, type UpdateView } from './update.ts';

/** What holds before the status of anything changes. */
export const statusPreconditions = [
  submissionSetsKept,
  statusTargetLatest,
  originalStatusCurrent,
  oneStatusChangePerVersion,
] as const;

/** What has a status that can change. */
type StatusKind = 'DocumentEntry' | 'Folder' | 'Association';

/** The changes of status of one kind of object in an update. */
export function statusTriggers(kind: StatusKind) {
  return (update: Update, view: UpdateView): Triggered<Association>[] =>
    update.statusChanges
      .filter((change) => targetKind(update, view, change) === kind)
      .map((trigger) => ({ id: trigger.entryUUID, trigger }));
}

/** The object has the new status; no version comes into being — XDS Metadata Update 3.57.4.1.3.3.2, .4 and .5. */
export function statusEffect(change: Association, { update, view }: Performing): Effect {
  const target = statusTargetOf(update, view, change);
  if (target === undefined || change.newStatus === undefined) throw new Error('a change of nothing kept every rule');
  const { entryUUID } = isNew(target) ? target.object : target;
  return effectOf({ statuses: [{ entryUUID, availabilityStatus: change.newStatus }] });
}

function targetKind(update: Update, view: UpdateView, change: Association): StatusKind | undefined {
  const target = statusTargetOf(update, view, change);
  if (target === undefined) return undefined;
  return isNew(target) ? target.object.kind : target.kind;
}
