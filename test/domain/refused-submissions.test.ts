import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentEntry, Submission } from '../../schemas/metadata/nouns.ts';
import type { ProvideAndRegisterRequest } from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { sendRegistration } from '../../transactions/iti-42-register-document-set-b/client.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import {
  feedOnePatient,
  type NamedProvision,
  namedProvision,
  patientIdIn,
  provide,
  retrieve,
  send,
} from '../support/domain-traffic.ts';
import { aCode } from '../support/metadata.ts';
import { aProvidedDocument } from '../support/provided-documents.ts';
import { files, oidOf, refers, relates, uuidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

type Named = Omit<NamedProvision, 'patientId'> & { readonly patientId?: string };
type Change = (submission: Submission) => Submission;

const changeEntries =
  (change: (entry: DocumentEntry) => Partial<DocumentEntry>): Change =>
  (submission) => ({
    ...submission,
    documentEntries: submission.documentEntries.map((entry) => ({ ...entry, ...change(entry) })),
  });

/** The submission under another entryUUID, with the uniqueId it had: the same document, registered again. */
const anotherEntry =
  (name: string): Change =>
  (submission) => ({
    ...changeEntries(() => ({ entryUUID: uuidOf(`${name} again`) }))(submission),
    associations: submission.associations.map((association) =>
      association.target === uuidOf(name) ? { ...association, target: uuidOf(`${name} again`) } : association,
    ),
  });

describe('refused submissions, over the sockets of a running domain', () => {
  let domain: TestDomain;
  let patientId: string;
  beforeAll(async () => {
    domain = await aRunningDomain();
    patientId = await feedOnePatient(domain, 'P1');
    await feedOnePatient(domain, 'P2');
    const registered: Named[] = [
      { set: 'S1', documents: { a: 'first', b: 'other' }, folders: ['F'] },
      { set: 'S2', documents: { a2: 'second' }, more: [relates('a2', 'RPLC', 'a')] },
    ];
    for (const named of registered) {
      expect(await provide(domain, { ...named, patientId })).toEqual({ status: 'Success', errors: [] });
    }
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  const requestOf = (named: Named, change?: Change) => namedProvision({ patientId, ...named }, change);
  const badly = { set: 'S9', documents: { n: 'new' } };
  const twice = { set: 'S9', documents: { n: 'new', m: 'more' } };
  const rename = (request: ProvideAndRegisterRequest, name: string, text: string): ProvideAndRegisterRequest => ({
    ...request,
    documentIds: [uuidOf(`${name} again`)],
    documents: [aProvidedDocument(uuidOf(`${name} again`), text)],
  });

  const refused: readonly [paragraph: string, what: string, () => ProvideAndRegisterRequest, findings: string[]][] = [
    [
      '[ITI TF-2 3.42.4.1.3.3.2]',
      'a patient nobody fed',
      () => requestOf({ ...badly, patientId: patientIdIn(domain, 'NOBODY') }),
      ['XDSUnknownPatientId patient-known', 'XDSUnknownPatientId patient-known'],
    ],
    [
      '[ITI TF-2 3.42.4.1.3.3]',
      'an entry with a code, a time, an order of times and a required attribute wrong',
      () =>
        requestOf(
          badly,
          changeEntries(() => ({
            classCode: aCode('NONE', '1.2.3'),
            creationTime: '2025-01-02',
            serviceStartTime: '20250103',
            serviceStopTime: '20250102',
            languageCode: undefined,
          })),
        ),
      [
        'XDSRegistryMetadataError attribute-format',
        'XDSRegistryMetadataError codes-in-value-sets',
        'XDSRegistryMetadataError required-attributes',
        'XDSRegistryMetadataError service-times-in-order',
      ],
    ],
    [
      '[ITI TF-2 3.42.4.1.3.3]',
      'what only the registry can know: uniqueId used, target unknown, target deprecated, patient of the target',
      () =>
        requestOf(
          { ...badly, patientId: patientIdIn(domain, 'P2'), more: files('S9', 'F', 'nowhere') },
          (submission) => ({
            ...submission,
            submissionSets: submission.submissionSets.map((set) => ({ ...set, uniqueId: oidOf('S1') })),
            associations: [...submission.associations, relates('n', 'APND', 'a')],
          }),
        ),
      [
        'UnresolvedReferenceException references-registered',
        'XDSDuplicateUniqueIdInRegistry submission-set-unique-id',
        'XDSPatientIdDoesNotMatch registered-patient-ids-match',
        'XDSRegistryDeprecatedDocumentError registered-ends-approved',
      ],
    ],
    [
      '[ITI TF-2 3.41.4.1.3]',
      'one document of two with another hash and size than its entry says',
      () =>
        requestOf(
          twice,
          changeEntries(({ uniqueId }) => (uniqueId === oidOf('m') ? { hash: 'f'.repeat(40), size: '7' } : {})),
        ),
      ['XDSRepositoryMetadataError hash-matches', 'XDSRepositoryMetadataError size-matches'],
    ],
    [
      '[ITI TF-2 3.41.4.1.3]',
      'a document without an entry and an entry without a document',
      () => rename(requestOf(badly), 'n', 'new'),
      ['XDSMissingDocument document-present', 'XDSMissingDocumentMetadata document-metadata-present'],
    ],
    [
      '[ITI TF-2 3.41.4.1.3]',
      'other content under a uniqueId that is kept',
      () => rename(requestOf({ set: 'S9', documents: { b: '' } }, anotherEntry('b')), 'b', 'changed'),
      ['XDSNonIdenticalHash resubmission-hash-identical', 'XDSNonIdenticalSize resubmission-size-identical'],
    ],
    [
      '[ITI TF-2 3.42.4.1.3.5]',
      'a second replacement of a document that is deprecated',
      () => requestOf({ ...badly, more: [relates('n', 'RPLC', 'a')] }),
      ['XDSRegistryDeprecatedDocumentError registered-ends-approved'],
    ],
    [
      '[ITI TF-2 3.42.4.1.2]',
      'a submission that only refers to an old document',
      () => requestOf({ set: 'S9', more: [refers('S9', 'b')] }),
      ['XDSRegistryMetadataError submission-has-content'],
    ],
  ];

  it.each(refused)('%s %s: every finding at once, and nothing is kept', async (_, __, request, findings) => {
    const before = await domain.kept();
    const answer = await send(domain, request());
    expect(answer.status).toBe('Failure');
    const found = answer.errors.map(
      ({ errorCode, codeContext }) => `${errorCode} ${/\[([\w-]+),/.exec(codeContext)?.[1]}`,
    );
    expect(found.sort()).toEqual(findings);
    expect(await domain.kept()).toEqual(before);
  });

  it('[ITI TF-2 3.42.4.1.3] a registry that is sent metadata alone keeps nothing of what it refuses', async () => {
    const before = await domain.kept();
    const { submission } = requestOf(badly);
    const answer = await sendRegistration(domain.call(registerDocumentSet), { submission });
    const missing = answer.errors.map(({ codeContext }) => /\.(\w+): found nothing/.exec(codeContext)?.[1]);
    expect(missing.sort()).toEqual(['hash', 'repositoryUniqueId', 'size']);
    expect(await domain.kept()).toEqual(before);
  });

  it('[ITI TF-2 3.41.4.1.3] the same content again is another entry of the same document', async () => {
    const before = await domain.kept();
    const again = rename(requestOf({ set: 'S8', documents: { b: '' } }, anotherEntry('b')), 'b', 'other');
    expect(await send(domain, again)).toEqual({ status: 'Success', errors: [] });
    const after = await domain.kept();
    expect(after.files).toEqual(before.files);
    expect(after.rows['document_repository.document']).toBe(before.rows['document_repository.document']);
    expect(after.rows['document_registry.document_entry']).toBe(before.rows['document_registry.document_entry']! + 1);
    expect((await retrieve(domain, ['b'])).documents).toMatchObject([{ text: 'other' }]);
  });
});
