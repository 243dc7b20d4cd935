import { tf2 } from '../../../schemas/spec-ref.ts';
import type { Proof, Requirement, RequirementSection } from '../requirement.ts';

const onDemandTests = 'actors/document-registry/register-on-demand.test.ts';
const updates = 'actors/document-registry/update-document-set.test.ts';
const restricted = 'actors/document-registry/restricted-update-document-set.test.ts';
const removals = 'actors/document-registry/remove-metadata.test.ts';
const documents = 'actors/document-repository/remove-documents.test.ts';
const refusals = 'actors/document-registry/update-refused.test.ts';
const refusedWhole: Proof = [refusals, '[ITI TF-2 3.57.4.1.3] an update is refused whole'];

const onDemand: readonly Requirement[] = [
  {
    row: 'O-1',
    source: tf2('3.61.4.1.2'),
    statement: 'A submission brings at least one entry, and every one is On-Demand.',
    rules: ['entries-on-demand', 'on-demand-entry-present', 'snapshot-source-stable'],
  },
  {
    row: 'O-2',
    source: tf2('3.61.4.1.2'),
    statement: 'An On-Demand entry has no creationTime, hash and size.',
    rules: ['prohibited-attributes'],
    proofs: [[onDemandTests, 'refuses a Stable entry, and one with a size']],
  },
  {
    row: 'O-3',
    source: tf2('3.61.4.1.2'),
    statement: 'repositoryUniqueId says which source makes the document.',
    rules: ['required-attributes'],
  },
  {
    row: 'O-4',
    source: tf2('3.61.4.1.3'),
    statement: 'The uniqueId may be that of another On-Demand entry, not of a Stable one.',
    rules: ['on-demand-unique-id'],
  },
  {
    row: 'O-5',
    source: tf2('3.61.4.1.3'),
    statement: 'It may replace a Stable or an On-Demand entry and go into Folders.',
    proofs: [[onDemandTests, 'replaces a Stable and an On-Demand entry, and goes into their Folders']],
  },
  {
    row: 'O-6',
    source: tf2('3.42.4.1.3.5'),
    statement: 'A Stable entry may replace it later, and snapshots follow it.',
    rules: ['snapshot-of-on-demand'],
    proofs: [[onDemandTests, 'is followed by snapshots and a Stable replacement by ITI-42']],
  },
  {
    row: 'O-7',
    source: tf2('3.61.4.2'),
    statement: 'All is registered or nothing, and both spellings of the response action are read.',
    proofs: [[onDemandTests, 'refuses a Stable entry, and one with a size']],
  },
];

const update: readonly Requirement[] = [
  {
    row: 'U-1',
    source: tf2('3.57.4.1.3.1'),
    statement: 'One SubmissionSet, linked to everything that is updated.',
    rules: ['one-submission-set', 'updates-linked', 'triggers-from-submission-set'],
  },
  {
    row: 'U-2',
    source: tf2('3.57.4.1.3.1'),
    statement: 'No object of an update is a first version.',
    rules: ['no-initial-version'],
  },
  {
    row: 'U-3',
    source: tf2('3.57.4.1.3.1'),
    statement: 'logicalID is the UUID of a registered object.',
    rules: ['logical-id-well-formed', 'logical-id-registered'],
  },
  {
    row: 'U-4',
    source: tf2('3.57.4.1.3.1'),
    statement: 'PreviousVersion is the latest registered version.',
    rules: ['previous-version-given', 'previous-version-latest'],
  },
  {
    row: 'U-5',
    source: tf2('3.57.4.1.3.3.1'),
    statement: 'The latest version is Approved.',
    rules: ['latest-version-approved'],
  },
  {
    row: 'U-6',
    source: tf2('3.57.4.1.3.3.1'),
    statement: 'uniqueId and objectType stay.',
    rules: ['version-unique-id-kept', 'version-object-type-kept'],
  },
  {
    row: 'U-7',
    source: tf2('3.57.4.1.3.1'),
    statement: 'The new metadata is whole and valid as in a registration.',
    rules: ['required-attributes', 'attribute-format', 'codes-in-value-sets'],
    proofs: [refusedWhole],
  },
  {
    row: 'U-8',
    source: tf2('3.57.4.1.3.3.1'),
    statement: 'The patient changes only where nothing binds the object, and no association crosses patients.',
    rules: ['version-patient-id-changeable', 'submitted-one-patient'],
  },
  {
    row: 'U-9',
    source: tf2('3.57.4.1.3.1'),
    statement: 'An object is updated once in a request.',
    rules: ['one-update-per-object'],
  },
  {
    row: 'U-10',
    source: tf2('3.57.4.1.3.1'),
    statement: 'A change of status beside a new version is of the new version, which begins as Approved.',
    rules: ['original-status-current', 'one-status-change-per-version'],
    proofs: [[updates, 'with a new version of the same object is a change of that one']],
  },
  {
    row: 'U-11',
    source: tf2('3.57.4.1.3.1'),
    statement: 'Propagation and a submitted association do not meet in one entry.',
    rules: ['propagation-or-submission'],
  },
  {
    row: 'U-12',
    source: tf2('3.57.4.1.3.3'),
    statement: 'What is asked for can be recognised, with the annotations it takes and no others.',
    rules: [
      'operations-recognised',
      'annotations-in-place',
      'status-change-complete',
      'submitted-association-in-message',
    ],
  },
  {
    row: 'U-13',
    source: tf2('3.57.4.1.3'),
    statement: 'All operations of a request take place or none.',
    proofs: [refusedWhole],
  },
  {
    row: 'U-14',
    source: tf2('3.57.4.1.3.3'),
    statement: 'Operations that a registry does not offer are refused.',
    rules: ['operation-supported'],
  },
  {
    row: 'U-15',
    source: tf2('3.57.4.1.3.1'),
    statement: 'SubmissionSets and what they hold never change.',
    rules: ['submission-sets-kept', 'submitted-end-kinds'],
  },
  {
    row: 'U-16',
    source: tf2('3.57.4.1.3.3.6'),
    statement: 'A submitted association is of a known type, and annotations of updates stay out of registrations.',
    rules: ['update-association-type-known', 'update-annotations-absent'],
  },
  {
    row: 'U-17',
    source: tf2('3.57.4.1.3.3.6'),
    statement: 'A submitted association is new and between Approved objects.',
    rules: ['submitted-ends-approved', 'submitted-association-new', 'status-target-latest'],
  },
];

const restrictedUpdate: readonly Requirement[] = [
  { row: 'RMU-1', source: tf2('3.92.4.1.3'), statement: 'No Folder is updated.', rules: ['restricted-no-folder'] },
  {
    row: 'RMU-2',
    source: tf2('3.92.4.1.3'),
    statement: 'No association is submitted, and no status changed.',
    rules: ['restricted-no-operation'],
  },
  {
    row: 'RMU-3',
    source: tf2('3.92.4.1.3'),
    statement: 'No entry is a first version.',
    rules: ['restricted-no-initial-version'],
  },
  {
    row: 'RMU-4',
    source: tf2('3.92.4.1.2.2'),
    statement: 'The membership of the entry is there and does not forbid propagation.',
    rules: ['restricted-annotations'],
  },
  {
    row: 'RMU-5',
    source: tf2('3.92.4.1.2.2'),
    statement: 'PreviousVersion is given.',
    rules: ['restricted-previous-version-given'],
  },
  {
    row: 'RMU-6',
    source: tf2('3.92.4.1.3'),
    statement: 'PreviousVersion is the latest of a registered object.',
    rules: ['previous-version-latest', 'logical-id-registered'],
  },
  { row: 'RMU-7', source: tf2('3.92.4.1.3'), statement: 'uniqueId stays.', rules: ['restricted-unique-id-kept'] },
  { row: 'RMU-8', source: tf2('3.92.4.1.3'), statement: 'patientId stays.', rules: ['restricted-patient-id-kept'] },
  { row: 'RMU-9', source: tf2('3.92.4.1.3'), statement: 'objectType stays.', rules: ['restricted-object-type-kept'] },
  {
    row: 'RMU-10',
    source: tf2('3.92.4.1.3'),
    statement: 'sourcePatientId, repositoryUniqueId, documentAvailability and availabilityStatus stay.',
    rules: ['restricted-attributes-kept'],
  },
  {
    row: 'RMU-11',
    source: tf2('3.92.4.1.3'),
    statement: 'Every other attribute can be changed.',
    proofs: [[restricted, 'changes']],
  },
  {
    row: 'RMU-12',
    source: tf2('3.92.4.1.3'),
    statement: 'A domain may keep attributes from being changed.',
    rules: ['local-policy-kept'],
  },
  {
    row: 'RMU-13',
    source: tf2('3.92.4.1.3'),
    statement: 'References lead to something.',
    rules: ['references-resolvable', 'references-registered'],
  },
  {
    row: 'RMU-14',
    source: tf2('3.92.4.1.3'),
    statement: 'A request brings DocumentEntries and nothing else.',
    rules: ['restricted-only-entries'],
  },
];

const removeMetadata: readonly Requirement[] = [
  { row: 'RM-1', source: tf2('3.62.4.1.3'), statement: 'Every object is registered.', rules: ['removed-registered'] },
  {
    row: 'RM-2',
    source: tf2('3.62.4.1.3'),
    statement: 'No association that stays has an end that goes.',
    rules: ['removed-unreferenced'],
  },
  {
    row: 'RM-3',
    source: tf2('3.62.4.1.3'),
    statement: 'No object that stays loses its last association.',
    rules: ['remaining-referenced'],
  },
  {
    row: 'RM-4',
    source: tf2('3.62.4.1.3'),
    statement: 'All objects go or none.',
    proofs: [[removals, 'removes a submission whole, and neither half of it']],
  },
  {
    row: 'RM-5',
    source: tf2('3.62.4.1.2'),
    statement: 'Objects are listed, not queried.',
    rules: ['remove-objects-listed', 'remove-query-absent', 'remove-deletion-scope'],
  },
];

const removeDocuments: readonly Requirement[] = [
  { row: 'RD-1', source: tf2('3.86.4.1.3'), statement: 'The repository is this one.', rules: ['removal-here'] },
  {
    row: 'RD-2',
    source: tf2('3.86.4.1.3'),
    statement: 'The document is here.',
    rules: ['removed-kept', 'remove-documents-named'],
  },
  {
    row: 'RD-3',
    source: tf2('3.86.4.1.3'),
    statement: 'Removal is allowed, retention over, and the document registered or refused.',
    rules: ['removal-allowed', 'retention-over', 'submission-settled'],
  },
  {
    row: 'RD-4',
    source: tf2('3.86.4.1.3'),
    statement: 'A document that was removed cannot be retrieved.',
    code: 'XDSDocumentUniqueIdError',
    proofs: [[documents, 'takes rows and bytes; ITI-43 then knows no such document']],
  },
  {
    row: 'RD-5',
    source: tf2('3.86.4.2'),
    statement: 'What can be removed is, and each document that stays has its error: PartialSuccess.',
    proofs: [[documents, 'removes what it can and names each document that stays']],
  },
  {
    row: 'RD-6',
    source: tf2('3.86.4.1.3'),
    statement: 'Metadata is another matter.',
    proofs: [['test/domain/removal.test.ts', 'metadata']],
  },
];

/** What happens to documents after their registration. */
export const lifecycleSections: readonly RequirementSection[] = [
  { title: 'Register On-Demand Document Entry (ITI-61)', requirements: onDemand },
  { title: 'Update Document Set (ITI-57)', requirements: update },
  { title: 'Restricted Update Document Set (ITI-92)', requirements: restrictedUpdate },
  { title: 'Remove Metadata (ITI-62)', requirements: removeMetadata },
  { title: 'Remove Documents (ITI-86)', requirements: removeDocuments },
];
