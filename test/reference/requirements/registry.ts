import { tf2, tf3 } from '../../../schemas/spec-ref.ts';
import type { Proof, Requirement, RequirementSection } from '../requirement.ts';

const registering = 'actors/document-registry/register-document-set.test.ts';
const races = 'actors/document-registry/store.test.ts';
const outage: Proof = ['test/domain/database-outage.test.ts', 'every transaction says busy, nothing is kept'];

const shape: readonly Requirement[] = [
  {
    row: 'R-1',
    source: tf2('3.42.4.1.2'),
    statement: 'A submission has exactly one SubmissionSet.',
    rules: ['one-submission-set'],
  },
  {
    row: 'R-2',
    source: tf2('3.42.4.1.2'),
    statement: 'A submission brings at least one DocumentEntry, Folder or Folder membership.',
    rules: ['submission-has-content'],
  },
  {
    row: 'R-3',
    source: tf3('Table 4.3.1-3'),
    statement: 'Every attribute the table requires of a Document Repository is present.',
    rules: ['required-attributes'],
  },
  {
    row: 'R-4',
    source: tf3('4.2.3'),
    statement: 'Types, formats, lengths and cardinalities are those of the attribute tables.',
    rules: [
      'attribute-format',
      'attribute-length',
      'author-named',
      'source-patient-info-once',
      'document-availability-known',
      'ebrim-content-known',
      'ebrim-object-type',
      'ebrim-slot-name',
      'ebrim-slot-once',
      'ebrim-slot-single-value',
      'ebrim-slot-not-empty',
      'ebrim-code-value',
      'ebrim-code-scheme',
      'ebrim-code-name',
      'ebrim-identifier-value',
      'ebrim-identifier-name',
      'ebrs-registry-object-list',
      'ebrs-content-known',
    ],
  },
  {
    row: 'R-5',
    source: tf3('4.2.5.2'),
    statement: 'Schemes and nodes are known for the class of the object; single-valued ones occur once.',
    rules: [
      'ebrim-element-known',
      'ebrim-package-kind',
      'ebrim-classification-known',
      'ebrim-classification-once',
      'ebrim-identifier-known',
      'ebrim-identifier-once',
    ],
  },
  {
    row: 'R-6',
    source: tf3('4.2.1'),
    statement: 'classifiedObject and registryObject name the object they are in.',
    rules: ['ebrim-classified-object', 'ebrim-identifier-object'],
  },
  {
    row: 'R-7',
    source: tf2('3.42.4.1.3.7'),
    statement: 'All ids of a message differ; UUIDs are well-formed and in lower case.',
    rules: ['object-ids-unique', 'object-ids-well-formed', 'ebrim-attribute-present'],
  },
];

const values: readonly Requirement[] = [
  {
    row: 'R-8',
    source: tf2('3.42.4.1.3.7'),
    statement: 'A submitted UUID is not in the registry yet.',
    rules: ['entry-uuid-unused'],
  },
  {
    row: 'R-9',
    source: tf2('3.42.4.1.3.3.5'),
    statement: 'Codes and MIME types belong to the value sets of the affinity domain.',
    rules: ['codes-in-value-sets', 'mime-types-in-value-set'],
  },
  {
    row: 'R-10',
    source: tf3('4.2.3.1.6'),
    statement: 'Slot names below urn:ihe: are known; any other URN is extra metadata, kept and returned.',
    rules: ['ebrim-slot-known', 'ebrim-slot-reserved'],
    proofs: [['test/domain/extra-metadata.test.ts', 'of every kind of object is kept and comes back']],
  },
  {
    row: 'R-11',
    source: tf2('3.42.4.1.3.3.6'),
    statement: 'serviceStartTime is not after serviceStopTime.',
    rules: ['service-times-in-order'],
  },
  {
    row: 'R-12',
    source: tf2('3.42.4.1.3.3.7'),
    statement: 'uniqueIds of a message differ.',
    rules: ['unique-ids-distinct'],
  },
  {
    row: 'R-13',
    source: tf2('3.42.4.1.3.3.7'),
    statement: 'The uniqueId of a SubmissionSet or Folder is not used by any registered object.',
    rules: ['submission-set-unique-id', 'folder-unique-id'],
  },
  {
    row: 'R-14',
    source: tf2('3.42.4.1.3.3.7'),
    statement: 'A DocumentEntry may repeat a registered uniqueId when hash and size are equal.',
    rules: ['document-entry-hash', 'document-entry-size'],
  },
  {
    row: 'R-15',
    source: tf2('3.42.4.1.3.3.7'),
    statement: 'The uniqueId of a DocumentEntry is not that of a SubmissionSet or Folder.',
    rules: ['document-entry-unique-id'],
  },
  {
    row: 'R-16',
    source: tf2('3.42.4.1.3.3.2'),
    statement: 'The patient is known by the feed and was not merged away.',
    rules: ['patient-known'],
  },
  {
    row: 'R-17',
    source: tf2('3.42.4.1.3.3.3'),
    statement: 'A submission is about one patient, but for entries it refers to; so are both ends of a relationship.',
    rules: ['patient-ids-match', 'registered-patient-ids-match'],
  },
];

const associations: readonly Requirement[] = [
  {
    row: 'R-18',
    source: tf3('4.2.2.1'),
    statement: 'Each new DocumentEntry, Folder and Folder membership is a member of the SubmissionSet, once.',
    rules: ['objects-linked'],
  },
  {
    row: 'R-19',
    source: tf3('4.2.1.4'),
    statement: 'The membership of a DocumentEntry says Original or Reference, and it is so.',
    rules: ['submission-set-status', 'references-registered'],
  },
  {
    row: 'R-20',
    source: tf3('4.2.2.1'),
    statement: 'A Folder holds DocumentEntries; both are there and Approved.',
    rules: [
      'has-member-ends',
      'registered-end-kinds',
      'references-registered',
      'registered-ends-approved',
      'objects-linked',
    ],
  },
  {
    row: 'R-21',
    source: tf2('3.42.4.1.3.5'),
    statement: 'The source of a relationship is a DocumentEntry of the message.',
    rules: ['relationship-source'],
  },
  {
    row: 'R-22',
    source: tf2('3.42.4.1.3.5'),
    statement: 'What is replaced or pictured is registered; what is added to, transformed or signed may be new.',
    rules: ['relationship-target', 'references-registered'],
  },
  {
    row: 'R-23',
    source: tf2('3.42.4.1.3.3'),
    statement: 'Entries are Stable; a snapshot is Stable and taken of an On-Demand entry.',
    rules: ['entries-stable', 'snapshot-of-on-demand'],
  },
  {
    row: 'R-24',
    source: tf3('Table 4.2.4.1-2'),
    statement: 'The target of a relationship is Approved.',
    rules: ['registered-ends-approved'],
  },
  {
    row: 'R-25',
    source: tf3('4.2.2'),
    statement:
      'The type of an association is one that may be registered, its ends differ, and no SubmissionSet is a target.',
    rules: ['association-type-submittable', 'association-ends-differ', 'submission-set-never-target'],
  },
  {
    row: 'R-26',
    source: tf3('4.2.2.2.1'),
    statement: 'Only relationships carry a documentation code.',
    rules: ['has-member-undocumented'],
  },
  {
    row: 'R-27',
    source: tf3('Table 4.3.1-3'),
    statement: 'No object is marked limitedMetadata.',
    rules: ['prohibited-attributes'],
  },
  {
    row: 'R-28',
    source: tf2('3.42.4.1.3.7'),
    statement: 'A reference is an id of the message or a UUID.',
    rules: ['references-resolvable'],
  },
  {
    row: 'R-29',
    source: tf3('Table 4.2.4.1-2'),
    statement: 'Without database the answer is busy, and nothing is kept.',
    code: 'XDSRegistryBusy',
    proofs: [outage],
  },
  {
    row: 'R-30',
    source: tf3('4.2.2.2'),
    statement: 'A transformation is not added to.',
    rules: ['transformation-not-appended-to', 'registered-transformation-not-appended-to'],
  },
  {
    row: 'R-31',
    source: tf3('4.2.3.2.12'),
    statement:
      'A submitted homeCommunityId is kept, never used for routing, and shown as the domain’s own where one is set.',
    proofs: [['actors/document-registry/registry-stored-query.test.ts', "writes the domain's home on every object"]],
  },
];

const actions: readonly Requirement[] = [
  {
    row: 'A-1',
    source: tf2('3.42.4.1.3.7'),
    statement: 'Every symbolic id becomes one fresh UUID wherever it is used; submitted UUIDs stay.',
    proofs: [['actors/document-registry/resolve-ids.test.ts', 'are the same wherever a symbol is used']],
  },
  {
    row: 'A-2',
    source: tf2('3.42.4.1.3.6'),
    statement: 'Everything registered is Approved, whatever was submitted.',
    proofs: [[registering, 'answers what it registered: first version, own logicalID, Approved']],
  },
  {
    row: 'A-3',
    source: tf3('4.2.1'),
    statement: 'Inner ids and objectTypes are there when an object is answered.',
    proofs: [['actors/document-registry/registry-stored-query.test.ts', 'is valid by the published schemas']],
  },
  {
    row: 'A-4',
    source: tf3('4.2.3.2.31'),
    statement: 'The first version of an object has its own entryUUID as logicalID and version 1.',
    proofs: [[registering, 'answers what it registered: first version, own logicalID, Approved']],
  },
  {
    row: 'A-5',
    source: tf3('4.2.3.4.6'),
    statement: 'lastUpdateTime is the time of the last submission that put something into the Folder.',
    proofs: [[registering, 'moves lastUpdateTime of every folder that receives']],
  },
  {
    row: 'A-6',
    source: tf2('3.42.4.1.3.5'),
    statement:
      'A replacement deprecates what it replaces, with addenda and transformations, and goes into its Folders.',
    proofs: [
      [registering, 'RPLC deprecates addenda and transformations through every step'],
      [registering, 'RPLC deprecates the target'],
    ],
  },
  {
    row: 'A-7',
    source: tf2('3.42.4.1.3.1'),
    statement: 'A submission is registered whole or not at all, and nobody sees a part of it.',
    proofs: [
      [races, 'submissions at the same moment'],
      [races, 'a submission that fails half way'],
    ],
  },
  {
    row: 'A-8',
    source: tf2('3.42.5'),
    statement: 'What was committed is audited, and what was not is audited as a failure.',
    proofs: [['test/domain/audit.test.ts', 'each transaction is audited by both sides']],
  },
];

/** ITI-42 at a Document Registry. */
export const registerSections: readonly RequirementSection[] = [
  { title: 'Register Document Set-b (ITI-42): what is judged', requirements: [...shape, ...values, ...associations] },
  { title: 'Register Document Set-b (ITI-42): what is done', requirements: actions },
];
