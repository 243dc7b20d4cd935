import { oidFromUuid } from '../../schemas/datatypes/uuid.ts';
import type { DocumentGenerator, GeneratedContent } from './document-generator.ts';
import { persistSnapshot, settleSnapshot } from './persist-snapshot.ts';
import { allEntries, approvedEntries } from './registry.ts';
import type { LiveEntry, OnDemandSource } from './source.ts';
import type { SnapshotRecord } from './store/snapshots.ts';

/** How often a snapshot is made again because another one was made meanwhile. */
const attempts = 5;

/**
 * The document an On-Demand entry stands for now — ITI TF-1 10.2.8 and 10.2.10: the last snapshot while it would say the
 * same, else a new one under a new id; stored and registered before it is handed out where the operator wants that.
 *
 * Throws SnapshotRefused when it cannot be stored, Unavailable when registry or repository do not answer.
 */
export async function takeSnapshot(source: OnDemandSource, entry: LiveEntry): Promise<SnapshotRecord> {
  const generator = source.generators.get(entry.record.generator);
  if (generator === undefined) throw new Error(`No generator ${entry.record.generator} makes documents here any more.`);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const last = await currentSnapshot(source, entry, generator);
    if (last !== undefined) return persistSnapshot(source, { entry, generator, last });
  }
  throw new Error(`Entry ${entry.record.uniqueId} changed each time a document was made for it.`);
}

/** The last snapshot when nothing has changed, or a new one; undefined when another one was made meanwhile. */
async function currentSnapshot(
  source: OnDemandSource,
  entry: LiveEntry,
  generator: DocumentGenerator,
): Promise<SnapshotRecord | undefined> {
  const { snapshots } = source.store;
  const { uniqueId } = entry.record;
  // One whose registration was never answered: settled first, so that no two of them are under way.
  const waiting = await snapshots.last(uniqueId);
  if (waiting?.state === 'pending') await settleSnapshot(source, waiting);
  const content = await contentNow(source, entry, generator);
  const last = await snapshots.last(uniqueId);
  if (last?.fingerprint === content.fingerprint && (await isUsable(source, last))) return last;
  return make(source, { entry, generator, content, number: (last?.number ?? 0) + 1 });
}

function contentNow(source: OnDemandSource, entry: LiveEntry, generator: DocumentGenerator): Promise<GeneratedContent> {
  const { organization, metadata, repositoryUniqueId } = source.config;
  const patientId = entry.registered.patientId ?? entry.record.patientId;
  const { sourcePatientInfo } = entry.record;
  return generator.generate(
    { patientId, sourcePatientInfo, organization, metadata },
    {
      async documentsOf(id) {
        const all = await allEntries(source.query, id);
        const own = await source.store.snapshots.among(all.flatMap((each) => each.uniqueId ?? []));
        return all.filter(
          (each) => each.repositoryUniqueId !== repositoryUniqueId && !(each.uniqueId && own.has(each.uniqueId)),
        );
      },
    },
  );
}

/** Its bytes are here, and nobody has deprecated or removed it where it was stored. */
async function isUsable({ query, blobs }: OnDemandSource, last: SnapshotRecord): Promise<boolean> {
  if (last.blobKey === undefined || (await blobs.size(last.blobKey)) === undefined) return false;
  return last.state !== 'persisted' || (await approvedEntries(query, [last.uniqueId])).has(last.uniqueId);
}

interface Making {
  readonly entry: LiveEntry;
  readonly generator: DocumentGenerator;
  readonly content: GeneratedContent;
  readonly number: number;
}

/** Makes the octets of a new snapshot durable under a new id; undefined when another one was made meanwhile. */
async function make(source: OnDemandSource, making: Making): Promise<SnapshotRecord | undefined> {
  const { entry, generator, content, number } = making;
  const { fingerprint, serviceStartTime, serviceStopTime } = content;
  const uniqueId = oidFromUuid(source.newUUID());
  const since = source.now();
  const staged = await source.blobs.stage(content.write({ uniqueId, at: since }));
  const snapshot: SnapshotRecord = {
    uniqueId,
    entryUniqueId: entry.record.uniqueId,
    number,
    fingerprint,
    mimeType: generator.entry.mimeType,
    blobKey: staged.key,
    size: staged.size,
    ...(serviceStartTime === undefined ? {} : { serviceStartTime }),
    ...(serviceStopTime === undefined ? {} : { serviceStopTime }),
    entryUUID: source.newUUID(),
    state: 'made',
    since,
  };
  try {
    return (await source.store.snapshots.add(snapshot, staged)) ? snapshot : undefined;
  } finally {
    // Harmless for what was published.
    await staged.discard();
  }
}
