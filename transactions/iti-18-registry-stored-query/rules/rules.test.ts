import { proveRule } from '../../../test/support/prove-rule.ts';
import { multiPatientReading, reading } from '../../../test/support/query-reading.ts';
import { criterionGiven } from './criterion-given.ts';
import { identifierGiven, identifiersExclusive } from './exclusive-identifiers.ts';
import { metadataLevelKnown } from './metadata-level-known.ts';
import { parameterCoding } from './parameter-coding.ts';
import { parameterName } from './parameter-name.ts';
import { parameterNumber } from './parameter-number.ts';
import { requiredParameters } from './required-parameters.ts';
import { returnTypeKnown } from './return-type-known.ts';
import { storedQueryKnown } from './stored-query-known.ts';
import { wantedOrExcluded } from './wanted-or-excluded.ts';

const patientId = ['$XDSDocumentEntryPatientId', "'p1^^^&1.2.3&ISO'"] as const;
const patientIds = ['$XDSDocumentEntryPatientId', "('p1^^^&1.2.3&ISO')"] as const;
const status = ['$XDSDocumentEntryStatus', "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"] as const;
const folderStatus = ['$XDSFolderStatus', "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"] as const;

proveRule(storedQueryKnown, {
  accepts: {
    'a query of the table': reading('GetAll'),
    'a query of an option': reading('FindDocumentsExclude'),
    'a query of ITI-51 in ITI-51': multiPatientReading('FindFoldersForMultiplePatients'),
    'its id in capitals': reading('urn:uuid:10B545EA-725C-446D-9B95-8AEB444EDDF3'),
  },
  rejects: {
    'a query of ITI-51': reading('urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f'),
    'a query of ITI-18 in ITI-51': multiPatientReading('urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d'),
    'a query of ITI-63': reading('urn:uuid:f2072993-9478-41df-a603-8f016706efe8'),
    'no id at all': {
      case: [{ queryId: '', returnType: 'LeafClass', parameters: [], otherNames: [] }],
      at: ['AdhocQuery@id'],
    },
  },
});

proveRule(returnTypeKnown, {
  accepts: { LeafClass: reading('GetAll', [], 'LeafClass'), ObjectRef: reading('GetAll', [], 'ObjectRef') },
  rejects: {
    'the default of the schema': reading('GetAll', [], 'RegistryObject'),
    'the type of ITI-63': reading('GetAll', [], 'LeafClassWithRepositoryItem'),
    'another case': reading('GetAll', [], 'leafclass'),
    nothing: reading('GetAll', [], ''),
  },
});

const find = (...slot: [string, ...string[]]) => reading('FindDocuments', [slot]);
proveRule(parameterCoding, {
  accepts: {
    'a quoted string': reading('FindDocuments', [patientId]),
    'a single value in parentheses': find('$XDSDocumentEntryPatientId', "('p1')"),
    'a list over several Values': find('$XDSDocumentEntryClassCode', "('a^^b')", "('c^^d','e^^f')"),
    'a bare number': find('$MetadataLevel', '1'),
    'a bare time': find('$XDSDocumentEntryCreationTimeFrom', '2024'),
    'a quoted time': find('$XDSDocumentEntryCreationTimeFrom', "'20240101'"),
    'a code with commas and parentheses': find('$XDSDocumentEntryClassCode', "('a,(b)''^^c d')"),
    'a pattern of 256 characters': find('$XDSDocumentEntryAuthorPerson', `('${'%'.repeat(256)}')`),
    'anything in a parameter of another query': find('$XDSFolderStatus', 'x'),
    'anything in a name of another case': find('$XDSDocumentEntrypatientId', 'x'),
    'anything without a dollar sign': find('XDSDocumentEntryPatientId', 'x'),
  },
  rejects: {
    'an unquoted string': { case: find('$XDSDocumentEntryPatientId', 'p1'), at: ['$XDSDocumentEntryPatientId'] },
    'a string in double quotes': find('$XDSDocumentEntryPatientId', '"p1"'),
    'a string in typographic quotes': find('$XDSDocumentEntryPatientId', '‘p1’'),
    'a string that goes on after its end': find('$XDSDocumentEntryPatientId', "'p1' or 'a'='a'"),
    'a list without parentheses': find('$XDSDocumentEntryStatus', "'urn:x'"),
    'an unquoted item': find('$XDSDocumentEntryStatus', "('urn:x',urn:y)"),
    'a code without scheme': find('$XDSDocumentEntryClassCode', "('a')"),
    'a code with an empty scheme': find('$XDSDocumentEntryClassCode', "('a^^')"),
    'a code with an empty code': find('$XDSDocumentEntryClassCode', "('^^b')"),
    'a code with a display name': find('$XDSDocumentEntryClassCode', "('a^b^c')"),
    'a time that is none': find('$XDSDocumentEntryCreationTimeFrom', '20241301'),
    'a time with a zone': find('$XDSDocumentEntryCreationTimeFrom', '20240101000000+0100'),
    'a number in quotes': find('$MetadataLevel', "'1'"),
    'a number that is none': find('$MetadataLevel', '1.0'),
    'a negative number': find('$MetadataLevel', '-1'),
    'a pattern of 257 characters': find('$XDSDocumentEntryAuthorPerson', `('${'%'.repeat(257)}')`),
    'two bad values, each': {
      case: find('$XDSDocumentEntryClassCode', "('a','b^^c')", "('d')"),
      at: ['$XDSDocumentEntryClassCode', '$XDSDocumentEntryClassCode'],
    },
  },
});

proveRule(parameterNumber, {
  accepts: {
    'one value': reading('FindDocuments', [patientId]),
    'a list': find('$XDSDocumentEntryClassCode', "('a^^b','c^^d')"),
    'AND of a parameter that allows it': reading('FindDocuments', [
      ['$XDSDocumentEntryEventCodeList', "('a^^b')"],
      ['$XDSDocumentEntryEventCodeList', "('c^^d')"],
    ]),
    'AND of codeList': reading('FindFolders', [
      ['$XDSFolderCodeList', "('a^^b')"],
      ['$XDSFolderCodeList', "('c^^d')"],
    ]),
    'AND of references': reading('FindDocumentsByReferenceId', [
      ['$XDSDocumentEntryReferenceIdList', "('a')"],
      ['$XDSDocumentEntryReferenceIdList', "('b')"],
    ]),
    'several patients where they are a list': multiPatientReading('FindDocumentsForMultiplePatients', [
      ['$XDSDocumentEntryPatientId', "('p1','p2')", "('p3')"],
    ]),
    'several authors for DocumentEntries': find('$XDSDocumentEntryAuthorPerson', "('a','b')"),
  },
  rejects: {
    'two patients': find('$XDSDocumentEntryPatientId', "('p1','p2')"),
    'two Values of a single one': find('$XDSDocumentEntryPatientId', "'p1'", "'p2'"),
    'two slots of a single one': reading('FindDocuments', [patientId, patientId]),
    'two slots of a list without AND': reading('FindDocuments', [status, status]),
    'two levels': find('$MetadataLevel', '1', '2'),
    'two slots of exclusions': reading('FindDocumentsExclude', [
      ['$XDSDocumentEntryEventCodeListExclude', "('a^^b')"],
      ['$XDSDocumentEntryEventCodeListExclude', "('c^^d')"],
    ]),
    'two slots of patients': multiPatientReading('FindDocumentsForMultiplePatients', [patientIds, patientIds]),
    'two times': find('$XDSDocumentEntryCreationTimeFrom', '2023', '2024'),
    'several authors for SubmissionSets': reading('FindSubmissionSets', [
      ['$XDSSubmissionSetAuthorPerson', "('a','b')"],
    ]),
    'two documents where one is asked for': reading('GetFoldersForDocument', [
      ['$XDSDocumentEntryUniqueId', "('1','2')"],
    ]),
  },
});

proveRule(requiredParameters, {
  accepts: {
    'all of them': reading('FindDocuments', [patientId, status]),
    'a known status beside an unknown one': reading('FindDocuments', [
      patientId,
      ['$XDSDocumentEntryStatus', "('urn:x','urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')"],
    ]),
    'one that is badly written: reported elsewhere': reading('FindDocuments', [
      ['$XDSDocumentEntryPatientId', 'p1'],
      status,
    ]),
    'a query without required ones': reading('GetDocuments'),
  },
  rejects: {
    'no patient': { case: reading('FindDocuments', [status]), at: ['FindDocuments $XDSDocumentEntryPatientId'] },
    'no status': reading('FindDocuments', [patientId]),
    'only unknown statuses': reading('FindDocuments', [
      patientId,
      ['$XDSDocumentEntryStatus', "('urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Approved')"],
    ]),
    'a name in another case': reading('FindFolders', [['$XDSFolderPatientID', "'p1'"], folderStatus]),
    'GetAll with one status of three': {
      case: reading('GetAll', [['$patientId', "'p1'"], status]),
      at: ['GetAll $XDSSubmissionSetStatus', 'GetAll $XDSFolderStatus'],
    },
    'GetAssociations without ids': reading('GetAssociations'),
    'FindDocumentsByReferenceId without references': {
      case: reading('FindDocumentsByReferenceId', [patientId, status]),
      at: ['FindDocumentsByReferenceId $XDSDocumentEntryReferenceIdList'],
    },
    'references of everyone without references': multiPatientReading('FindDocumentsByReferenceIdForMultiplePatients', [
      patientIds,
      status,
    ]),
    'a query across patients without a status': multiPatientReading('FindDocumentsForMultiplePatients', [patientIds]),
    'GetRelatedDocuments without types': reading('GetRelatedDocuments', [['$XDSDocumentEntryUniqueId', "'1'"]]),
  },
});

const entryUUID = ['$XDSDocumentEntryEntryUUID', "('urn:uuid:1')"] as const;
const uniqueId = ['$XDSDocumentEntryUniqueId', "('1.2')"] as const;
const logicalID = ['$XDSDocumentEntryLogicalID', "('urn:uuid:1')"] as const;
proveRule(identifierGiven, {
  accepts: {
    'an entryUUID': reading('GetDocuments', [entryUUID]),
    'a uniqueId': reading('GetDocuments', [uniqueId]),
    'a logicalID': reading('GetDocuments', [logicalID]),
    'a logicalID of a Folder': reading('GetFolders', [['$XDSFolderLogicalID', "('urn:uuid:1')"]]),
    'a logicalID, with the associations': reading('GetDocumentsAndAssociations', [logicalID]),
    'one that is badly written: reported elsewhere': reading('GetDocuments', [['$XDSDocumentEntryUniqueId', '1.2']]),
    'a query without such a choice': reading('FindDocuments'),
  },
  rejects: {
    neither: {
      case: reading('GetDocuments'),
      at: ['$XDSDocumentEntryEntryUUID, $XDSDocumentEntryUniqueId, $XDSDocumentEntryLogicalID'],
    },
    'ids of another kind of object': reading('GetFolders', [entryUUID]),
    'a logicalID where one document is asked about': reading('GetFoldersForDocument', [logicalID]),
  },
});

proveRule(identifiersExclusive, {
  accepts: { 'one of them': reading('GetDocuments', [uniqueId]), neither: reading('GetDocuments') },
  rejects: {
    both: {
      case: reading('GetDocuments', [entryUUID, uniqueId]),
      at: ['$XDSDocumentEntryEntryUUID, $XDSDocumentEntryUniqueId'],
    },
    'entryUUID and logicalID': reading('GetDocuments', [entryUUID, logicalID]),
    'all three': {
      case: reading('GetDocuments', [entryUUID, uniqueId, logicalID]),
      at: ['$XDSDocumentEntryEntryUUID, $XDSDocumentEntryUniqueId, $XDSDocumentEntryLogicalID'],
    },
    'both for a SubmissionSet': reading('GetSubmissionSetAndContents', [
      ['$XDSSubmissionSetEntryUUID', "'urn:uuid:1'"],
      ['$XDSSubmissionSetUniqueId', "'1.2'"],
    ]),
  },
});

const acrossPatients = (...slot: [string, ...string[]]) =>
  multiPatientReading('FindDocumentsForMultiplePatients', [slot]);
proveRule(criterionGiven, {
  accepts: {
    patients: acrossPatients(...patientIds),
    classCode: acrossPatients('$XDSDocumentEntryClassCode', "('a^^b')"),
    eventCodeList: acrossPatients('$XDSDocumentEntryEventCodeList', "('a^^b')"),
    healthcareFacilityTypeCode: acrossPatients('$XDSDocumentEntryHealthcareFacilityTypeCode', "('a^^b')"),
    'several of them': multiPatientReading('FindFoldersForMultiplePatients', [
      ['$XDSFolderPatientId', "('p1')"],
      ['$XDSFolderCodeList', "('a^^b')"],
    ]),
    'one that is badly written: reported elsewhere': acrossPatients('$XDSDocumentEntryClassCode', "('a')"),
    'references, which are required': multiPatientReading('FindDocumentsByReferenceIdForMultiplePatients'),
    'a query of ITI-18': reading('FindDocuments'),
  },
  rejects: {
    nothing: {
      case: multiPatientReading('FindDocumentsForMultiplePatients'),
      at: [
        '$XDSDocumentEntryPatientId, $XDSDocumentEntryClassCode, $XDSDocumentEntryHealthcareFacilityTypeCode, ' +
          '$XDSDocumentEntryEventCodeList',
      ],
    },
    'a typeCode, which is none of them': acrossPatients('$XDSDocumentEntryTypeCode', "('a^^b')"),
    'a confidentialityCode': acrossPatients('$XDSDocumentEntryConfidentialityCode', "('a^^b')"),
    'a code of another object': multiPatientReading('FindFoldersForMultiplePatients', [
      ['$XDSDocumentEntryClassCode', "('a^^b')"],
    ]),
  },
});

const wantedAndExcluded = (attribute: string, value = "('a^^b')") =>
  reading('FindDocumentsExclude', [
    [`$XDSDocumentEntry${attribute}`, value],
    [`$XDSDocumentEntry${attribute}Exclude`, value],
  ]);
proveRule(wantedOrExcluded, {
  accepts: {
    'values wanted': reading('FindDocumentsExclude', [['$XDSDocumentEntryClassCode', "('a^^b')"]]),
    'values excluded': reading('FindDocumentsExclude', [['$XDSDocumentEntryClassCodeExclude', "('a^^b')"]]),
    'wanted of one attribute, excluded of another': reading('FindDocumentsExclude', [
      ['$XDSDocumentEntryClassCode', "('a^^b')"],
      ['$XDSDocumentEntryTypeCodeExclude', "('a^^b')"],
    ]),
    'a query that knows no exclusions and passes them over': reading('FindDocuments', [
      ['$XDSDocumentEntryClassCode', "('a^^b')"],
      ['$XDSDocumentEntryClassCodeExclude', "('a^^b')"],
    ]),
  },
  rejects: {
    classCode: {
      case: wantedAndExcluded('ClassCode'),
      at: ['$XDSDocumentEntryClassCode, $XDSDocumentEntryClassCodeExclude'],
    },
    typeCode: wantedAndExcluded('TypeCode'),
    practiceSettingCode: wantedAndExcluded('PracticeSettingCode'),
    healthcareFacilityTypeCode: wantedAndExcluded('HealthcareFacilityTypeCode'),
    eventCodeList: wantedAndExcluded('EventCodeList'),
    confidentialityCode: wantedAndExcluded('ConfidentialityCode'),
    authorPerson: wantedAndExcluded('AuthorPerson'),
    formatCode: wantedAndExcluded('FormatCode'),
    type: wantedAndExcluded('Type'),
    referenceIdList: wantedAndExcluded('ReferenceIdList'),
    'both badly written': wantedAndExcluded('ClassCode', 'x'),
  },
});

proveRule(metadataLevelKnown, {
  accepts: {
    'none: level 1': reading('GetAll'),
    'level 1': find('$MetadataLevel', '1'),
    'level 2': find('$MetadataLevel', '2'),
  },
  rejects: {
    'level 0': { case: find('$MetadataLevel', '0'), at: ['$MetadataLevel'] },
    'level 3': find('$MetadataLevel', '3'),
    'level 2 with zeros': find('$MetadataLevel', '002'),
    'level 3 of a query by ids': reading('GetFolders', [['$MetadataLevel', '3']]),
    'level 3 of a query across patients': acrossPatients('$MetadataLevel', '3'),
  },
});

proveRule(parameterName, {
  accepts: {
    'a parameter': find('$XDSDocumentEntryPatientId', "'p1'"),
    'a parameter nobody knows': find('$XDSDocumentEntryColour', "'red'"),
    'the communities of CP-ITI-1301': find('$targetCommunityIdList', "('urn:oid:1.2')"),
    'extra metadata': find('$urn:example:colour', "('red')"),
  },
  rejects: {
    'a parameter without $': { case: find('XDSDocumentEntryPatientId', "'p1'"), at: ['AdhocQuery.Slot@name'] },
    'a slot of something else': find('urn:example:colour', 'red'),
  },
});
