import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type VerifySources, verifyDomain } from '../../cli/verify/verify-domain.ts';
import { affinity } from '../support/affinity.ts';
import { aCtInstance } from '../support/dicom.ts';
import { feedOnePatient, importInstance, provide, publishStudy } from '../support/domain-traffic.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

describe('affinity verify', () => {
  let domain: TestDomain;
  let sources: VerifySources;
  let patientId: string;
  const verify = (hashes = true) => verifyDomain(sources, { hashes });
  const sql = async (text: string) => {
    const client = new pg.Client({ connectionString: domain.running.databaseUrl });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  /** The files of a storage, whose contents are looked for by text. */
  const fileOf = async (text: string, storage = 'document-repository/documents') => {
    const objects = path.join(domain.dataFolder, storage, 'objects');
    for (const entry of await readdir(objects, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && (await readFile(file)).includes(text)) return file;
    }
    throw new Error(`no file with ${text}`);
  };

  beforeAll(async () => {
    domain = await aRunningDomain();
    const base = (resource: string) => domain.state.endpoints.find(({ url }) => url.endsWith(resource))!.url;
    sources = {
      registry: base('/registry/contents').replace('/contents', ''),
      repository: base('/repository/documents').replace('/documents', ''),
      imaging: base('/imaging/encodings').replace('/encodings', ''),
    };
    patientId = await feedOnePatient(domain, 'P1');
    const names = Array.from({ length: 12 }, (_, n) => `d${n}`);
    for (const name of names) {
      await provide(domain, {
        set: `S${name}`,
        documents: { [name]: `text of ${name}.` },
        folders: [`F${name}`],
        patientId,
      });
    }
    await importInstance(domain, aCtInstance());
    await publishStudy(domain, '2.25.1001', patientId);
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  it('finds nothing wrong with a domain that is whole, having looked at everything', async () => {
    const report = await verify();
    expect(report).toMatchObject({ counts: {}, findings: [], entries: 13, documents: 13, blobs: 13, images: 1 });
    expect(report.objects).toBe(12 * 5 + 3);
    const run = await affinity(['verify', '--json', '--data', domain.dataFolder]);
    expect(run.json()).toMatchObject({ sound: true, entries: 13, documents: 13 });
    expect(run.code).toBe(0);
  });

  it('finds nothing wrong while the domain is at work', async () => {
    let n = 0;
    const state = { running: true };
    const work = (async () => {
      for (; state.running; n++) {
        await provide(domain, { set: `Sw${n}`, documents: { [`w${n}`]: `work ${n}` }, patientId });
      }
    })();
    for (let round = 0; round < 5; round++) expect((await verify()).findings).toEqual([]);
    state.running = false;
    await work;
    expect((await verify()).documents).toBe(13 + n);
  });

  it('names everything that is damaged or gone, and ends with exit code 1', async () => {
    await rm(await fileOf('text of d0.'));
    await writeFile(await fileOf('text of d1.'), 'text of d?.');
    await writeFile(await fileOf('text of d2.'), 'longer text of d2');
    const stray = path.join(path.dirname(await fileOf('text of d3.')), (await fileOf('text of d3.')).slice(-40));
    await writeFile(stray.replace(/[0-9a-f]{38}$/, '0'.repeat(38)), 'nobody has this');
    await sql(`delete from document_repository.document where unique_id = '${oidOf('d4')}'`);
    await sql(`update document_repository.document set hash = '${'1'.repeat(40)}' where unique_id = '${oidOf('d5')}'`);
    await sql(`delete from document_registry.registry_object where unique_id = '${oidOf('d6')}'`);
    await rm(await fileOf('CT', 'imaging-document-source/instances'));
    const report = await verify();
    expect(report.counts).toEqual({
      'document-bytes-missing': 1,
      'document-bytes-damaged': 3,
      'blob-without-document': 2,
      'entry-without-document': 1,
      'document-differs-from-entry': 1,
      'document-without-entry': 1,
      'incomplete-submission': 1,
      'image-bytes-missing': 1,
    });
    const ids = (kind: string) => report.findings.filter((each) => each.kind === kind).map(({ id }) => id);
    expect(ids('document-bytes-missing')).toEqual([oidOf('d0')]);
    expect(ids('document-bytes-damaged').sort()).toEqual(['d1', 'd2', 'd5'].map(oidOf));
    expect(ids('entry-without-document')).toEqual([oidOf('d4')]);
    expect(ids('document-without-entry')).toEqual([oidOf('d6')]);
    const run = await affinity(['verify', '--data', domain.dataFolder]);
    expect(run.stdout).toContain(`document-bytes-missing ${oidOf('d0')}`);
    expect(run.code).toBe(1);
  });

  it('with --quick sees what is gone or cut, without reading the rest', async () => {
    const { counts } = await verify(false);
    expect(counts['document-bytes-missing']).toBe(1);
    expect(counts['document-bytes-damaged']).toBe(1);
  });

  it('sees a half submission', async () => {
    await sql(`delete from document_registry.association`);
    const { findings, counts } = await verify(false);
    expect(counts['incomplete-submission']).toBeGreaterThan(12);
    expect(findings.map(({ detail }) => detail)).toContain(
      'the SubmissionSet has no content: no association leads from it',
    );
    expect(findings.map(({ detail }) => detail)).toContain('the DocumentEntry belongs to no SubmissionSet');
  });
});
