import { other, tf2 } from '../../../schemas/spec-ref.ts';
import type { Requirement, RequirementSection } from '../requirement.ts';

const selections = 'actors/document-registry/selections/selections.test.ts';
const levels = 'actors/document-registry/selections/metadata-level.test.ts';
const acrossPatients = 'actors/document-registry/selections/multiple-patients.test.ts';
const answers = 'actors/document-registry/registry-stored-query.test.ts';
const policy = 'actors/document-registry/query-policy.test.ts';
const requests = 'transactions/iti-18-registry-stored-query/codec.test.ts';

const asked: readonly Requirement[] = [
  {
    row: 'Q-1',
    source: tf2('3.18.4.1.2.4'),
    statement: 'A query is one of those the transaction offers: ITI-18 fifteen, ITI-51 three others.',
    rules: ['stored-query-known'],
    proofs: [['transactions/iti-51-multi-patient-stored-query/transaction.test.ts', 'offers its own queries only']],
  },
  {
    row: 'Q-2',
    source: tf2('3.18.4.1.2.3.1'),
    statement:
      'Names of parameters are compared letter by letter; unknown ones are passed over, and what has no $ may be refused.',
    rules: ['parameter-name'],
    proofs: [[requests, 'odd-tolerated: read as it is meant']],
  },
  {
    row: 'Q-3',
    source: tf2('3.18.4.1.2.3.5'),
    statement:
      'Values are written as the table of codings says; a lenient registry takes what can only mean one thing.',
    rules: ['parameter-coding', 'metadata-level-known', 'return-type-known'],
    proofs: [
      ['transactions/iti-18-registry-stored-query/queries/value.test.ts', 'parameter values'],
      ['transactions/iti-18-registry-stored-query/queries/read-parameters.test.ts', 'values real senders write'],
      ['test/domain/published-queries.test.ts', 'are understood by the letter, or by a lenient registry'],
    ],
  },
  {
    row: 'Q-4',
    source: tf2('3.18.4.1.2.3.7'),
    statement: 'What a query requires is given: its required parameters, one of its identifiers, one of its criteria.',
    rules: ['required-parameters', 'identifier-given', 'criterion-given'],
  },
  {
    row: 'Q-5',
    source: tf2('3.18.4.1.2.3.5'),
    statement: 'A parameter of one value has one, and only parameters with AND have several slots.',
    rules: ['parameter-number'],
  },
  {
    row: 'Q-6',
    source: tf2('3.18.4.1.2.3.7'),
    statement: 'Of parameters that exclude each other one is given.',
    rules: ['identifiers-exclusive', 'wanted-or-excluded', 'patient-id-alone'],
  },
];

const found: readonly Requirement[] = [
  {
    row: 'Q-7',
    source: tf2('3.18.4.1.2.3.5'),
    statement: 'Parameters are combined by AND; one that is absent filters nothing.',
    proofs: [
      [selections, 'parameters are AND'],
      ['actors/document-registry/selections/find-documents-exclude.test.ts', 'wanted and excluded, of different'],
    ],
  },
  {
    row: 'Q-8',
    source: tf2('3.18.4.1.2.6'),
    statement: 'LeafClass gives whole objects as they are now, everything that was submitted included.',
    proofs: [
      [answers, 'answers whole objects as they are now'],
      [answers, 'answers the status an object has now'],
      ['test/domain/extra-metadata.test.ts', 'of every kind of object is kept and comes back'],
    ],
  },
  {
    row: 'Q-9',
    source: tf2('3.18.4.1.2.6'),
    statement: 'ObjectRef gives a reference to each object LeafClass would give, associations included.',
    proofs: [
      [answers, 'answers references when they are asked for'],
      [selections, 'they must be the same held, streamed, and as references'],
    ],
  },
  {
    row: 'Q-10',
    source: tf2('3.18.4.1.2.3.7'),
    statement: 'Deprecated objects come when they are asked for; queries by ids do not look at the status.',
    proofs: [
      [selections, 'finds Deprecated entries only when their status is asked for'],
      [selections, 'GetDocuments gives entries of any status and type by either id'],
      [levels, 'see the latest version at level 1, whatever the status'],
    ],
  },
  {
    row: 'Q-11',
    source: tf2('3.18.4.1.3'),
    statement: 'Whole objects that a query by ids gives are of one patient; merged patients are one.',
    rules: ['result-single-patient'],
    proofs: [[answers, 'gives whole objects of several patients to a query across patients']],
  },
  {
    row: 'Q-12',
    source: tf2('3.18.4.1.3'),
    statement: 'A patient id that is unknown or merged away finds nothing, or is refused where the domain wants it.',
    rules: ['queried-patient-known'],
    proofs: [
      [answers, 'finds nothing for the unknown or subsumed patient'],
      [policy, 'every unknown or subsumed patient of a query'],
    ],
  },
  {
    row: 'Q-13',
    source: tf2('3.18.4.1.3'),
    statement: 'More whole objects than the registry gives at once are refused; their references are not.',
    rules: ['result-count'],
  },
  {
    row: 'Q-14',
    source: tf2('3.18.4.1.2.3.7.5'),
    statement: 'Ids nobody bears give an empty answer and no error.',
    proofs: [[selections, 'GetDocuments gives entries of any status and type by either id']],
  },
  {
    row: 'Q-15',
    source: tf2('3.8.4.2.4'),
    statement: 'After a merge the surviving patient has the objects of the whole chain, and they are shown as theirs.',
    proofs: [
      [selections, 'the surviving patient of merges has the objects of the whole chain'],
      [acrossPatients, 'shows every object under the patient it is about now'],
    ],
  },
  {
    row: 'Q-16',
    source: tf2('3.18.4.1.2.3.7.1'),
    statement: 'An author matches when one of the authors matches one of the patterns.',
    proofs: [[selections, 'authorPerson, % and any of the authors']],
  },
  {
    row: 'Q-17',
    source: tf2('3.18.4.1.2.3.5'),
    statement: 'A list attribute meets a slot when one of its values is in it, and several slots when it meets each.',
    proofs: [
      [selections, 'confidentialityCode, any of several'],
      [selections, 'confidentialityCode, AND of slots'],
    ],
  },
];

const versions: readonly Requirement[] = [
  {
    row: 'QM-1',
    source: other('ITI Suppl. XDS Metadata Update', '3.18.4.1.2.3.5'),
    statement:
      'At $MetadataLevel 1 the latest versions are seen and no Deprecated association; at level 2 everything is.',
    proofs: [
      [levels, 'see the latest version at level 1, whatever the status'],
      [levels, 'hides those of old versions and Deprecated ones at level 1'],
    ],
  },
  {
    row: 'QM-2',
    source: other('ITI Suppl. XDS Metadata Update', '3.18.4.1.2.3.7.5'),
    statement: 'A logicalID names an object whatever its version.',
    proofs: [[levels, 'logicalID names the latest version at level 1 and all of them at level 2']],
  },
  {
    row: 'QM-3',
    source: other('ITI Suppl. XDS Metadata Update', '3.18.4.1.2.3.7.7'),
    statement: '$XDSAssociationStatus says which associations are answered and followed; absent it is Approved.',
    proofs: [[levels, '$XDSAssociationStatus is Approved when absent, also at level 2']],
  },
  {
    row: 'QM-4',
    source: other('ITI Suppl. XDS Metadata Update', '3.18.4.1.2.3.7.1'),
    statement: 'An entry that says nothing of documentAvailability is Online.',
    proofs: [[levels, 'Online is also what says nothing']],
  },
];

/** Stored queries of one patient and of many, and what Metadata Update adds to them. */
export const querySections: readonly RequirementSection[] = [
  { title: 'Stored queries (ITI-18, ITI-51): the request', requirements: asked },
  { title: 'Stored queries (ITI-18, ITI-51): the answer', requirements: found },
  { title: 'Stored queries with Metadata Update', requirements: versions },
];
