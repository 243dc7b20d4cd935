import { createHash } from 'node:crypto';
import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import type { ClientCall } from '../../runtime/host.ts';
import { Refusal } from '../../runtime/http/json-resource.ts';
import type { Database } from '../../runtime/sql/database.ts';
import { oidFromUuid } from '../../schemas/datatypes/uuid.ts';
import { buildManifest } from '../../schemas/dicom/build-manifest.ts';
import { DicomValueError } from '../../schemas/dicom/write.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type {
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse,
} from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { sendImagingDocumentSet } from '../../transactions/rad-68-provide-and-register-imaging-document-set/client.ts';
import type { ImagingDocumentSourceConfig } from './config.ts';
import { manifestSubmission, type PublishRequest, type SubmissionIds } from './metadata/manifest-submission.ts';
import { dicomFromDate, isOffset } from './metadata/moments.ts';
import { confirmPublished, dropPending, enterPending, findManifest, type ManifestRecord } from './store/manifests.ts';
import { type StudyContent, studyContent } from './store/studies.ts';

/** What publishing needs of the actor. */
export interface PublishServices {
  readonly database: Database;
  /** Where manifests lie, apart from the instances. */
  readonly manifests: BlobStore;
  readonly config: ImagingDocumentSourceConfig;
  /** RAD-68 to the repository. */
  readonly provideAndRegister: ClientCall<ProvideAndRegisterRequest, ProvideAndRegisterResponse>;
  now(): Date;
  newUUID(): `urn:uuid:${string}`;
}

/** The answer to one request to publish a study. */
export interface PublishedStudy {
  readonly studyInstanceUID: string;
  /** `unchanged`: the registry has this manifest already; `refused`: it was not accepted, `errors` say why. */
  readonly status: 'published' | 'replaced' | 'unchanged' | 'refused';
  /** SOP Instance UID of the manifest, and uniqueId of its DocumentEntry. */
  readonly manifestUniqueId: string;
  readonly entryUUID: string;
  readonly series: number;
  readonly instances: number;
  readonly errors: readonly RegistryError[];
}

/** Who made the manifest files; made once from a random UUID — DICOM PS3.5 B.2. */
const implementation = {
  implementationClassUID: '2.25.231418796017282155083514364226270014137',
  implementationVersionName: 'AFFINITY_IDS',
};

/**
 * Publishes the manifest of a study by RAD-68 — RAD TF-3 4.68.4.1.2. A study whose instances changed gets a new manifest
 * that replaces the old one; an unchanged one keeps its manifest.
 *
 * The submission is kept before it is sent. When its answer got lost it is sent again unchanged by the next call, so no
 * study ever has two manifests. Throws Refusal, and Unavailable or SoapFault when the repository does not answer. Calls
 * for one study must not overlap.
 */
export async function publishStudy(
  services: PublishServices,
  studyInstanceUID: string,
  request: PublishRequest,
): Promise<PublishedStudy> {
  const pending = await findManifest(services.database, studyInstanceUID, 'pending');
  if (pending !== undefined) await send(services, pending);
  const content = await studyContent(services.database, studyInstanceUID);
  if (content === undefined) throw new Refusal(404, `no study ${studyInstanceUID} is held here`);
  checkContent(content, services.config);
  const last = await findManifest(services.database, studyInstanceUID, 'published');
  if (last !== undefined && last.patientId !== request.patientId) {
    throw new Refusal(
      409,
      `study ${studyInstanceUID} is published for another patient of the affinity domain; a manifest cannot be replaced ` +
        'across patients: deprecate it in the registry first',
    );
  }
  const fingerprint = fingerprintOf(content, services.config);
  if (last?.fingerprint === fingerprint) return published(last, 'unchanged');
  const manifest = await draft(services, { content, request, fingerprint, replaces: last?.entryUUID });
  await enterPending(services.database, manifest, services.now());
  const errors = await send(services, manifest);
  if (errors.length > 0) return published(manifest, 'refused', errors);
  return published(manifest, last === undefined ? 'published' : 'replaced');
}

function checkContent({ series, study }: StudyContent, { limits }: ImagingDocumentSourceConfig): void {
  const instances = series.reduce((sum, each) => sum + each.instances.length, 0);
  if (instances === 0) {
    throw new Refusal(422, `study ${study.studyInstanceUID} holds nothing a manifest can refer to: all is withdrawn`);
  }
  if (instances > limits.manifestInstances) {
    throw new Refusal(422, `the study has ${instances} instances, more than limits.manifestInstances`);
  }
}

/** Equal for two states of a study exactly when their manifests would say the same. */
function fingerprintOf(content: StudyContent, config: ImagingDocumentSourceConfig): string {
  const said = [content, config.imagingDocumentSourceUid, config.aeTitle];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

interface Draft {
  readonly content: StudyContent;
  readonly request: PublishRequest;
  readonly fingerprint: string;
  readonly replaces: string | undefined;
}

/** Makes manifest and metadata of one version, and puts the manifest on disk. */
async function draft(services: PublishServices, made: Draft): Promise<ManifestRecord> {
  const { content, request, fingerprint, replaces } = made;
  const ids = newIds(services);
  const staged = await services.manifests.stage(one(manifestFile(services, content, ids)));
  await staged.publish();
  return {
    uniqueId: ids.manifestUID,
    studyInstanceUID: content.study.studyInstanceUID,
    entryUUID: ids.documentEntry,
    patientId: request.patientId,
    fingerprint,
    series: content.series.length,
    instances: content.series.reduce((sum, series) => sum + series.instances.length, 0),
    submission: manifestSubmission({ content, request, config: services.config, ids, replaces }),
    blobKey: staged.key,
    size: staged.size,
  };
}

function newIds({ newUUID, now }: PublishServices): SubmissionIds {
  return {
    manifestUID: oidFromUuid(newUUID()),
    documentEntry: newUUID(),
    submissionSet: newUUID(),
    hasMember: newUUID(),
    rplc: newUUID(),
    submissionSetUID: oidFromUuid(newUUID()),
    at: now(),
  };
}

function manifestFile({ config, newUUID }: PublishServices, content: StudyContent, ids: SubmissionIds): Uint8Array {
  const { patient, study } = content;
  // Study Date and Time are copied, so the whole object is in the zone of the images.
  const offset = isOffset(study.timezoneOffsetFromUTC) ? study.timezoneOffsetFromUTC : config.timezoneOffset;
  const { date, time } = dicomFromDate(ids.at, offset);
  try {
    return buildManifest({
      sopInstanceUID: ids.manifestUID,
      seriesInstanceUID: oidFromUuid(newUUID()),
      contentDate: date,
      contentTime: time,
      timezoneOffsetFromUTC: offset,
      manufacturer: 'affinity-domain',
      patient,
      study,
      series: content.series.map(({ seriesInstanceUID, instances }) => ({
        seriesInstanceUID,
        retrieveAETitle: config.aeTitle,
        retrieveLocationUID: config.imagingDocumentSourceUid,
        instances,
      })),
      implementation,
    });
  } catch (error) {
    if (error instanceof DicomValueError) throw new Refusal(422, `no manifest can be written: ${error.message}`);
    throw error;
  }
}

/** Sends one submission; gives the errors of a refusal, after which nothing of it is kept. */
async function send(services: PublishServices, manifest: ManifestRecord): Promise<readonly RegistryError[]> {
  const content = await services.manifests.open(manifest.blobKey);
  if (content === undefined) throw new Error(`manifest ${manifest.uniqueId} is entered, but its bytes are missing`);
  const response = await sendImagingDocumentSet(services.provideAndRegister, {
    submission: manifest.submission,
    documentIds: [manifest.entryUUID],
    documents: [{ id: manifest.entryUUID, content, size: manifest.size }],
  });
  const errors = response.errors.filter((error) => error.severity === 'Error');
  // All ids are fresh: the registry can only know them from an earlier sending whose answer got lost.
  const known = errors.some((error) => error.errorCode === 'XDSDuplicateUniqueIdInRegistry');
  if (response.status === 'Success' || known) {
    await confirmPublished(services.database, manifest);
    return [];
  }
  await dropPending(services.database, manifest.uniqueId);
  await services.manifests.remove(manifest.blobKey);
  return errors.length > 0 ? errors : [unexplained(response.status)];
}

function unexplained(status: string): RegistryError {
  const codeContext = `the repository answered ${status} without an error`;
  return { errorCode: 'XDSRepositoryError', codeContext, severity: 'Error' };
}

function published(
  manifest: ManifestRecord,
  status: PublishedStudy['status'],
  errors: readonly RegistryError[] = [],
): PublishedStudy {
  const { studyInstanceUID, uniqueId, entryUUID, series, instances } = manifest;
  return { studyInstanceUID, status, manifestUniqueId: uniqueId, entryUUID, series, instances, errors };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
