import { createHash } from 'node:crypto';
import { retrieveEntries } from '../../actors/document-consumer/retrieve-entries.ts';
import type { WantedInstance } from '../../actors/imaging-document-consumer/plan-retrieval.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { findDocumentEntries, repositoryCalls } from '../consume.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { resolvePatient } from '../patient-id.ts';
import { type FoundManifest, findManifests, retrieveImages } from '../retrieve-manifests.ts';
import type { Scene, Sent } from './scene.ts';

const keyObjectSelection = 'application/dicom';

/** Finds out who the patient is, what there is of her, and fetches all of it. */
export async function hospitalB(scene: Scene): Promise<Sent> {
  const received = new Map<string, string>();
  const patientId = await identify(scene);
  const entries = await find(scene, patientId);
  await fetchDocuments(scene, entries, received);
  const manifests = await readManifests(scene, patientId);
  await fetchImages(scene, manifests, received);
  return received;
}

async function identify({ session, narrator, patient }: Scene): Promise<string> {
  const { id, authority } = patient.hospitalB;
  const who = { transaction: 'ITI-9', actors: 'PIX Consumer -> PIX Manager' };
  const { patientId } = await narrator.step('Ask who the patient is in the affinity domain', who, async () => {
    const found = await resolvePatient(session, id, authority.namespace);
    return { patientId: found, says: `${id} of ${authority.namespace} is ${found}` };
  });
  return patientId;
}

async function find({ session, narrator }: Scene, patientId: string): Promise<readonly DocumentEntry[]> {
  const who = { transaction: 'ITI-18', actors: 'Document Consumer -> Document Registry' };
  const { entries } = await narrator.step('Find her documents (FindDocuments)', who, async () => {
    const found = await findDocumentEntries(session, {
      name: 'FindDocuments',
      parameters: { patientId, status: [availabilityStatuses.Approved] },
    });
    const kinds = found.map((entry) => entry.mimeType).join(', ');
    return { entries: found, says: `${found.length} entries: ${kinds}` };
  });
  return entries;
}

async function fetchDocuments(
  { session, narrator }: Scene,
  entries: readonly DocumentEntry[],
  received: Map<string, string>,
): Promise<void> {
  const who = { transaction: 'ITI-43', actors: 'Document Consumer -> Document Repository' };
  await narrator.step('Retrieve the report', who, async () => {
    const wanted = entries.filter((entry) => entry.mimeType !== keyObjectSelection);
    const results = await retrieveEntries({
      entries: wanted,
      repository: repositoryCalls(session),
      sink: async () => {},
    });
    let octets = 0;
    for (const result of results) {
      if (result.outcome !== 'retrieved') throw new CommandError(result.reasons.join('; '), exitCodes.refused);
      received.set(result.entry.uniqueId!, result.received.hash);
      octets += result.received.size;
    }
    return { octets, says: `${results.length} documents, hash and size as registered` };
  });
}

async function readManifests({ session, narrator }: Scene, patientId: string): Promise<readonly FoundManifest[]> {
  const who = { transaction: 'ITI-43', actors: 'Imaging Document Consumer -> Registry (ITI-18), Repository (ITI-43)' };
  const { manifests } = await narrator.step('Retrieve and read the manifest', who, async () => {
    const found = await findManifests(session, patientId);
    const instances = found
      .flatMap(({ manifest }) => manifest.studies.flatMap((study) => study.series))
      .reduce((sum, series) => sum + series.instances.length, 0);
    return { manifests: found, says: `${found.length} manifest, ${instances} instances named` };
  });
  return manifests;
}

async function fetchImages(
  { session, narrator }: Scene,
  manifests: readonly FoundManifest[],
  received: Map<string, string>,
): Promise<void> {
  const who = { transaction: 'RAD-69', actors: 'Imaging Document Consumer -> Imaging Document Source' };
  await narrator.step('Retrieve the images', who, async () => {
    let octets = 0;
    for (const manifest of manifests) {
      const sink = async (instance: WantedInstance, content: AsyncIterable<Uint8Array>) => {
        const hash = createHash('sha1');
        for await (const chunk of content) {
          hash.update(chunk);
          octets += chunk.length;
        }
        received.set(instance.sopInstanceUID, hash.digest('hex'));
      };
      const result = await retrieveImages(session, manifest, { sink });
      const [missing] = result.missing;
      if (missing !== undefined) throw new CommandError(missing.error.codeContext, exitCodes.refused);
    }
    return { octets, says: 'all instances of the manifest, each proved to be the one asked for' };
  });
}
