import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedOnePatient, findDocuments, provide, retrieve } from '../support/domain-traffic.ts';
import { until } from '../support/raw-http.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

describe('the embedded PostgreSQL that is killed under a running domain', () => {
  let domain: TestDomain;
  let patientId: string;
  beforeAll(async () => {
    domain = await aRunningDomain(`
actors:
  document-registry: {}
  document-repository: { retryWindowSeconds: 10, sweepIntervalSeconds: 1 }
  patient-identifier-cross-reference-manager: {}
`);
    patientId = await feedOnePatient(domain, 'P1');
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  const health = async () => (await fetch(`${domain.state.index}/health`)).status;
  const killServer = async () => {
    const lock = await readFile(path.join(domain.dataFolder, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number.parseInt(lock, 10), 'SIGKILL');
  };
  const oneOf = (name: string) => provide(domain, { set: `S${name}`, documents: { [name]: name }, patientId });

  it('is back by itself: callers are told busy meanwhile, health goes to 503 and back to 200', async () => {
    expect(await oneOf('before')).toMatchObject({ status: 'Success' });
    expect(await health()).toBe(200);
    // Until this line is gone again the server refuses to start.
    const settings = path.join(domain.dataFolder, 'postgres', 'postgresql.auto.conf');
    const good = await readFile(settings, 'utf8');
    await writeFile(settings, `${good}\nno_such_setting = 1\n`);
    await killServer();
    await until(health, (status) => status === 503);
    expect((await oneOf('during')).errors.map(({ errorCode }) => errorCode)).toEqual(['XDSRepositoryBusy']);
    await writeFile(settings, good);
    await until(health, (status) => status === 200, 30_000);
    expect((await retrieve(domain, ['before'])).documents).toMatchObject([{ text: 'before' }]);
    expect(await oneOf('during')).toMatchObject({ status: 'Success' });
  });

  it('three times under load, has all it acknowledged', async () => {
    const said: string[] = [];
    const other = new Set<string>();
    const state = { running: true };
    const source = async (worker: string) => {
      for (let n = 0; state.running; n++) {
        const answer = await oneOf(`${worker}${n}`);
        if (answer.status === 'Success') said.push(`${worker}${n}`);
        else for (const { errorCode } of answer.errors) other.add(errorCode);
      }
    };
    const sources = ['a', 'b', 'c'].map(source);
    for (let round = 0; round < 3; round++) {
      const before = said.length;
      await until(
        () => said.length,
        (count) => count >= before + 10,
        30_000,
      );
      await killServer();
    }
    await until(health, (status) => status === 200, 30_000);
    state.running = false;
    await Promise.all(sources);
    const outages = ['XDSRepositoryBusy', 'XDSRegistryBusy', 'XDSRegistryNotAvailable'];
    expect([...other].filter((code) => !outages.includes(code))).toEqual([]);
    const found = (await findDocuments(domain, patientId)).map(({ uniqueId }) => uniqueId);
    expect(found).toEqual(expect.arrayContaining(said.map(oidOf)));
    const { documents } = await retrieve(domain, said);
    expect(documents.map(({ text }) => text)).toEqual(said);
  });
});
