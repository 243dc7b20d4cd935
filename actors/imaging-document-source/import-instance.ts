import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BlobStore, StagedBlob } from '../../runtime/blobs/blob-store.ts';
import { type Answer, answer, Refusal, requireContentType, requireMethod } from '../../runtime/http/json-resource.ts';
import type { Database } from '../../runtime/sql/database.ts';
import { keyObjectPurpose } from '../../schemas/dicom/kos.ts';
import type { InstanceHeader } from '../../schemas/dicom/read-header.ts';
import { readManifest } from '../../schemas/dicom/read-manifest.ts';
import { keyObjectSelectionDocumentStorage } from '../../schemas/dicom/uids.ts';
import type { ImagingDocumentSourceConfig } from './config.ts';
import { HeaderTap, tooLarge } from './header-tap.ts';
import {
  enterInstance,
  findInstances,
  type InstancePurpose,
  type InstanceTriple,
  isReferenced,
  type StoredInstance,
} from './store/instances.ts';
import { findStudy } from './store/studies.ts';

/** What importing needs of the actor. */
export interface ImportServices {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly limits: ImagingDocumentSourceConfig['limits'];
  now(): Date;
}

/** The answer to one imported instance. */
export interface ImportedInstance extends InstanceTriple {
  readonly sha1: string;
  readonly size: number;
  /** `duplicate`: the same bytes were here already. */
  readonly status: 'stored' | 'duplicate';
  /** What the file got wrong and was tolerated, or where it disagrees with the rest of its study. */
  readonly findings: readonly string[];
}

/** `POST` of one Part 10 file: stored as received, byte for byte. */
export function importResource(services: ImportServices) {
  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    answer({ request, response }, async (): Promise<Answer> => {
      requireMethod(request, response, ['POST']);
      requireContentType(request, ['application/dicom', 'application/octet-stream']);
      if (Number(request.headers['content-length'] ?? 0) > services.limits.instanceBytes)
        throw tooLarge(services.limits);
      const imported = await importInstance(services, request.iterator({ destroyOnReturn: false }));
      return { status: imported.status === 'stored' ? 201 : 200, body: imported };
    });
}

/**
 * Stores one instance: bytes durable first, then entered in the index. Throws Refusal, with nothing kept, for a file that
 * cannot be read (422), for a SOP Instance UID that is here with other bytes, and for a study of another patient (409).
 */
export async function importInstance(
  services: ImportServices,
  source: AsyncIterable<Uint8Array>,
): Promise<ImportedInstance> {
  const reader = new HeaderTap(services.limits);
  const staged = await services.blobs.stage(reader.tap(source));
  try {
    const { header, prefix } = reader.result();
    const known = await findSame(services.database, header);
    if (known !== undefined) {
      const status = duplicateOrRefuse(known, { header, staged });
      // Bytes that got lost on the disk come back with the next import of the instance.
      if ((await services.blobs.size(known.blobKey)) === undefined) await staged.publish();
      return imported({ header, staged, status });
    }
    const differences = await compareWithStudy(services.database, header);
    const status = await enter(services, { header, prefix, staged });
    return imported({ header, staged, status, differences });
  } finally {
    await staged.discard();
  }
}

interface Incoming {
  readonly header: InstanceHeader;
  readonly prefix: Uint8Array;
  readonly staged: StagedBlob;
}

async function enter(services: ImportServices, incoming: Incoming): Promise<ImportedInstance['status']> {
  const { header, prefix, staged } = incoming;
  const purpose = purposeOf(header);
  const rejects = purpose === 'rejection' ? referencesOf(prefix) : [];
  await staged.publish();
  if (await enterInstance(services.database, { header, purpose, rejects, blob: staged, at: services.now() }))
    return 'stored';
  // Another import of the same UID was faster: its bytes count.
  if (!(await isReferenced(services.database, staged.key))) await services.blobs.remove(staged.key);
  const winner = await findSame(services.database, header);
  if (winner === undefined) throw new Error(`instance ${header.sopInstanceUID} was neither entered nor found`);
  return duplicateOrRefuse(winner, incoming);
}

/**
 * What is stored under the SOP Instance UID and excludes the received file unless the bytes are equal: the encoding in the
 * same transfer syntax, or any encoding when the file places the instance elsewhere. Another lossless encoding of the same
 * instance is welcome.
 */
async function findSame(database: Database, header: InstanceHeader): Promise<StoredInstance | undefined> {
  const encodings = (await findInstances(database, [header.sopInstanceUID])).get(header.sopInstanceUID) ?? [];
  return encodings.find(
    (stored) => stored.transferSyntaxUID === header.transferSyntaxUID || !samePlace(stored, header),
  );
}

function samePlace(stored: StoredInstance, { study, series }: InstanceHeader): boolean {
  return stored.studyInstanceUID === study.studyInstanceUID && stored.seriesInstanceUID === series.seriesInstanceUID;
}

function duplicateOrRefuse(known: StoredInstance, { header, staged }: Omit<Incoming, 'prefix'>): 'duplicate' {
  if (known.sha1 === staged.hash) return 'duplicate';
  const where = samePlace(known, header)
    ? `in transfer syntax ${known.transferSyntaxUID} with other bytes (SHA-1 ${known.sha1}, received ${staged.hash})`
    : `in series ${known.seriesInstanceUID} of study ${known.studyInstanceUID}`;
  throw new Refusal(
    409,
    `SOP Instance UID ${known.sopInstanceUID} is stored already ${where}: another instance needs another SOP Instance UID`,
  );
}

function purposeOf(header: InstanceHeader): InstancePurpose {
  if (header.sopClassUID !== keyObjectSelectionDocumentStorage) return 'content';
  const purpose = keyObjectPurpose(header.documentTitle);
  return purpose === 'clinical' ? 'content' : purpose;
}

/** What a rejection note withdraws. */
function referencesOf(file: Uint8Array): InstanceTriple[] {
  const result = readManifest(file);
  if (result.status !== 'read') throw new Refusal(422, `the rejection note cannot be read: ${result.reason}`);
  return result.manifest.studies.flatMap(({ studyInstanceUID, series }) =>
    series.flatMap(({ seriesInstanceUID, instances }) =>
      instances.map(({ sopInstanceUID }) => ({ studyInstanceUID, seriesInstanceUID, sopInstanceUID })),
    ),
  );
}

/** Differences in what all instances of a study should agree on; another patient is refused. */
async function compareWithStudy(database: Database, header: InstanceHeader): Promise<string[]> {
  const known = await findStudy(database, header.study.studyInstanceUID);
  if (known === undefined) return [];
  const { patient } = header;
  const differs = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b;
  const issuers = [patient.issuerOfPatientID?.universalEntityID, known.patient.issuerOfPatientID?.universalEntityID];
  if (differs(patient.patientID, known.patient.patientID) || differs(issuers[0], issuers[1])) {
    throw new Refusal(409, `study ${header.study.studyInstanceUID} is held already for another Patient ID (0010,0020)`);
  }
  const attributes = {
    'Patient Name (0010,0010)': differs(patient.patientName, known.patient.patientName),
    'Patient Birth Date (0010,0030)': differs(patient.patientBirthDate, known.patient.patientBirthDate),
    'Patient Sex (0010,0040)': differs(patient.patientSex, known.patient.patientSex),
    'Accession Number (0008,0050)': differs(header.study.accessionNumber, known.study.accessionNumber),
  };
  return Object.entries(attributes)
    .filter(([, different]) => different)
    .map(([name]) => `${name} differs from earlier instances of the study, whose value is kept`);
}

function imported(outcome: {
  header: InstanceHeader;
  staged: StagedBlob;
  status: ImportedInstance['status'];
  differences?: readonly string[];
}): ImportedInstance {
  const { header, staged, status, differences = [] } = outcome;
  return {
    studyInstanceUID: header.study.studyInstanceUID,
    seriesInstanceUID: header.series.seriesInstanceUID,
    sopInstanceUID: header.sopInstanceUID,
    sha1: staged.hash,
    size: staged.size,
    status,
    findings: [...header.findings, ...differences],
  };
}
