import { describe, expect, it } from 'vitest';
import { registryErrorCodes } from './codes.ts';

/** Typed a second time, by the transactions that use them. */
const submitting = `
  InvalidDocumentContent UnresolvedReferenceException XDSDuplicateUniqueIdInRegistry XDSExtraMetadataNotSaved
  XDSMissingDocument XDSMissingDocumentMetadata XDSNonIdenticalHash XDSNonIdenticalSize XDSPatientIdDoesNotMatch
  XDSRegistryBusy XDSRepositoryBusy XDSRegistryDeprecatedDocumentError XDSRegistryDuplicateUniqueIdInMessage
  XDSRepositoryDuplicateUniqueIdInMessage XDSRegistryError XDSRepositoryError XDSRegistryMetadataError
  XDSRepositoryMetadataError XDSRegistryNotAvailable XDSRegistryOutOfResources XDSRepositoryOutOfResources
  XDSReplaceFailed XDSUnknownPatientId`;
const reading = `
  XDSDocumentUniqueIdError XDSMissingHomeCommunityId XDSResultNotSinglePatient XDSStoredQueryMissingParam
  XDSStoredQueryParamNumber XDSTooManyResults XDSUnavailableCommunity XDSUnknownCommunity XDSUnknownRepositoryId
  XDSUnknownStoredQuery XDSIRequestError XDSIUnknownIdsUid`;
const updating = `
  XDSMetadataUpdateError XDSMetadataUpdateOperationError XDSMetadataVersionError XDSPatientIDReconciliationError
  XDSObjectTypeError XDSMetadataIdentifierError XDSInvalidRequestException UnmodifiableMetadataError
  LocalPolicyRestrictionError XDSMetadataAnnotationError ReferencesExistException XDSUnreferencedObjectException
  XDSRemoveDocumentsError`;
const pointToPoint = `
  DocumentQueued PartialAppendContentNotProcessed PartialFolderContentNotProcessed
  PartialRelationshipContentNotProcessed PartialReplaceContentNotProcessed PartialTransformNotProcessed
  PartialTransformReplaceNotProcessed UnknownRecipient UnavailableRecipient FHIRDocumentNotSupported TranscodingError`;
const obsolete = 'XDSSqlError XDSRepositoryWrongRepositoryUniqueId';

describe('[ITI TF-3 Table 4.2.4.1-2] registry error codes', () => {
  it('are all there, spelled as in the table', () => {
    const typed = [submitting, reading, updating, pointToPoint, obsolete].join(' ').trim().split(/\s+/);
    expect(Object.keys(registryErrorCodes).sort()).toEqual(typed.sort());
  });

  it('say when they are used, in a sentence', () => {
    for (const [code, { meaning }] of Object.entries(registryErrorCodes)) expect(meaning, code).toMatch(/^[A-Z].*\.$/);
  });
});
