import { SoapFault } from '../../runtime/soap/fault.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { Submission } from '../../schemas/metadata/nouns.ts';
import { sendDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/client.ts';
import type { ProvideAndRegisterResponse } from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import type { DocumentGenerator } from './document-generator.ts';
import { snapshotSubmission } from './metadata/submission.ts';
import { approvedEntries, entriesNamed } from './registry.ts';
import { type LiveEntry, type OnDemandSource, objectionsIn } from './source.ts';
import type { SnapshotRecord } from './store/snapshots.ts';

/** A snapshot could not be stored; `errors` are the words of repository or registry. */
export class SnapshotRefused extends Error {
  readonly errors: readonly RegistryError[];
  constructor(errors: readonly RegistryError[]) {
    super(`A snapshot was refused: ${errors.map(({ errorCode }) => errorCode).join(', ')}`);
    this.name = 'SnapshotRefused';
    this.errors = errors;
  }
}

/** A snapshot that is to be stored, and what it is a snapshot of. */
export interface Persisting {
  readonly entry: LiveEntry;
  readonly generator: DocumentGenerator;
  readonly last: SnapshotRecord;
}

/**
 * Stores and registers a snapshot where the operator wants it and it is not yet — ITI TF-1 10.2.10, option Persistence of
 * Retrieved Documents. Gives the snapshot as it then is. Throws SnapshotRefused, and Unavailable when there is no answer.
 */
export async function persistSnapshot(source: OnDemandSource, persisting: Persisting): Promise<SnapshotRecord> {
  const { last } = persisting;
  if (!source.config.persist || last.state === 'persisted') return last;
  const submission = await submissionFor(source, persisting);
  const pending = await source.store.snapshots.prepare(last, submission);
  if (pending.state === 'persisted') return pending;
  const { errors, snapshot } = await settle(source, pending);
  if (errors.length > 0) throw new SnapshotRefused(errors);
  return snapshot;
}

/** Sends a submission again that was never answered. A snapshot that is refused now is never handed out again. */
export async function settleSnapshot(source: OnDemandSource, snapshot: SnapshotRecord): Promise<void> {
  const { errors } = await settle(source, snapshot);
  if (errors.length === 0) return;
  source.log.warn({ codes: errors.map(({ errorCode }) => errorCode) }, 'an unanswered snapshot was refused');
}

async function submissionFor(source: OnDemandSource, { entry, generator, last }: Persisting): Promise<Submission> {
  const { config, now, newUUID } = source;
  const { registered, record } = entry;
  const before = config.replaceSnapshots ? await source.store.snapshots.lastPersisted(record.uniqueId) : undefined;
  const approved = before && (await approvedEntries(source.query, [before.uniqueId])).get(before.uniqueId);
  return snapshotSubmission({
    config,
    generator,
    patientId: registered.patientId ?? record.patientId,
    ...(registered.sourcePatientId === undefined ? {} : { sourcePatientId: registered.sourcePatientId }),
    sourcePatientInfo: record.sourcePatientInfo,
    entryUUID: last.entryUUID,
    uniqueId: last.uniqueId,
    at: now(),
    madeAt: last.since,
    newUUID,
    snapshotOf: registered.entryUUID,
    ...(approved === undefined ? {} : { replaces: approved.entryUUID }),
    ...(last.serviceStartTime === undefined ? {} : { serviceStartTime: last.serviceStartTime }),
    ...(last.serviceStopTime === undefined ? {} : { serviceStopTime: last.serviceStopTime }),
  });
}

async function settle(
  source: OnDemandSource,
  snapshot: SnapshotRecord,
): Promise<{ readonly errors: readonly RegistryError[]; readonly snapshot: SnapshotRecord }> {
  const { snapshots } = source.store;
  const refusals = objectionsIn(await send(source, snapshot));
  const [registered] = refusals.length > 0 ? [] : await entriesNamed(source.query, [snapshot.uniqueId]);
  const { repositoryUniqueId } = registered ?? {};
  if (repositoryUniqueId === undefined) {
    await snapshots.withdraw(snapshot.uniqueId);
    return { errors: refusals.length > 0 ? refusals : [removedMeanwhile], snapshot };
  }
  await snapshots.confirm(snapshot.uniqueId, repositoryUniqueId);
  return { errors: [], snapshot: { ...snapshot, state: 'persisted', repositoryUniqueId } };
}

const removedMeanwhile: RegistryError = {
  errorCode: 'XDSRegistryError',
  codeContext: 'the registry does not show the snapshot that was registered',
  severity: 'Error',
};

async function send(source: OnDemandSource, snapshot: SnapshotRecord): Promise<ProvideAndRegisterResponse> {
  const content = await source.store.snapshots.open(snapshot);
  if (content === undefined || snapshot.submission === undefined) {
    throw new Error(`Snapshot ${snapshot.uniqueId} is to be stored, but its bytes or its metadata are missing.`);
  }
  const { entryUUID: id, size } = snapshot;
  const request = { submission: snapshot.submission, documentIds: [id], documents: [{ id, content, size }] };
  try {
    return await sendDocumentSet(source.provide, request);
  } catch (error) {
    if (error instanceof SoapFault) throw new Unavailable('The repository answered with a fault.', { cause: error });
    throw error;
  }
}
