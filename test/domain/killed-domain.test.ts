import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRequestAddressing } from '../../runtime/soap/addressing.ts';
import { writePackage } from '../../runtime/soap/package.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { type StartedDomain, startAffinity } from '../support/affinity.ts';
import { feedOnePatient, findDocuments, namedProvision, provide, retrieve } from '../support/domain-traffic.ts';
import { connectTo, postBytes, until, write } from '../support/raw-http.ts';
import { oidOf } from '../support/registry-service.ts';
import { type ReachableDomain, reachDomain } from '../support/running-domain.ts';
import { bytesOf } from '../support/soap-packages.ts';

describe('a domain whose process is killed', () => {
  let folder: string;
  let data: string;
  let started: StartedDomain;
  let domain: ReachableDomain & AsyncDisposable;
  let patientId: string;

  const start = async () => {
    started = await startAffinity(['--data', data, '--config', path.join(folder, 'domain.yaml')]);
    domain = await reachDomain(data);
  };
  const kill = async () => {
    await started.kill();
    await domain[Symbol.asyncDispose]();
  };
  const staging = () => readdir(path.join(data, 'document-repository', 'documents', 'staging'));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-killed-'));
    data = path.join(folder, 'data');
    await writeFile(
      path.join(folder, 'domain.yaml'),
      `actors:
  document-registry: {}
  document-repository: { retryWindowSeconds: 10, sweepIntervalSeconds: 1 }
  patient-identifier-cross-reference-manager: {}
`,
    );
    await start();
    patientId = await feedOnePatient(domain, 'P1');
  });
  afterAll(async () => {
    await started.stop();
    await domain[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('in the middle of an upload, has nothing of it afterwards', async () => {
    const url = domain.url('ITI-41');
    const action = provideAndRegisterDocumentSet.action.request;
    const { headers, body } = await writePackage({
      packaging: 'mtom',
      action,
      headers: writeRequestAddressing({ action, messageId: 'urn:uuid:1', to: url }),
      ...provideAndRegisterDocumentSet.request.encode(
        namedProvision({ set: 'S1', documents: { a: 'long '.repeat(1_000_000) }, patientId }),
      ),
    });
    const message = postBytes(url, headers['content-type']!, await bytesOf(body));
    const socket = await connectTo(url);
    await write(socket, message.subarray(0, 2_000_000));
    await until(staging, (files) => files.length === 1);
    await kill();
    expect(await staging()).toHaveLength(1);
    await start();
    expect(await staging()).toEqual([]);
    expect(await findDocuments(domain, patientId)).toEqual([]);
    expect((await retrieve(domain, ['a'])).answer).toMatchObject({ status: 'Failure' });
  });

  it('under load, has all it said it has, and gives back all it has', async () => {
    const said: string[] = [];
    for (const round of ['k', 'l', 'm']) {
      let running = true;
      const source = async (worker: string) => {
        for (let n = 0; running; n++) {
          const name = `${round}${worker}${n}`;
          const sent = provide(domain, { set: `S${name}`, documents: { [name]: `text of ${name}` }, patientId });
          const answer = await sent.catch(() => undefined);
          if (answer?.status === 'Success') said.push(name);
        }
      };
      const sources = ['a', 'b', 'c', 'd'].map(source);
      const before = said.length;
      await until(
        () => said.length,
        (count) => count >= before + 10,
        20_000,
      );
      await started.kill();
      running = false;
      await Promise.all(sources);
      await domain[Symbol.asyncDispose]();
      await start();
    }
    const found = (await findDocuments(domain, patientId)).map(({ uniqueId }) => uniqueId!);
    expect(found).toEqual(expect.arrayContaining(said.map(oidOf)));
    const names = found.map((uniqueId) => String.fromCharCode(...uniqueId.slice('1.2.'.length).split('.').map(Number)));
    const { answer, documents } = await retrieve(domain, names);
    expect(answer.status).toBe('Success');
    expect(documents.map(({ text }) => text)).toEqual(names.map((name) => `text of ${name}`));
  });
});
