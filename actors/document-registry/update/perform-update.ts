import type { Call } from '../../../runtime/soap/endpoint-types.ts';
import { dtmFromDate } from '../../../schemas/datatypes/dtm.ts';
import type { RegistryResponse } from '../../../schemas/ebrs/messages.ts';
import { registryErrorsFrom } from '../../../schemas/errors/registry-error.ts';
import type { Submission } from '../../../schemas/metadata/nouns.ts';
import { checkAll, type Finding, isError, type Rule } from '../../../schemas/rule.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { viewRequestFor } from '../registration.ts';
import { resolveIds } from '../resolve-ids.ts';
import type { RegisteredVersion } from '../store/versions.ts';
import type { RegistryStore, UpdateWriter } from '../store.ts';
import type { Performing, StatusChange } from './operation.ts';
import type { AnyOperation } from './operations.ts';
import { type Update, type UpdateView, updateOf, versionsRequestFor } from './update.ts';

/** What an update transaction is made of. */
export interface UpdateTransaction {
  readonly store: Pick<RegistryStore, 'update'>;
  /** What the submission alone can break. */
  readonly rules: readonly Rule<Submission>[];
  /** What it can break only beside what is registered. */
  judge(update: Update, view: UpdateView, registry: UpdateWriter): Promise<readonly Finding[]>;
  readonly operations: readonly AnyOperation[];
  statusAfter(former: RegisteredVersion): string;
  readonly now: () => Date;
  readonly newUUID: () => `urn:uuid:${string}`;
}

/**
 * All operations of an update or, with every finding, none. What the update is about is held first, so that of two updates
 * of one object the second is judged by what the first made of it.
 *
 * Throws Unavailable when the database does not answer.
 */
export async function performUpdate(
  transaction: UpdateTransaction,
  submission: Submission,
  call: Call,
): Promise<RegistryResponse> {
  const findings = await checkAll(transaction.rules, submission, undefined);
  if (findings.some(isError)) return answer(findings, call);
  const update = updateOf(submission);
  return transaction.store.update(async (registry) => {
    const request = versionsRequestFor(update);
    const viewRequest = viewRequestFor(update);
    await registry.hold({ ...request, patientIds: viewRequest.patientIds });
    const view = { ...(await registry.view(viewRequest)), ...(await registry.versions(request)) };
    const all = [...findings, ...(await transaction.judge(update, view, registry))];
    if (!all.some(isError)) await write({ transaction, registry, view, update });
    return answer(all, call);
  });
}

function answer(findings: readonly Finding[], call: Call): RegistryResponse {
  const refused = findings.some(isError);
  if (refused) call.log.info({ rules: findings.map(({ rule }) => rule.id) }, 'metadata update refused');
  return { status: refused ? 'Failure' : 'Success', errors: registryErrorsFrom(findings) };
}

interface Judged {
  readonly transaction: UpdateTransaction;
  readonly registry: UpdateWriter;
  readonly view: UpdateView;
  readonly update: Update;
}

/** Works out what every operation does and writes it together. */
async function write({ transaction, registry, view, update: sent }: Judged): Promise<void> {
  const { newUUID, statusAfter, operations } = transaction;
  const update = updateOf(resolveIds(sent.submission, newUUID));
  const [set] = update.submission.submissionSets;
  if (set?.patientId === undefined) throw new Error('an update without a patient kept every rule');
  const time = dtmFromDate(transaction.now());
  const performing: Performing = { update, view, submissionSet: set.entryUUID, time, newUUID, statusAfter };
  const effects = operations.flatMap((operation) => operation.effects(performing));
  const kept = { ...set, logicalID: set.entryUUID, version: '1', availabilityStatus: availabilityStatuses.Approved };
  const superseded = effects.flatMap((effect) => effect.superseded);
  await registry.supersede(superseded);
  const inserted = effects.flatMap((effect) => effect.inserted);
  await registry.insert([kept, ...inserted], set.patientId, view);
  const files = inserted.some((object) => object.kind === 'Association' && object.source === set.entryUUID);
  if (!files) await registry.filesNothing(set.entryUUID);
  await setStatuses(registry, [...superseded.map(deprecated), ...effects.flatMap(({ statuses }) => statuses)]);
  await registry.touchFolders([...new Set(effects.flatMap(({ receiving }) => receiving))], time);
}

function deprecated({ entryUUID }: RegisteredVersion): StatusChange {
  return { entryUUID, availabilityStatus: availabilityStatuses.Deprecated };
}

/** One statement for each status. */
async function setStatuses(registry: UpdateWriter, changes: readonly StatusChange[]): Promise<void> {
  for (const status of Object.values(availabilityStatuses)) {
    const ids = changes.filter((change) => change.availabilityStatus === status).map(({ entryUUID }) => entryUUID);
    if (ids.length > 0) await registry.setAvailabilityStatus(ids, status);
  }
}
