import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Association, DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { attribute, children, textOf, type XmlElement } from '../../schemas/xml/element.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { sendRetrieval } from '../../transactions/iti-43-retrieve-document-set/client.ts';
import { retrieveDocumentSet } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import { sendMetadataRemoval } from '../../transactions/iti-62-remove-metadata/client.ts';
import { removeMetadata } from '../../transactions/iti-62-remove-metadata/transaction.ts';
import { affinity, type StartedDomain, startAffinity } from '../support/affinity.ts';
import { ask, feedOnePatient, provide } from '../support/domain-traffic.ts';
import { aRepositoryUniqueId } from '../support/metadata.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { bytesOf } from '../support/soap-packages.ts';
import { openSchema, schemasPresent } from '../support/xsd.ts';

const { Approved, Deprecated } = availabilityStatuses;
const { OnDemand, Stable } = documentEntryTypes;
const source = 'on-demand-document-source';

const yamlWith = (persist: boolean) => `
actors:
  document-registry: {}
  document-repository: {}
  patient-identifier-cross-reference-manager: {}
  on-demand-document-source: { persist: ${persist} }
`;

interface RegisteredEntry {
  readonly status: string;
  readonly uniqueId: string;
  readonly entryUUID: string;
  readonly repositoryUniqueId: string;
}

async function registerEntry(domain: TestDomain, patientId: string): Promise<RegisteredEntry> {
  const { url } = domain.state.endpoints.find((each) => each.actor === source && each.kind === 'http')!;
  const body = JSON.stringify({ patientId, sourcePatientInfo: ['PID-5|Moser^Vera'] });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await answer.json()) as RegisteredEntry;
}

/** The one document of an entry as it comes over the source's socket, or the codes of the errors. */
async function retrieveFrom(domain: TestDomain, actor: string, ids: { repositoryUniqueId: string; uniqueId: string }) {
  const { repositoryUniqueId, uniqueId: documentUniqueId } = ids;
  const call = domain.call(retrieveDocumentSet, actor);
  const answer = await sendRetrieval(call, { documents: [{ repositoryUniqueId, documentUniqueId }] });
  for await (const { content, ...document } of answer.documents) {
    return { ...document, bytes: await bytesOf(content), errors: [] };
  }
  return { bytes: Buffer.alloc(0), errors: answer.errors.map(({ errorCode }) => errorCode) };
}

function textsOf(element: XmlElement, name: string): string[] {
  const own = element.name === name ? [textOf(element)] : [];
  return [...own, ...element.children.flatMap((child) => (typeof child === 'string' ? [] : textsOf(child, name)))];
}

describe.each([false, true])('[ITI TF-1 10.2.8] On-Demand documents over sockets, persisted: %s', (persist) => {
  let domain: TestDomain;
  let patientId: string;
  let entry: RegisteredEntry;
  beforeAll(async () => {
    domain = await aRunningDomain(yamlWith(persist));
    patientId = await feedOnePatient(domain, 'OD1');
    await provide(domain, { set: 'S', documents: { a: 'first' }, patientId });
    entry = await registerEntry(domain, patientId);
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  const find = async (type: readonly string[], status: readonly string[] = [Approved]) =>
    (await ask(domain, { name: 'FindDocuments', parameters: { patientId, status, type } })) as DocumentEntry[];

  it('[ITI TF-2 3.61] the entry is found when its type is asked for, without creationTime, hash and size', async () => {
    expect(entry.status).toBe('registered');
    const [found, ...more] = await find([OnDemand]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      uniqueId: entry.uniqueId,
      entryUUID: entry.entryUUID,
      patientId,
      objectType: OnDemand,
    });
    expect([found?.creationTime, found?.hash, found?.size]).toEqual([undefined, undefined, undefined]);
    expect((await find([Stable])).map(({ uniqueId }) => uniqueId)).not.toContain(entry.uniqueId);
    expect(await registerEntry(domain, patientId)).toMatchObject({ status: 'unchanged', uniqueId: entry.uniqueId });
  });

  it('[ITI TF-2 3.43.4.2] the document lists what is there, is its own, and stays the same until something changes', async () => {
    const first = await retrieveFrom(domain, source, entry);
    if (!('mimeType' in first)) throw new Error(String(first.errors));
    expect(first.newDocumentUniqueId).not.toBe(entry.uniqueId);
    expect(first.newRepositoryUniqueId).toBe(persist ? aRepositoryUniqueId : undefined);
    const document = parseXml(first.bytes);
    expect(attribute(children(document, document.ns, 'id')[0]!, 'root')).toBe(first.newDocumentUniqueId);
    expect(textsOf(document, 'td').slice(0, 2)).toEqual(['Chest, two views', 'Diagnostic imaging study']);
    if (schemasPresent) {
      using schema = openSchema('cda-sdtc/infrastructure/cda/CDA_SDTC.xsd');
      expect(schema.objections(first.bytes.toString())).toEqual([]);
    }
    expect(await retrieveFrom(domain, source, entry)).toEqual(first);

    await provide(domain, { set: 'T', documents: { b: 'second' }, patientId });
    const second = await retrieveFrom(domain, source, entry);
    expect('newDocumentUniqueId' in second && second.newDocumentUniqueId).not.toBe(first.newDocumentUniqueId);
    expect(textsOf(parseXml(second.bytes), 'tr')).toHaveLength(3);
  });

  it.runIf(persist)(
    '[ITI TF-3 4.2.2.2] snapshots are Stable documents of the repository, the older one replaced',
    async () => {
      const now = await retrieveFrom(domain, source, entry);
      if (!('mimeType' in now)) throw new Error(String(now.errors));
      const { newDocumentUniqueId: uniqueId = '', newRepositoryUniqueId: repositoryUniqueId = '' } = now;
      const kept = await retrieveFrom(domain, 'document-repository', { repositoryUniqueId, uniqueId });
      expect(kept.bytes.equals(now.bytes)).toBe(true);
      const snapshots = (await find([Stable], [Approved, Deprecated])).filter(
        ({ typeCode }) => typeCode?.code === '60591-5',
      );
      expect(snapshots.map(({ availabilityStatus }) => availabilityStatus).sort()).toEqual(
        [Approved, Deprecated].sort(),
      );
      const registered = snapshots.find((each) => each.uniqueId === uniqueId);
      expect(registered).toMatchObject({
        hash: createHash('sha1').update(now.bytes).digest('hex'),
        size: String(now.bytes.length),
        repositoryUniqueId,
      });
      const parameters = { uuid: [entry.entryUUID] };
      const associations = (await ask(domain, { name: 'GetAssociations', parameters })) as Association[];
      const isSnapshot = ({ type }: Association) => type === associationTypes.IsSnapshotOf;
      expect(associations.filter(isSnapshot).map(({ target }) => target)).toEqual([entry.entryUUID, entry.entryUUID]);
    },
  );

  it('an entry that was removed has no document any more, and another can be registered', async () => {
    const parameters = { uuid: [entry.entryUUID] };
    const associations = await ask(domain, { name: 'GetAssociations', parameters });
    const sets = await ask(domain, { name: 'GetSubmissionSets', parameters });
    const ids = new Set([entry, ...associations, ...sets].map(({ entryUUID }) => entryUUID));
    const removed = await sendMetadataRemoval(domain.call(removeMetadata), [...ids]);
    expect(removed).toEqual({ status: 'Success', errors: [] });
    expect((await retrieveFrom(domain, source, entry)).errors).toEqual(['XDSDocumentUniqueIdError']);
    const next = await registerEntry(domain, patientId);
    expect([next.status, next.uniqueId === entry.uniqueId]).toEqual(['registered', false]);
    expect((await retrieveFrom(domain, source, next)).errors).toEqual([]);
  });
});

describe('affinity on-demand', () => {
  let folder: string;
  let domain: StartedDomain;
  const run = (...args: readonly string[]) => affinity([...args, '--data', path.join(folder, 'data')]);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-on-demand-'));
    domain = await startAffinity(['--data', path.join(folder, 'data')]);
    const person = ['--name', 'Muster^Erika', '--birth-date', '19640812', '--sex', 'F'];
    await run('patient', 'add', '--id', 'AFF-1', ...person);
  });
  afterAll(async () => {
    await domain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('registers an entry and retrieves its document, which knows the patient by name', async () => {
    const letter = path.join(folder, 'letter.txt');
    await writeFile(letter, 'Dear colleague');
    await run('submit', letter, '--patient', 'AFF-1', '--title', 'Letter');
    const registered = await run('on-demand', 'register', '--patient', 'AFF-1', '--json');
    expect([registered.code, registered.stderr]).toEqual([0, '']);
    const { uniqueId } = registered.json<{ uniqueId: string }>();
    const listed = await run('on-demand', 'list', '--json');
    expect(listed.json()).toMatchObject([{ uniqueId, generator: 'patient-summary' }]);

    const out = path.join(folder, 'out');
    const retrieved = await run('retrieve', '--patient', 'AFF-1', '--on-demand', '--out', out, '--json');
    expect([retrieved.code, retrieved.stderr]).toEqual([0, '']);
    expect(retrieved.json<unknown[]>()).toHaveLength(2);
    const summary = (await readdir(out)).find((name) => name.endsWith('.xml'))!;
    const text = await readFile(path.join(out, summary), 'utf8');
    expect(text).toContain('<given>Erika</given><family>Muster</family>');
    expect(text).toContain('<td>Letter</td>');
  });

  it('says why an entry cannot be registered', async () => {
    const refused = await run('on-demand', 'register', '--patient', 'NOBODY');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('XDSUnknownPatientId')]);
    const unknown = await run('on-demand', 'register', '--patient', 'AFF-1', '--generator', 'none');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('patient-summary')]);
  });
});
