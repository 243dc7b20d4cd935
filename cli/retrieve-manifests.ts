import { retrieveEntries } from '../actors/document-consumer/retrieve-entries.ts';
import { planRetrieval } from '../actors/imaging-document-consumer/plan-retrieval.ts';
import {
  type RetrievalOptions,
  type RetrievalResult,
  retrieveInstances,
} from '../actors/imaging-document-consumer/retrieve-instances.ts';
import { type Manifest, readManifest } from '../schemas/dicom/read-manifest.ts';
import type { DocumentEntry } from '../schemas/metadata/nouns.ts';
import { availabilityStatuses } from '../schemas/vocabulary/statuses.ts';
import { retrieveImagingDocumentSet } from '../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { findDocumentEntries, repositoryCalls } from './consume.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';
import { anyTransferSyntax } from './transfer-syntaxes.ts';

/** formatCode of a Key Object Selection Document — RAD TF-3 4.68.4.1.2.3.2. */
const manifestFormat = '1.2.840.10008.5.1.4.1.1.88.59^^1.2.840.10008.2.6.1';
/** Larger manifests than this are not read: ten thousand instances take some three million octets. */
const mostManifestBytes = 256 << 20;

/** A manifest of a patient and the entry it was registered with. */
export interface FoundManifest {
  readonly entry: DocumentEntry;
  readonly manifest: Manifest;
}

/** Finds a patient's approved manifests (ITI-18), fetches them (ITI-43) and reads them. */
export async function findManifests(session: Session, patientId: string, studyUid?: string): Promise<FoundManifest[]> {
  const entries = await findDocumentEntries(session, {
    name: 'FindDocuments',
    parameters: { patientId, status: [availabilityStatuses.Approved], formatCode: [manifestFormat] },
  });
  const bytes = new Map<DocumentEntry, Buffer>();
  const results = await retrieveEntries({
    entries,
    repository: repositoryCalls(session),
    sink: async (entry, content) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of content) {
        size += chunk.length;
        if (size > mostManifestBytes)
          throw new CommandError(`The manifest ${entry.uniqueId} is too large.`, exitCodes.refused);
        chunks.push(chunk);
      }
      bytes.set(entry, Buffer.concat(chunks));
    },
  });
  const bad = results.find(({ outcome }) => outcome !== 'retrieved');
  if (bad !== undefined && bad.outcome !== 'retrieved') {
    throw new CommandError(`The manifest ${bad.entry.uniqueId}: ${bad.reasons.join('; ')}`, exitCodes.refused);
  }
  return entries
    .map((entry) => ({ entry, manifest: readOne(entry, bytes.get(entry)!) }))
    .filter(({ manifest }) => studyUid === undefined || manifest.studies.some((s) => s.studyInstanceUID === studyUid));
}

function readOne(entry: DocumentEntry, bytes: Buffer): Manifest {
  const read = readManifest(bytes);
  if (read.status === 'read') return read.manifest;
  throw new CommandError(`The document ${entry.uniqueId} is no manifest: ${read.reason}`, exitCodes.refused);
}

/** Fetches what a manifest refers to (RAD-69) from this domain's source; `preferred` transfer syntaxes where held. */
export async function retrieveImages(
  session: Session,
  { entry, manifest }: FoundManifest,
  { sink, preferred = [] }: { sink: RetrievalOptions['sink']; preferred?: readonly string[] },
): Promise<RetrievalResult> {
  const { homeCommunityId } = entry;
  const plan = planRetrieval(manifest, homeCommunityId === undefined ? {} : { homeCommunityId });
  const endpoint = session.domain.endpoint('imaging-document-source', retrieveImagingDocumentSet.id);
  const call = session.peers.call(retrieveImagingDocumentSet, endpoint.url);
  return retrieveInstances(plan, {
    sourceFor: () => call,
    transferSyntaxUIDs: [...preferred, ...anyTransferSyntax],
    sink,
  });
}
