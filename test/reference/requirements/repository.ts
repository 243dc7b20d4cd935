import { tf2, tf3 } from '../../../schemas/spec-ref.ts';
import type { RequirementSection } from '../requirement.ts';

const provide = 'actors/document-repository/provide-and-register.test.ts';
const retrieve = 'actors/document-repository/retrieve-document-set.test.ts';

/** ITI-41 and ITI-43 at a Document Repository. */
export const repositorySections: readonly RequirementSection[] = [
  {
    title: 'Provide and Register Document Set-b (ITI-41)',
    requirements: [
      {
        row: 'P-1',
        source: tf2('3.41.4.1.2'),
        statement: 'The message is an MTOM package that can be read, and its Document ids differ.',
        code: 'Sender fault',
        rules: [
          'document-ids-unique',
          'provide-and-register-submit-objects-request',
          'provide-and-register-document-id',
        ],
        proofs: [['runtime/soap/mtom-read.test.ts', 'a package is refused']],
      },
      {
        row: 'P-2',
        source: tf2('3.41.4.1.3'),
        statement: 'Every DocumentEntry of the message has its Document.',
        rules: ['document-present'],
      },
      {
        row: 'P-3',
        source: tf2('3.41.4.1.3'),
        statement: 'Every Document has its DocumentEntry.',
        rules: ['document-metadata-present'],
      },
      {
        row: 'P-4',
        source: tf2('3.41.4.1.3'),
        statement: 'DocumentEntries of a message have different uniqueIds.',
        rules: ['unique-ids-distinct'],
      },
      {
        row: 'P-5',
        source: tf2('3.41.4.1.3'),
        statement: 'A submitted hash or size is that of the octets received.',
        rules: ['hash-matches', 'size-matches'],
      },
      {
        row: 'P-6',
        source: tf2('3.41.4.1.3'),
        statement: 'repositoryUniqueId is the repository’s own, whatever was submitted.',
        proofs: [[provide, 'stamps repositoryUniqueId, hash and size']],
      },
      {
        row: 'P-7',
        source: tf2('3.41.4.1.3'),
        statement: 'repositoryUniqueId, hash and size are added before registering; nothing else is changed.',
        proofs: [[provide, 'stamps repositoryUniqueId, hash and size']],
      },
      {
        row: 'P-8',
        source: tf2('3.41.4.1.3'),
        statement: 'The same uniqueId again is the same octets again.',
        rules: ['resubmission-hash-identical', 'resubmission-size-identical'],
      },
      {
        row: 'P-9',
        source: tf2('3.41.4.1.3'),
        statement:
          'Metadata is the registry’s to judge: the repository looks only at what it needs to keep a document.',
        rules: ['document-retrievable', 'source-accepted'],
        proofs: [[provide, 'leaves metadata to the registry, however wrong it is']],
      },
      {
        row: 'P-10',
        source: tf2('3.41.4.1.3'),
        statement: 'A document can be retrieved before it is registered.',
        proofs: [[provide, 'makes every document retrievable before it registers']],
      },
      {
        row: 'P-11',
        source: tf3('Table 4.2.4.1-2'),
        statement: 'A registry that cannot be reached is told to the source.',
        code: 'XDSRegistryNotAvailable',
        proofs: [[provide, 'says XDSRegistryNotAvailable and keeps nothing']],
      },
      {
        row: 'P-12',
        source: tf2('3.41.4.2.3'),
        statement: 'Errors and warnings of the registry are passed on unchanged.',
        proofs: [
          [provide, 'passes all errors and warnings of the registry on'],
          [provide, 'is a Success with warnings when the registry only warns'],
        ],
      },
      {
        row: 'P-13',
        source: tf2('3.41.4.1.3'),
        statement: 'What the registry refused is not kept; what it may have taken is kept until it says.',
        proofs: [
          [provide, 'takes back what it published'],
          [provide, 'keeps the documents for the sweeper when the registry may have registered them'],
          ['actors/document-repository/sweeper.test.ts', 'are removed, rows and bytes'],
        ],
      },
      {
        row: 'P-14',
        source: tf3('Table 4.2.4.1-2'),
        statement: 'Trouble of the storage is told, and nothing is kept.',
        code: 'XDSRepositoryOutOfResources, XDSRepositoryBusy',
        proofs: [
          [provide, 'when the storage is full at'],
          [provide, 'is an outage when the storage does not answer at'],
          ['test/domain/disk-full.test.ts', 'is XDSRepositoryOutOfResources, and nothing of it is kept'],
          ['test/domain/object-storage.test.ts', 'says busy while it is gone, registers and keeps nothing'],
          ['test/domain/database-outage.test.ts', 'every transaction says busy, nothing is kept'],
        ],
      },
      {
        row: 'P-15',
        source: tf2('3.41.4.1.3'),
        statement: 'An On-Demand entry has no Document and is passed on; the registry refuses it.',
        rules: ['entries-stable'],
        proofs: [[provide, 'passes an On-Demand entry on, and what the registry says of it back']],
      },
    ],
  },
  {
    title: 'Retrieve Document Set (ITI-43)',
    requirements: [
      {
        row: 'V-1',
        source: tf2('3.43.4.1.2'),
        statement: 'A request names at least one document by repository and uniqueId; a repository answers for itself.',
        rules: ['ebrs-document-ids'],
        proofs: [[retrieve, 'is a Failure when nothing is served, each document with its own error']],
      },
      {
        row: 'V-2',
        source: tf2('3.43.4.2.2'),
        statement: 'Ids come back as they were asked for, with the MIME type registered and the octets received.',
        proofs: [[retrieve, 'serves octets, mimeType and the ids asked for; homeCommunityId only when asked']],
      },
      {
        row: 'V-3',
        source: tf2('3.43.4.2.2'),
        statement: 'Documents are matched by their ids, not by their order.',
        proofs: [[retrieve, 'is a PartialSuccess when one of two is missing, with the id as location']],
      },
      {
        row: 'V-4',
        source: tf2('3.43.4.2.2'),
        statement: 'A document that fails has an error with its uniqueId as location, and no DocumentResponse.',
        proofs: [[retrieve, 'is a PartialSuccess when one of two is missing, with the id as location']],
      },
      {
        row: 'V-5',
        source: tf2('3.43.4.2.2'),
        statement: 'A document may be served with a warning of the same location.',
        rules: ['ebrs-response-present'],
        proofs: [
          ['transactions/iti-43-retrieve-document-set/codec.test.ts', 'a document together with a warning about it'],
        ],
      },
      {
        row: 'V-6',
        source: tf3('4.2.4.2'),
        statement: 'All served is Success, some PartialSuccess, none Failure.',
        rules: ['ebrs-response-status'],
        proofs: [
          [retrieve, 'is a PartialSuccess when one of two is missing'],
          [retrieve, 'is a Failure when nothing is served'],
        ],
      },
      {
        row: 'V-7',
        source: tf3('Table 4.2.4.1-2'),
        statement: 'Each way to fail has its code.',
        code: 'XDSDocumentUniqueIdError, XDSUnknownRepositoryId, XDSTooManyResults, XDSRepositoryError, XDSRepositoryBusy',
        proofs: [
          [retrieve, 'is a Failure when nothing is served, each document with its own error'],
          [retrieve, 'refuses more documents than its limit'],
          [retrieve, 'tells of lost bytes as XDSRepositoryError'],
          [retrieve, 'says of each document that the storage is away'],
        ],
      },
      {
        row: 'V-8',
        source: tf2('3.43.5'),
        statement: 'ResponseSlotList and requestId have no meaning; they are read and kept.',
        rules: ['ebrs-content-known'],
      },
      {
        row: 'V-9',
        source: tf2('3.43.4.1.3'),
        statement: 'A deprecated document can still be retrieved.',
        proofs: [
          ['test/domain/lifecycle.test.ts', 'every version of every document comes back, the deprecated one too'],
        ],
      },
      {
        row: 'V-10',
        source: tf2('3.43.4.1.3'),
        statement: 'A document asked for twice is answered twice.',
        proofs: [[retrieve, 'answers a document asked for twice twice']],
      },
      {
        row: 'V-11',
        source: tf2('3.43.4.2.3'),
        statement: 'A consumer compares hash and size of the entry with the octets.',
        rules: ['ebrs-document-content'],
        proofs: [
          [
            'actors/document-consumer/retrieve-entries.test.ts',
            'tells of a document that is not what the registry says',
          ],
        ],
      },
    ],
  },
];
