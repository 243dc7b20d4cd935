import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planRemoval } from '../../actors/document-administrator/plan-removal.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { sendMetadataRemoval } from '../../transactions/iti-62-remove-metadata/client.ts';
import { removeMetadata } from '../../transactions/iti-62-remove-metadata/transaction.ts';
import { sendDocumentRemoval } from '../../transactions/iti-86-remove-documents/client.ts';
import { removeDocuments } from '../../transactions/iti-86-remove-documents/transaction.ts';
import { affinity, type StartedDomain, startAffinity } from '../support/affinity.ts';
import {
  ask,
  feedOnePatient,
  findDocuments,
  type NamedProvision,
  provide,
  retrieve,
} from '../support/domain-traffic.ts';
import { aRepositoryUniqueId } from '../support/metadata.ts';
import { files, oidOf, refers, relates, uuidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

const success = { status: 'Success', errors: [] };

describe('[ITI TF-2 3.62, 3.86] removal in a running domain, over sockets', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await aRunningDomain();
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  const removeObjects = (ids: readonly string[]) => sendMetadataRemoval(domain.call(removeMetadata), ids);
  const removeNamed = (...names: readonly string[]) =>
    sendDocumentRemoval(domain.call(removeDocuments), {
      documents: names.map((name) => ({ repositoryUniqueId: aRepositoryUniqueId, documentUniqueId: oidOf(name) })),
    });
  const plan = (...names: readonly string[]) => planRemoval(domain.call(registryStoredQuery), names.map(uuidOf));

  it('metadata, then documents; the others stay, and what is gone can come again', async () => {
    const patientId = await feedOnePatient(domain, 'R1');
    const sent = { set: 'r1', documents: { ra: 'first', rb: 'second' }, patientId };
    expect(await provide(domain, sent)).toEqual(success);
    const { objects, documents } = await plan('ra');
    expect(objects.map(({ kind }) => kind)).toEqual(['DocumentEntry', 'Association']);
    expect(documents).toEqual([{ repositoryUniqueId: aRepositoryUniqueId, documentUniqueId: oidOf('ra') }]);
    expect(await removeObjects(objects.map(({ entryUUID }) => entryUUID))).toEqual(success);
    expect((await retrieve(domain, ['ra'])).answer.status).toBe('Success');
    expect(await removeNamed('ra')).toEqual(success);
    expect((await retrieve(domain, ['ra', 'rb'])).answer.errors).toMatchObject([
      { errorCode: 'XDSDocumentUniqueIdError', location: oidOf('ra') },
    ]);
    expect((await findDocuments(domain, patientId)).map(({ uniqueId }) => uniqueId)).toEqual([oidOf('rb')]);
    expect(await provide(domain, { set: 'r2', documents: { ra: 'first' }, patientId })).toEqual(success);
    expect((await retrieve(domain, ['ra'])).documents.map(({ text }) => text)).toEqual(['first']);
  });

  it('a plan takes what hangs on an entry, and nothing else: no Folder, no addendum, no set that has others', async () => {
    const patientId = await feedOnePatient(domain, 'R2');
    const steps: Omit<NamedProvision, 'patientId'>[] = [
      { set: 'p1', documents: { pa: 'a', pb: 'b' }, folders: ['pf'], more: files('p1', 'pf', 'pa') },
      { set: 'p2', documents: { pc: 'c' }, more: [relates('pc', 'APND', 'pa')] },
      { set: 'p3', documents: { pd: 'd' }, more: [refers('p3', 'pa')] },
    ];
    for (const step of steps) expect(await provide(domain, { ...step, patientId })).toEqual(success);
    const { objects } = await plan('pa');
    expect(objects.filter(({ kind }) => kind !== 'Association').map(({ entryUUID }) => entryUUID)).toEqual([
      uuidOf('pa'),
    ]);
    // From two sets, from the Folder, from the set to that, and the addendum's.
    expect(objects.filter(({ kind }) => kind === 'Association')).toHaveLength(5);
    expect(await removeObjects(objects.map(({ entryUUID }) => entryUUID))).toEqual(success);
    const { Approved, Deprecated } = availabilityStatuses;
    const status = [Approved, Deprecated];
    const left = await ask(domain, {
      name: 'GetAll',
      parameters: { patientId, documentEntryStatus: status, submissionSetStatus: status, folderStatus: status },
    });
    const named = left.filter(({ kind }) => kind !== 'Association').map(({ entryUUID }) => entryUUID);
    expect(named.sort()).toEqual(['p1', 'p2', 'p3', 'pb', 'pc', 'pd', 'pf'].map(uuidOf).sort());
    expect((await plan('pd')).objects.map(({ kind }) => kind).sort()).toEqual([
      'Association',
      'DocumentEntry',
      'SubmissionSet',
    ]);
  });

  it('refusals leave everything as it was and say what is in the way', async () => {
    const patientId = await feedOnePatient(domain, 'R3');
    await provide(domain, { set: 'q1', documents: { qa: 'a' }, patientId });
    const before = await domain.kept();
    const { status, errors } = await removeObjects([uuidOf('qa')]);
    expect([status, errors.map(({ errorCode }) => errorCode)]).toEqual(['Failure', ['ReferencesExistException']]);
    expect(errors[0]?.codeContext).toContain(uuidOf('qa'));
    expect((await removeObjects([])).errors).toMatchObject([{ errorCode: 'XDSRegistryMetadataError' }]);
    expect((await removeNamed('nothing')).errors).toMatchObject([{ errorCode: 'XDSDocumentUniqueIdError' }]);
    expect(await removeNamed('qa', 'nothing')).toMatchObject({ status: 'PartialSuccess' });
    const after = await domain.kept();
    expect(after.rows['document_registry.registry_object']).toBe(before.rows['document_registry.registry_object']);
    expect(after.rows['document_repository.document']).toBe(before.rows['document_repository.document']! - 1);
  });

  it('is audited on both sides, each removed object by its id', async () => {
    const audited = (await domain.audited()).filter((xml) => xml.includes('csd-code="110110"'));
    expect(audited.some((xml) => xml.includes('ITI-62') && xml.includes(uuidOf('pa')))).toBe(true);
    expect(audited.some((xml) => xml.includes('ITI-86') && xml.includes(oidOf('ra')))).toBe(true);
  });
});

describe('affinity remove', () => {
  let folder: string;
  let domain: StartedDomain;
  const run = (...args: readonly string[]) => affinity([...args, '--data', path.join(folder, 'data')]);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-removal-'));
    domain = await startAffinity(['--data', path.join(folder, 'data')]);
    const person = ['--name', 'Muster^Erika', '--birth-date', '19640812', '--sex', 'F'];
    await run('patient', 'add', '--id', 'AFF-1', ...person);
  });
  afterAll(async () => {
    await domain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function submitted(name: string): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, name);
    const answer = await run('submit', file, '--patient', 'AFF-1', '--json');
    return answer.json<[{ uniqueId: string }]>()[0].uniqueId;
  }

  it('tells what it would do, does it, and finds nothing the second time', async () => {
    const uniqueId = await submitted('one.txt');
    const planned = await run('remove', '--entry', uniqueId, '--dry-run', '--json');
    const { objects, documents } = planned.json<{ objects: { kind: string }[]; documents: { outcome: string }[] }>();
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['Association', 'DocumentEntry', 'SubmissionSet']);
    expect(documents).toMatchObject([{ documentUniqueId: uniqueId, outcome: 'planned' }]);
    const removed = await run('remove', '--entry', uniqueId);
    expect([removed.code, removed.stderr]).toEqual([0, '']);
    expect(removed.stdout).toContain('removed');
    expect((await run('query', 'FindDocuments', '--patient', 'AFF-1')).code).toBe(3);
    const again = await run('remove', '--entry', uniqueId);
    expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('nothing was removed')]);
  });

  it('removes one of both, and refuses to do neither', async () => {
    const uniqueId = await submitted('two.txt');
    const out = path.join(folder, 'out');
    expect((await run('remove', '--entry', uniqueId, '--documents-only')).code).toBe(0);
    const retrieved = await run('retrieve', '--document', uniqueId, '--out', out);
    expect([retrieved.code, retrieved.stdout]).toEqual([1, expect.stringContaining('XDSDocumentUniqueIdError')]);
    expect((await run('remove', '--entry', uniqueId, '--metadata-only')).code).toBe(0);
    expect((await run('query', 'FindDocuments', '--patient', 'AFF-1')).code).toBe(3);
    expect((await run('remove', '--entry', uniqueId, '--metadata-only', '--documents-only')).code).toBe(2);
  });
});
