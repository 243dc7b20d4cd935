import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import { sendRegistration } from '../../transactions/iti-42-register-document-set-b/client.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { affinity, type StartedDomain, startAffinity } from '../support/affinity.ts';
import { aProxiedDatabase, type ProxiedDatabase } from '../support/database-proxy.ts';
import { aCtInstance } from '../support/dicom.ts';
import {
  ask,
  feedOnePatient,
  findDocuments,
  importInstance,
  type NamedProvision,
  namedProvision,
  provide,
  publishStudy,
  retrieve,
} from '../support/domain-traffic.ts';
import { until } from '../support/raw-http.ts';
import { oidOf, relates, uuidOf } from '../support/registry-service.ts';
import { type ReachableDomain, reachDomain } from '../support/running-domain.ts';

type Reached = ReachableDomain & AsyncDisposable;

/** Sends a registration of named things straight to a registry; their documents are elsewhere. */
async function register(domain: ReachableDomain, named: NamedProvision, hash = '0'): Promise<RegistryResponse> {
  const { submission } = namedProvision(named);
  const documentEntries = submission.documentEntries.map((entry) => ({
    ...entry,
    hash: hash.repeat(40),
    size: '5',
    repositoryUniqueId: '1.2.3',
  }));
  return sendRegistration(domain.call(registerDocumentSet), { submission: { ...submission, documentEntries } });
}

const outcomes = (answers: readonly RegistryResponse[]) =>
  answers.map(({ status, errors }) => (status === 'Success' ? status : errors.map((e) => e.errorCode).join())).sort();

/** What every pair of registries on one database must do as one: `registries` are asked at the same time. */
function actAsOne(given: () => { registries: readonly ReachableDomain[]; patientId: string; prefix: string }): void {
  const all = <T>(act: (registry: ReachableDomain, n: number) => Promise<T>) => {
    const { registries } = given();
    return Promise.all(Array.from({ length: 6 }, (_, n) => act(registries[n % registries.length]!, n)));
  };
  const name = (text: string) => given().prefix + text;

  it('what one registers, every other answers at once', async () => {
    const { registries, patientId } = given();
    for (let round = 0; round < 6; round++) {
      const document = name(`r${round}`);
      const taker = registries[round % registries.length]!;
      const submitted = { set: `S${document}`, documents: { [document]: 'x' }, patientId };
      expect(await register(taker, submitted)).toMatchObject({ status: 'Success' });
      const found = await all((registry) => findDocuments(registry, patientId));
      for (const entries of found) expect(entries.map(({ uniqueId }) => uniqueId)).toContain(oidOf(document));
    }
  });

  it('of several replacements of one document exactly one wins', async () => {
    const { registries, patientId } = given();
    for (let round = 0; round < 8; round++) {
      const old = name(`o${round}`);
      await register(registries[0]!, { set: `S${old}`, documents: { [old]: 'x' }, patientId });
      const answers = await all((registry, n) => {
        const fresh = `${old}n${n}`;
        const more = [relates(fresh, 'RPLC', old)];
        return register(registry, { set: `S${fresh}`, documents: { [fresh]: 'x' }, more, patientId });
      });
      expect(outcomes(answers)).toEqual(['Success', ...Array(5).fill('XDSRegistryDeprecatedDocumentError')]);
      const approved = (await findDocuments(registries.at(-1)!, patientId)).map(({ uniqueId }) => uniqueId);
      expect(approved).not.toContain(oidOf(old));
      expect(approved.filter((id) => id?.startsWith(`${oidOf(old)}.${'n'.charCodeAt(0)}.`))).toHaveLength(1);
    }
  });

  it('of several documents with one uniqueId and unequal hashes exactly one is registered', async () => {
    const { patientId } = given();
    for (let round = 0; round < 8; round++) {
      const twin = name(`t${round}`);
      const answers = await all((registry, n) => {
        const { submission } = namedProvision({ set: `S${twin}${n}`, documents: { [twin]: 'x' }, patientId });
        const [entry] = submission.documentEntries;
        const own = uuidOf(`${twin} ${n}`);
        return sendRegistration(registry.call(registerDocumentSet), {
          submission: {
            ...submission,
            documentEntries: [
              { ...entry!, entryUUID: own, hash: String(n).repeat(40), size: '5', repositoryUniqueId: '1.2.3' },
            ],
            associations: submission.associations.map((each) => ({ ...each, target: own })),
          },
        });
      });
      expect(outcomes(answers)).toEqual(['Success', ...Array(5).fill('XDSNonIdenticalHash')]);
    }
  });

  it('of several equal submissions exactly one is registered: no SubmissionSet twice', async () => {
    const { patientId } = given();
    for (let round = 0; round < 8; round++) {
      const same = name(`e${round}`);
      const answers = await all((registry) =>
        register(registry, { set: `S${same}`, documents: { [same]: 'x' }, patientId }),
      );
      expect(outcomes(answers).filter((outcome) => outcome === 'Success')).toHaveLength(1);
      const sets = await ask(given().registries[0]!, {
        name: 'GetSubmissionSets',
        parameters: { uuid: [uuidOf(same)] },
      });
      expect(sets.filter(({ kind }) => kind === 'SubmissionSet')).toHaveLength(1);
    }
  });
}

describe('a domain of two workers', () => {
  let folder: string;
  let data: string;
  let started: StartedDomain;
  let domain: Reached;
  let patientId: string;
  interface Health {
    readonly actors: Record<string, boolean>;
    readonly workers: { pid: number; ready: boolean }[];
  }
  const health = async () => (await (await fetch(`${domain.state.index}/health`)).json()) as Health;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-workers-'));
    data = path.join(folder, 'data');
    started = await startAffinity(['--data', data, '--workers', '2']);
    domain = await reachDomain(data);
    patientId = await feedOnePatient(domain, 'P1');
  });
  afterAll(async () => {
    await domain[Symbol.asyncDispose]();
    expect(await started.stop()).toBe(0);
    await rm(folder, { recursive: true, force: true });
  });

  it('runs in three processes, all actors ready', async () => {
    const { actors, workers } = await health();
    expect(workers.map(({ ready }) => ready)).toEqual([true, true]);
    expect(new Set([started.process.pid, ...workers.map(({ pid }) => pid)]).size).toBe(3);
    expect(Object.values(actors)).toEqual(Object.keys(actors).map(() => true));
  });

  actAsOne(() => ({ registries: [domain], patientId, prefix: 'w' }));

  it('takes documents and images, and gives them back', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `doc${n}`);
    await Promise.all(
      names.map((each) => provide(domain, { set: `S${each}`, documents: { [each]: `text ${each}` }, patientId })),
    );
    await importInstance(domain, aCtInstance());
    await publishStudy(domain, '2.25.1001', patientId);
    const { documents } = await retrieve(domain, names);
    expect(documents.map(({ text }) => text)).toEqual(names.map((each) => `text ${each}`));
    const verified = await affinity([
      'verify',
      '--json',
      '--repository',
      baseOf(domain, '/repository/documents'),
      '--data',
      data,
    ]);
    expect(verified.json()).toMatchObject({ sound: true, documents: 13, images: 1 });
  });

  it('spools the audit messages of each process in a folder of its own', async () => {
    const folders = await readdir(path.join(data, 'audit'));
    expect(folders).toEqual(expect.arrayContaining(['worker-1', 'worker-2']));
    for (const worker of ['worker-1', 'worker-2']) {
      expect(await readdir(path.join(data, 'audit', worker))).toEqual(['00000001.audit']);
    }
  });

  it.each([0, 1])('goes on when worker %i is killed, and has it again', async (which) => {
    const killed = (await health()).workers[which]!.pid;
    process.kill(killed, 'SIGKILL');
    const during: RegistryResponse[] = [];
    await until(
      async () => {
        const document = `killed${which}${during.length}`;
        const sent = register(domain, { set: `S${document}`, documents: { [document]: 'x' }, patientId });
        // What was on its way to the killed one gets no answer.
        const answer = await sent.catch(() => undefined);
        if (answer !== undefined) during.push(answer);
        return health();
      },
      ({ actors, workers }) =>
        workers[which]!.pid !== killed && workers[which]!.ready && Object.values(actors).every(Boolean),
      30_000,
    );
    expect(outcomes(during)).toEqual(during.map(() => 'Success'));
    expect(during.length).toBeGreaterThan(0);
    expect((await findDocuments(domain, patientId)).length).toBeGreaterThanOrEqual(during.length);
    expect(await feedOnePatient(domain, `P2${which}`)).toContain(`P2${which}`);
  });
});

function baseOf(domain: ReachableDomain, resource: string): string {
  const { url } = domain.state.endpoints.find((each) => each.url.endsWith(resource))!;
  return url.slice(0, -resource.length) + resource.slice(0, resource.lastIndexOf('/'));
}

describe('two domains with folders of their own on one PostgreSQL', () => {
  let folder: string;
  let database: ProxiedDatabase;
  let started: StartedDomain[];
  let domains: Reached[];
  let patientId: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-two-'));
    database = await aProxiedDatabase();
    const both = `database: { url: '${database.url}' }
actors:
  document-registry: {}
`;
    const first = `${both}  document-repository: {}\n  patient-identifier-cross-reference-manager: {}\n`;
    await writeFile(path.join(folder, 'a.yaml'), first);
    await writeFile(path.join(folder, 'b.yaml'), both);
    const start = (name: string) =>
      startAffinity(['--config', path.join(folder, `${name}.yaml`), '--data', path.join(folder, name)]);
    // At the same moment: the tables are made once.
    started = await Promise.all([start('a'), start('b')]);
    domains = await Promise.all(['a', 'b'].map((name) => reachDomain(path.join(folder, name))));
    patientId = await feedOnePatient(domains[0]!, 'P1');
  });
  afterAll(async () => {
    for (const domain of domains) await domain[Symbol.asyncDispose]();
    await Promise.all(started.map((each) => each.stop()));
    await database[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  actAsOne(() => ({ registries: domains, patientId, prefix: 'p' }));
});
