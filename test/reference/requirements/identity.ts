import { tf1, tf2 } from '../../../schemas/spec-ref.ts';
import type { RequirementSection } from '../requirement.ts';

const feed = 'actors/document-registry/patient-identity-feed.test.ts';

/** What a Document Registry knows of patients. */
export const identitySections: readonly RequirementSection[] = [
  {
    title: 'Patient identity at the registry (ITI-8, ITI-44, ITI-64)',
    requirements: [
      {
        row: 'I-1',
        source: tf1('10.2.4'),
        statement: 'Patients become known by HL7 v2 and by HL7 v3.',
        proofs: [[feed, 'a fed patient']],
      },
      {
        row: 'I-2',
        source: tf2('3.8.4.1.4'),
        statement:
          'Identifiers of the affinity domain count; others are ignored, and one without authority is the domain’s.',
        rules: ['authority-of-one-domain'],
        proofs: [[feed, 'a fed patient']],
      },
      {
        row: 'I-3',
        source: tf2('3.8.4.1.4'),
        statement: 'A01, A04 and A05 make a patient known; A08 changes nothing here.',
        proofs: [
          [feed, '%s adds, again without effect'],
          [feed, 'A08 is accepted and ignored'],
        ],
      },
      {
        row: 'I-4',
        source: tf2('3.8.4.2.4'),
        statement: 'A merge is of two different, known, active identifiers of the affinity domain, or changes nothing.',
        rules: ['merge-of-two', 'merged-patients-known', 'merged-patients-active', 'one-merge-pair'],
      },
      {
        row: 'I-5',
        source: tf2('3.8.4.2.4'),
        statement:
          'A merged identifier is as unknown; queries for the surviving one answer for the whole chain, under its id.',
        proofs: [
          [feed, 'are one, through a chain'],
          [feed, 'share their history'],
        ],
      },
      {
        row: 'I-6',
        source: tf2('3.42.4.1.3.3.2'),
        statement: 'A patientId is compared as a whole, in the one form the metadata allows.',
        rules: ['attribute-format', 'patient-known'],
      },
    ],
  },
];
