import type { Choice } from './requirement.ts';

/** What is done where the sources disagree, changed over the revisions, or are silent. */
export const choices: readonly Choice[] = [
  {
    topic: 'A replacement that names nothing, or what is deprecated',
    choice:
      'UnresolvedReferenceException and XDSRegistryDeprecatedDocumentError. The former XDSReplaceFailed is read from peers, never sent.',
  },
  {
    topic: 'A relationship to a document of the same message',
    choice: 'Taken for APND, XFRM and signs, as the present text has it.',
  },
  {
    topic: 'DocumentEntry.uniqueId',
    choice:
      'Any identifier, compared as a text; repeated with equal hash and size it is another entry of the document.',
  },
  {
    topic: 'HasMember of the HasMember that a propagated replacement gets',
    choice: 'Written. Reading does not ask for it.',
  },
  {
    topic: 'SubmissionSetStatus on memberships other than of DocumentEntries',
    choice: 'Passed over.',
  },
  {
    topic: 'sourcePatientInfo',
    choice: 'Any PID field; PID-7 and PID-8 once.',
  },
  {
    topic: 'Lengths',
    choice:
      'A Slot value, a code or an identifier above 256 characters is refused, as the schema has it; titles and comments are bound by the schema’s 1024 alone.',
  },
  {
    topic: 'Defaults of the schemas',
    choice: 'Never filled in: an absent versionName or returnType is absent.',
  },
  {
    topic: 'An answer without RegistryObjectList',
    choice: 'Always sent, its absence read as an empty list.',
  },
  {
    topic: 'End of a time range',
    choice: 'Exclusive, as the formula has it.',
  },
  {
    topic: 'A query value without quotes or parentheses, a list over repeated slots',
    choice: 'XDSRegistryError, or XDSStoredQueryParamNumber; a lenient registry takes them for what they mean.',
    setting: 'document-registry.lenientQueryValues',
  },
  {
    topic: 'A query slot whose name does not begin with $',
    choice: 'Passed over, or XDSRegistryError.',
    setting: 'document-registry.unknownQueryNames',
  },
  {
    topic: 'ReferenceIdList: whole value or pattern',
    choice: 'A whole CXi; a domain may have patterns where patients are named.',
    setting: 'document-registry.referenceIdMatch',
  },
  {
    topic: 'A multi-patient query with nothing but patient ids',
    choice: 'Answered, or XDSStoredQueryParamNumber.',
    setting: 'document-registry.patientIdOnly',
  },
  {
    topic: '$MetadataLevel and $XDSAssociationStatus',
    choice:
      'Levels 1 and 2, others refused with XDSRegistryError. Without a status, Approved associations at both levels; at level 1 no other shows.',
  },
  {
    topic: 'FindDocumentsExclude of an attribute an entry lacks, and of types',
    choice: 'The entry stays. A type excluded asks for every other type.',
  },
  {
    topic: 'Names of query parameters with and without prefix ($patientId, $uuid, $XDSSubmissionSetContentType)',
    choice: 'Exactly as the tables print them.',
  },
  {
    topic: 'Query for a patient id that is unknown or was merged away',
    choice: 'Finds nothing; a domain may refuse it with XDSUnknownPatientId.',
    setting: 'document-registry.unknownPatient',
  },
  {
    topic: 'Queries whose whole objects must be of one patient',
    choice: 'GetDocuments, GetFolders, GetDocumentsAndAssociations, GetSubmissionSets and both …AndContents.',
  },
  {
    topic: 'home',
    choice: 'A submitted one is kept; on answers every object carries the domain’s own when it has one.',
    setting: 'domain.homeCommunityId',
  },
  {
    topic: 'A marker Classification beside its package',
    choice: 'Read; written inside.',
  },
  {
    topic: 'Earlier transactions and encodings (XDS.a, SOAP 1.1, ebRIM 2.1, SQL queries, ITI-14 to ITI-17)',
    choice: 'Not spoken; a fault says what is.',
  },
  {
    topic: 'DTM with zone or fraction',
    choice: 'Refused: it is a bridge’s to convert.',
  },
  {
    topic: 'lid and versionName from a registry without Metadata Update',
    choice: 'Always written; consumers may ignore them.',
  },
  {
    topic:
      'Codes of Metadata Update and Restricted Metadata Update, which differ between the supplements’ tests, the NIST toolkit and IPF',
    choice: 'Those of the supplements and their tests.',
    setting: 'document-registry.updateErrorCodes',
  },
  {
    topic: 'Status of a version that a restricted update makes of what is deprecated',
    choice: 'Approved.',
    setting: 'document-registry.statusAfterUpdate',
  },
  {
    topic: 'UpdateAvailabilityStatus, SubmitAssociation, PreviousVersion and AssociationPropagation after an update',
    choice:
      'Not kept: they say what to do. A submitted or repeated Folder membership becomes a member of the SubmissionSet.',
  },
  {
    topic: 'National variants',
    choice: 'Not in the core.',
  },
  {
    topic: 'Folder.codeList',
    choice: 'Asked for in submissions only.',
  },
  {
    topic: 'Status URNs of samples (ResponseStatusType:Approved)',
    choice: 'Only the StatusType URNs are statuses.',
  },
  {
    topic: 'Order and quoting of MIME parameters',
    choice: 'Read in any form RFC 2045 allows.',
  },
  {
    topic: 'A security header that must be understood',
    choice: 'A fault, unless the endpoint is told to ignore it.',
  },
];
