import { other, type SpecRef, tf2, tf3 } from '../spec-ref.ts';

interface ErrorCodeRow {
  /** When the code is used, in one sentence. */
  readonly meaning: string;
  readonly source: SpecRef;
}

const table = tf3('Table 4.2.4.1-2');
const metadataUpdate = tf2('3.57.4.1.3.3');
const restrictedUpdate = other('ITI RMU', '3.92.4.1.3');
const removeMetadata = tf2('3.62.4.1.3');
const removeDocuments = tf2('3.86.4.1.3');
const row = (meaning: string, source: SpecRef = table): ErrorCodeRow => ({ meaning, source });

/** The registry error codes — ITI TF-3 Table 4.2.4.1-2. Codes outside the table are legal on reading. */
export const registryErrorCodes = {
  DocumentQueued: row('Warning: the recipient accepted the document and will file it by hand.'),
  FHIRDocumentNotSupported: row('The recipient of a point-to-point exchange cannot take a FHIR document.'),
  InvalidDocumentContent: row('The content of a document contradicts its metadata.'),
  LocalPolicyRestrictionError: row('A policy of the registry forbids this update.', restrictedUpdate),
  PartialAppendContentNotProcessed: row('Warning: the addendum was kept without its relation to the document.'),
  PartialFolderContentNotProcessed: row('Warning: the document was kept without the folder it came in.'),
  PartialRelationshipContentNotProcessed: row('Warning: the document was kept without one of its relations.'),
  PartialReplaceContentNotProcessed: row('Warning: the replacement was kept without replacing anything.'),
  PartialTransformNotProcessed: row('Warning: the transformation was kept without its relation to the document.'),
  PartialTransformReplaceNotProcessed: row('Warning: the transforming replacement was kept without replacing.'),
  ReferencesExistException: row('Something that stays still refers to an object to be removed.', removeMetadata),
  TranscodingError: row('The requested form of the document cannot be produced.'),
  UnavailableRecipient: row('The intended recipient is known and cannot be reached.'),
  UnknownRecipient: row('The intended recipient is not known.'),
  UnmodifiableMetadataError: row('The update touches an attribute that may not change.', restrictedUpdate),
  UnresolvedReferenceException: row('A reference names nothing in the message and nothing in the registry.'),
  XDSDocumentUniqueIdError: row('No document with this uniqueId can be retrieved here.'),
  XDSDuplicateUniqueIdInRegistry: row('The uniqueId of a submitted object is already used in the registry.'),
  XDSExtraMetadataNotSaved: row('Warning: slots outside the standard were not kept.'),
  XDSInvalidRequestException: row('An update submits the first version of an object.', restrictedUpdate),
  XDSMetadataAnnotationError: row('The annotation that an update needs is missing or wrong.', restrictedUpdate),
  XDSMetadataIdentifierError: row(
    'The uniqueId or logicalID differs from that of the object updated.',
    restrictedUpdate,
  ),
  XDSMetadataUpdateError: row('The update failed and nothing more specific applies.', metadataUpdate),
  XDSMetadataUpdateOperationError: row('The operation of an update cannot be recognised or read.', metadataUpdate),
  XDSMetadataVersionError: row(
    'The version or logicalID the update starts from is not the current one.',
    metadataUpdate,
  ),
  XDSMissingDocument: row('A DocumentEntry of the message has no document in the message.'),
  XDSMissingDocumentMetadata: row('A document of the message has no DocumentEntry in the message.'),
  XDSMissingHomeCommunityId: row('The request needs a homeCommunityId and has none.'),
  XDSNonIdenticalHash: row('A document is submitted again under its uniqueId with another hash.'),
  XDSNonIdenticalSize: row('A document is submitted again under its uniqueId with another size.'),
  XDSObjectTypeError: row('An object of this type may not be updated, or its type changed.', restrictedUpdate),
  XDSPatientIDReconciliationError: row('The patient ids of an update and of what it updates conflict.', metadataUpdate),
  XDSPatientIdDoesNotMatch: row('Objects that must be about one patient carry different patient ids.'),
  XDSRegistryBusy: row('The registry has too much to do now; the same request may succeed later.'),
  XDSRegistryDeprecatedDocumentError: row('A relation or a folder points at an object that is deprecated.'),
  XDSRegistryDuplicateUniqueIdInMessage: row('Two objects of the message have the same uniqueId.'),
  XDSRegistryError: row('The registry failed inside and nothing more specific applies.'),
  XDSRegistryMetadataError: row('The metadata is not valid.'),
  XDSRegistryNotAvailable: row('The repository cannot reach the registry.'),
  XDSRegistryOutOfResources: row('The registry has no space or memory left.'),
  XDSRemoveDocumentsError: row('A document cannot be removed.', removeDocuments),
  XDSReplaceFailed: row('The replacement failed; an older code, read only.'),
  XDSRepositoryBusy: row('The repository has too much to do now; the same request may succeed later.'),
  XDSRepositoryDuplicateUniqueIdInMessage: row('Two DocumentEntries of the message have the same uniqueId.'),
  XDSRepositoryError: row('The repository failed inside and nothing more specific applies.'),
  XDSRepositoryMetadataError: row('The metadata contradicts the document it came with, or cannot be read.'),
  XDSRepositoryOutOfResources: row('The repository has no space or memory left.'),
  XDSRepositoryWrongRepositoryUniqueId: row('The request is for another repository; an older code, read only.'),
  XDSResultNotSinglePatient: row('The result would hold objects of more than one patient.'),
  XDSSqlError: row('The SQL of a query could not be run; an obsolete code, read only.'),
  XDSStoredQueryMissingParam: row('A required parameter of the stored query is missing.'),
  XDSStoredQueryParamNumber: row('A parameter occurs too often, or with one that excludes it.'),
  XDSTooManyResults: row('The result is larger than this actor answers.'),
  XDSUnavailableCommunity: row('A community could not be reached.'),
  XDSUnknownCommunity: row('No community with this homeCommunityId is known.'),
  XDSUnknownPatientId: row('The patient id is not known to the affinity domain, or was merged into another.'),
  XDSUnknownRepositoryId: row('The repositoryUniqueId is not known or is not this repository.'),
  XDSUnknownStoredQuery: row('No stored query with this id is offered here.'),
  XDSUnreferencedObjectException: row('An object would stay without the one that gives it meaning.', removeMetadata),
  XDSIRequestError: row(
    'A request for images names a study, series or instance wrongly.',
    other('NIST toolkit', 'RAD-69'),
  ),
  XDSIUnknownIdsUid: row('The request is for another Imaging Document Source.', other('NIST toolkit', 'RAD-69')),
} as const satisfies Record<string, ErrorCodeRow>;

/** A code this project may emit. */
export type RegistryErrorCode = keyof typeof registryErrorCodes;
