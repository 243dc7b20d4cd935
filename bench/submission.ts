import { randomUUID } from 'node:crypto';
import { submissionFromFiles } from '../actors/document-source/submission-from-files.ts';
import { type Author, type DocumentEntry, international, type Submission } from '../schemas/metadata/nouns.ts';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';

/** The Document Repository's default OID, in whose name entries are registered. */
export const repositoryUniqueId = '1.3.6.1.4.1.21367.13.40.7';

const author: Author = {
  authorPerson: '7110^Novak^Anna^Maria^^Dr^^^&1.3.6.1.4.1.21367.13.20.9&ISO',
  authorInstitution: ['General Hospital^^^^^&1.3.6.1.4.1.21367.13.20.9.1&ISO^^^^4711'],
  authorRole: ['Attending physician'],
  authorSpecialty: ['General medicine'],
  authorTelecommunication: ['^^Internet^anna.novak@hospital.example'],
};

/**
 * A submission of `entries` documents with the metadata a hospital's Document Source sends: all coded attributes, author,
 * times, legal authenticator, demographics. Every uniqueId in it is new.
 */
export function submissionOf(codeSets: CodeSets, patientId: string, entries: number): Submission {
  const facts = {
    title: 'Discharge summary of a patient who was examined and sent home',
    author: [author],
    legalAuthenticator: '7110^Novak^Anna^Maria^^Dr^^^&1.3.6.1.4.1.21367.13.20.9&ISO',
    serviceStartTime: '20241230081500',
    serviceStopTime: '20250102103000',
  };
  const hash = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
  const file = { name: 'report.xml', mimeType: 'text/xml', size: 12_345, hash, facts };
  const { submission } = submissionFromFiles(
    Array.from({ length: entries }, () => file),
    {
      patient: {
        patientId,
        sourcePatientInfo: [
          'PID-3|4711^^^&1.3.6.1.4.1.21367.13.20.1000&ISO',
          'PID-5|Bench^Patient',
          'PID-7|19700101',
          'PID-8|F',
        ],
      },
      codeSets,
      sourceId: '1.3.6.1.4.1.21367.13.90.100',
      now: new Date(),
      newUUID: () => `urn:uuid:${randomUUID()}`,
    },
  );
  return { ...submission, documentEntries: submission.documentEntries.map(stamped) };
}

/** What a repository adds before it registers, and what a richer source sends. */
function stamped(entry: DocumentEntry): DocumentEntry {
  return {
    ...entry,
    repositoryUniqueId,
    comments: international('Findings and treatment as discussed with the patient on discharge.'),
    eventCodeList: [
      { code: '73761001', codingScheme: '2.16.840.1.113883.6.96', displayName: international('Colonoscopy') },
      { code: 'K57.3', codingScheme: '2.16.840.1.113883.6.3', displayName: international('Diverticular disease') },
    ],
    referenceIdList: ['2025-0815^^^&1.3.6.1.4.1.21367.13.20.9&ISO^urn:ihe:iti:xds:2013:accession'],
  };
}

/** The same without what a Document Repository sets itself: as ITI-41 sends it. */
export function unstamped(entry: DocumentEntry): DocumentEntry {
  const { hash: _hash, size: _size, repositoryUniqueId: _repository, ...sent } = entry;
  return sent;
}
