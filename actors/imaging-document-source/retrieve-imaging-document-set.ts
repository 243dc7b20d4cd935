import type { BlobStore } from '../../runtime/blobs/blob-store.ts';
import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import type { Database } from '../../runtime/sql/database.ts';
import type { DocumentRequest, DocumentResponse } from '../../schemas/ebrs/messages.ts';
import type { RegistryErrorCode } from '../../schemas/errors/codes.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type {
  RetrieveDocumentSetResponse,
  RetrieveImagingDocumentSetRequest,
} from '../../transactions/rad-69-retrieve-imaging-document-set/messages.ts';
import type { ImagingDocumentSourceConfig } from './config.ts';
import { findInstances, type InstanceTriple, type StoredInstance } from './store/instances.ts';

/** What retrieving needs of the actor. */
export interface RetrieveServices {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly config: Pick<ImagingDocumentSourceConfig, 'imagingDocumentSourceUid' | 'limits'>;
}

type RequestedInstance = InstanceTriple & { readonly document: DocumentRequest };
type Outcome = { readonly document: DocumentResponse } | { readonly error: RegistryError };

/**
 * Answers RAD-69 — RAD TF-2 4.69.4.1.3: looks every instance up by study, series and SOP Instance UID, makes sure of
 * each before the first byte is sent, and streams them as stored. What cannot be delivered is one error each, located at
 * its DocumentUniqueId; the rest is still sent.
 *
 * Asking for the same instance twice gives it once.
 */
export function retrieveImagingDocumentSet(
  services: RetrieveServices,
): Handler<RetrieveImagingDocumentSetRequest, RetrieveDocumentSetResponse> {
  return async (request, call) => {
    const wanted = instancesOf(request);
    const most = services.config.limits.instancesPerRetrieve;
    if (wanted.length > most) return { status: 'Failure', errors: [tooMany(wanted.length, most)], documents: [] };
    const held = await findInstances(
      services.database,
      wanted.map((instance) => instance.sopInstanceUID),
    );
    const outcomes: Outcome[] = [];
    for (const instance of wanted) {
      const encodings = held.get(instance.sopInstanceUID) ?? [];
      const outcome = await prepare(services, { instance, encodings, transferSyntaxUIDs: request.transferSyntaxUIDs });
      if ('error' in outcome) call.log.warn({ messageId: call.messageId, ...outcome.error }, 'instance not delivered');
      outcomes.push(outcome);
    }
    const documents = outcomes.flatMap((outcome) => ('document' in outcome ? [outcome.document] : []));
    const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
    const mixed = documents.length > 0 ? 'PartialSuccess' : 'Failure';
    return { status: errors.length === 0 ? 'Success' : mixed, errors, documents };
  };
}

function instancesOf(request: RetrieveImagingDocumentSetRequest): RequestedInstance[] {
  const wanted = request.studies.flatMap(({ studyInstanceUID, series }) =>
    series.flatMap(({ seriesInstanceUID, documents }) =>
      documents.map((document) => ({
        studyInstanceUID,
        seriesInstanceUID,
        sopInstanceUID: document.documentUniqueId,
        document,
      })),
    ),
  );
  const key = ({ studyInstanceUID, seriesInstanceUID, sopInstanceUID, document }: RequestedInstance) =>
    [studyInstanceUID, seriesInstanceUID, sopInstanceUID, document.repositoryUniqueId, document.homeCommunityId].join();
  return [...new Map(wanted.map((instance) => [key(instance), instance])).values()];
}

interface Candidate {
  readonly instance: RequestedInstance;
  readonly encodings: readonly StoredInstance[];
  readonly transferSyntaxUIDs: readonly string[];
}

/** Everything that can go wrong with one instance is found here, since the status precedes all bytes. */
async function prepare(services: RetrieveServices, candidate: Candidate): Promise<Outcome> {
  const { instance, encodings, transferSyntaxUIDs } = candidate;
  const [first] = encodings;
  const { studyInstanceUID: study, seriesInstanceUID: series, sopInstanceUID: sop, document } = instance;
  const own = services.config.imagingDocumentSourceUid;
  if (document.repositoryUniqueId !== own) {
    const context = `RepositoryUniqueId ${document.repositoryUniqueId} is not this Imaging Document Source, which is ${own}`;
    return failure('XDSUnknownRepositoryId', context, sop);
  }
  if (first === undefined || first.studyInstanceUID !== study || first.seriesInstanceUID !== series) {
    return failure('XDSDocumentUniqueIdError', `no instance ${sop} is held in series ${series} of study ${study}`, sop);
  }
  if (first.rejected) return failure('XDSDocumentUniqueIdError', `instance ${sop} was withdrawn by its source`, sop);
  // The list has no order by the standard; where an instance is held in several encodings, the one named first is sent.
  const stored = transferSyntaxUIDs
    .map((uid) => encodings.find((encoding) => encoding.transferSyntaxUID === uid))
    .find((encoding) => encoding !== undefined);
  if (stored === undefined) return failure('XDSRepositoryError', noTransferSyntax(encodings, transferSyntaxUIDs), sop);
  const size = await services.blobs.size(stored.blobKey);
  const content = size === stored.size ? await services.blobs.open(stored.blobKey) : undefined;
  if (size === undefined || content === undefined) {
    return failure('XDSMissingDocument', `instance ${sop} is listed, but its bytes are missing or damaged`, sop);
  }
  return { document: { ...document, mimeType: 'application/dicom', content, size } };
}

function noTransferSyntax(encodings: readonly StoredInstance[], wanted: readonly string[]): string {
  const held = encodings.map((encoding) => encoding.transferSyntaxUID).join(', ');
  return (
    `instance ${encodings[0]?.sopInstanceUID} is stored in transfer syntax ${held} and cannot be sent in any of ` +
    `${wanted.join(', ')}: this source sends instances as stored. Add ${held} to TransferSyntaxUIDList`
  );
}

function failure(errorCode: RegistryErrorCode, codeContext: string, location: string): Outcome {
  return { error: { errorCode, codeContext, severity: 'Error', location } };
}

function tooMany(found: number, most: number): RegistryError {
  const codeContext = `the request is for ${found} instances, this source sends at most ${most} at once: ask in batches`;
  return { errorCode: 'XDSTooManyResults', codeContext, severity: 'Error' };
}
