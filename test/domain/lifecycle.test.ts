import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryEntries } from '../../actors/document-consumer/query-entries.ts';
import { retrieveEntries } from '../../actors/document-consumer/retrieve-entries.ts';
import { provideFiles } from '../../actors/document-source/provide-files.ts';
import { readSourceFile } from '../../actors/document-source/read-file.ts';
import { crossReference } from '../../actors/patient-identity-source/cross-reference.ts';
import { cdaReport, pdfReport } from '../../cli/demo/report-documents.ts';
import { configFrom } from '../../cli/find-domain.ts';
import type { Association, RegistryObject } from '../../schemas/metadata/nouns.ts';
import { collect } from '../../schemas/sequence.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { pixQuery } from '../../transactions/iti-9-pix-query/transaction.ts';
import { sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type { StoredQuery } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { storedQueries } from '../../transactions/iti-18-registry-stored-query/queries/stored-queries.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { retrieveDocumentSet } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import { ask, feedOnePatient, type NamedProvision, provide, retrieve, testFeed } from '../support/domain-traffic.ts';
import { files, oidOf, refers, relates, uuidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { bytesOf } from '../support/soap-packages.ts';

const { Approved, Deprecated } = availabilityStatuses;
const things = ['S1', 'S2', 'S3', 'S4', 'S5', 'F', 'a', 'a2', 'b', 'c', 'd', 'e'];

/** Objects by the names they were registered under; an Association by its type and its ends. */
function namesOf(objects: readonly RegistryObject[], all: readonly RegistryObject[]): string[] {
  const known = new Map<string, string>(things.map((name) => [uuidOf(name), name]));
  const associations = new Map(all.flatMap((o) => (o.kind === 'Association' ? [[o.entryUUID, o] as const] : [])));
  const nameOf = (id: string): string => {
    const association = associations.get(id);
    return known.get(id) ?? (association === undefined ? id : `(${describeEnds(association)})`);
  };
  const describeEnds = ({ type, source, target }: Association) =>
    `${nameOf(source)} ${type.slice(type.lastIndexOf(':') + 1)} ${nameOf(target)}`;
  return objects.map((o) => (o.kind === 'Association' ? describeEnds(o) : nameOf(o.entryUUID))).sort();
}

/**
 * A patient's documents over time, all through sockets: two documents and a Folder, a replacement that the Folder
 * follows, an addendum, a transformation, and a submission that refers to an old document and files it.
 */
async function registerEverything(domain: TestDomain, patientId: string): Promise<void> {
  const steps: Omit<NamedProvision, 'patientId'>[] = [
    { set: 'S1', documents: { a: 'first', b: 'other' }, folders: ['F'], more: files('S1', 'F', 'a') },
    { set: 'S2', documents: { a2: 'second' }, more: [relates('a2', 'RPLC', 'a')] },
    { set: 'S3', documents: { c: 'addendum' }, more: [relates('c', 'APND', 'a2')] },
    { set: 'S4', documents: { d: 'in other words' }, more: [relates('d', 'XFRM', 'a2')] },
    { set: 'S5', documents: { e: 'last' }, more: [refers('S5', 'b'), ...files('S5', 'F', 'b')] },
  ];
  for (const step of steps) {
    expect(await provide(domain, { ...step, patientId })).toEqual({ status: 'Success', errors: [] });
  }
}

describe('[ITI TF-1 10.2] the life of documents in a running domain, over sockets', () => {
  let domain: TestDomain;
  let patientId: string;
  let everything: RegistryObject[];
  beforeAll(async () => {
    domain = await aRunningDomain();
    patientId = await feedOnePatient(domain, 'P1');
    await registerEverything(domain, patientId);
    everything = await ask(domain, getAll());
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  const getAll = (): StoredQuery => ({
    name: 'GetAll',
    parameters: {
      patientId,
      documentEntryStatus: [Approved, Deprecated],
      submissionSetStatus: [Approved],
      folderStatus: [Approved],
    },
  });

  const members = (set: string, ...names: string[]) => names.map((name) => `${set} HasMember ${name}`);
  const inFolder = ['F HasMember a', 'F HasMember a2', 'F HasMember b'];
  const of = (name: string) => ({ entryUUID: uuidOf(name) });
  const relations = [associationTypes.RPLC, associationTypes.APND, associationTypes.XFRM];

  const queries: readonly [query: () => StoredQuery, finds: readonly string[]][] = [
    [() => ({ name: 'FindDocuments', parameters: { patientId, status: [Approved] } }), ['a2', 'b', 'c', 'd', 'e']],
    [() => ({ name: 'FindDocuments', parameters: { patientId, status: [Deprecated] } }), ['a']],
    [
      () => ({
        name: 'FindDocumentsByReferenceId',
        parameters: { patientId, status: [Approved, Deprecated], referenceIdList: [['nothing^^^^urn:x']] },
      }),
      [],
    ],
    [
      () => ({ name: 'FindDocumentsExclude', parameters: { patientId, status: [Approved, Deprecated] } }),
      ['a', 'a2', 'b', 'c', 'd', 'e'],
    ],
    [
      () => ({ name: 'FindSubmissionSets', parameters: { patientId, status: [Approved] } }),
      ['S1', 'S2', 'S3', 'S4', 'S5'],
    ],
    [() => ({ name: 'FindFolders', parameters: { patientId, status: [Approved] } }), ['F']],
    [
      getAll,
      [
        ...things,
        ...members('S1', 'F', 'a', 'b', '(F HasMember a)'),
        ...members('S2', 'a2', '(F HasMember a2)'),
        ...members('S3', 'c'),
        ...members('S4', 'd'),
        ...members('S5', 'b', 'e', '(F HasMember b)'),
        ...inFolder,
        'a2 RPLC a',
        'c APND a2',
        'd XFRM a2',
      ],
    ],
    [() => ({ name: 'GetDocuments', parameters: { uniqueId: [oidOf('a'), oidOf('e')] } }), ['a', 'e']],
    [() => ({ name: 'GetFolders', parameters: { entryUUID: [uuidOf('F')] } }), ['F']],
    [() => ({ name: 'GetAssociations', parameters: { uuid: [uuidOf('F')] } }), [...inFolder, 'S1 HasMember F']],
    [
      () => ({ name: 'GetDocumentsAndAssociations', parameters: { entryUUID: [uuidOf('b')] } }),
      ['b', 'F HasMember b', 'S1 HasMember b', 'S5 HasMember b'],
    ],
    [
      () => ({ name: 'GetSubmissionSets', parameters: { uuid: [uuidOf('b'), uuidOf('F')] } }),
      ['S1', 'S5', ...members('S1', 'F', 'b'), 'S5 HasMember b'],
    ],
    [
      () => ({ name: 'GetSubmissionSetAndContents', parameters: of('S1') }),
      ['S1', 'F', 'a', 'b', ...members('S1', 'F', 'a', 'b', '(F HasMember a)'), 'F HasMember a'],
    ],
    [() => ({ name: 'GetFolderAndContents', parameters: of('F') }), ['F', 'a', 'a2', 'b', ...inFolder]],
    [() => ({ name: 'GetFoldersForDocument', parameters: { uniqueId: oidOf('a2') } }), ['F']],
    [
      () => ({ name: 'GetRelatedDocuments', parameters: { ...of('a2'), associationTypes: relations } }),
      ['a', 'a2', 'c', 'd', 'a2 RPLC a', 'c APND a2', 'd XFRM a2'],
    ],
  ];

  it('asks each of the stored queries of ITI-18', () => {
    expect([...new Set(queries.map(([query]) => query().name))].sort()).toEqual(Object.keys(storedQueries).sort());
  });

  it.each(queries.map(([query, finds]) => [query().name, finds.length, query, finds] as const))(
    '[ITI TF-2 3.18.4.1.2.3.7] %s finds %i objects, whole and as references',
    async (_, __, query, finds) => {
      const objects = await ask(domain, query());
      expect(namesOf(objects, everything)).toEqual([...finds].sort());
      const references = await sendStoredQuery(domain.call(registryStoredQuery), query(), { returnType: 'ObjectRef' });
      const ids = (await collect(references.objects)).map((object) => [
        object.kind,
        'entryUUID' in object && object.entryUUID,
      ]);
      expect(ids.sort()).toEqual(objects.map(({ entryUUID }) => ['ObjectRef', entryUUID]).sort());
    },
  );

  it('[ITI TF-2 3.43] every version of every document comes back, the deprecated one too', async () => {
    const { answer, documents } = await retrieve(domain, ['a', 'a2', 'b', 'c', 'd', 'e']);
    expect(answer).toMatchObject({ status: 'Success', errors: [] });
    expect(documents.map(({ text }) => text)).toEqual([
      'first',
      'second',
      'other',
      'addendum',
      'in other words',
      'last',
    ]);
  });
});

describe('[ITI TF-1 10.1] a report goes in at one hospital and comes out at another, over sockets', () => {
  let domain: TestDomain;
  let folder: string;
  beforeAll(async () => {
    domain = await aRunningDomain();
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-report-'));
  });
  afterAll(async () => {
    await domain[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('feed, provide CDA and PDF, cross-reference, query, retrieve', async () => {
    const { assigningAuthority: affinity } = domain.state;
    const hospital = { namespace: 'HOSPITAL_B', oid: '1.3.6.1.4.1.21367.13.20.2000', type: 'ISO' };
    const name = { family: 'Muster', given: 'Erika', typeCode: 'L' };
    const patientId = await feedOnePatient(domain, 'P7', { name });
    await feedOnePatient(domain, 'B7', { name, identifiers: [{ id: 'B7', authority: hospital }] });

    const facts = {
      documentId: '1.2.7.7',
      patientId: 'P7',
      patientAuthority: affinity.oid,
      familyName: 'Muster',
      givenName: 'Erika',
      birthDate: '19700304',
      sex: 'F',
      time: '20250102030405+0000',
      findings: ['Nothing to report.'],
    } as const;
    const sent = { 'report.xml': cdaReport(facts), 'report.pdf': pdfReport(facts) };
    const described = Object.entries(sent).map(async ([file, bytes]) => {
      await writeFile(path.join(folder, file), bytes);
      return readSourceFile(path.join(folder, file));
    });
    const { codeSets } = (await configFrom({})).domain;
    const provided = await provideFiles(await Promise.all(described), {
      call: domain.call(provideAndRegisterDocumentSet),
      patient: { patientId },
      codeSets,
      sourceId: '1.3.6.1.4.1.21367.13.90.1',
      now: new Date(),
      newUUID: () => `urn:uuid:${randomUUID()}`,
    });
    expect(provided).toMatchObject({ response: { status: 'Success', errors: [] }, warnings: [] });

    const settings = { ...testFeed, call: domain.call(pixQuery) };
    const known = await crossReference({ identifier: { id: 'B7', authority: hospital } }, settings);
    expect(known).toEqual({ outcome: 'found', identifiers: [{ id: 'P7', authority: { ...affinity, type: 'ISO' } }] });

    const parameters = { patientId, status: [Approved] };
    const entries = await queryEntries(domain.call(registryStoredQuery), { name: 'FindDocuments', parameters });
    const received = new Map<string, Buffer>();
    const results = await retrieveEntries({
      entries,
      repository: () => domain.call(retrieveDocumentSet),
      sink: async ({ mimeType }, content) => void received.set(mimeType!, await bytesOf(content)),
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(['retrieved', 'retrieved']);
    expect(received.get('text/xml')?.equals(sent['report.xml'])).toBe(true);
    expect(received.get('application/pdf')?.equals(sent['report.pdf'])).toBe(true);
  });
});
