import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenHttp } from '../../runtime/http/listen.ts';
import { createLogger } from '../../runtime/log.ts';
import { openPeers, type Peers } from '../../runtime/peers.ts';
import type { WireEndpoint } from '../../runtime/soap/endpoint-types.ts';
import { createReplyInbox } from '../../runtime/soap/reply-inbox.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import type { Submission } from '../../schemas/metadata/nouns.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { removeDocuments } from '../../transactions/iti-86-remove-documents/transaction.ts';
import { affinity } from '../support/affinity.ts';
import {
  feedOnePatient,
  findDocuments,
  namedProvision,
  patientIdIn,
  provide,
  retrieve,
} from '../support/domain-traffic.ts';
import { aDocumentEntry, aRepositoryUniqueId } from '../support/metadata.ts';
import { until } from '../support/raw-http.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, type ReachableDomain, type TestDomain } from '../support/running-domain.ts';

const log = createLogger({ level: 'silent' });
const allowed = "listen: { asynchronous: { replyTo: ['http://127.0.0.1:*'], retrySeconds: 0.1, attempts: 20 } }";

/** A caller with a listener of its own, that asks `domain` and has every answer come there. */
interface Caller extends ReachableDomain, AsyncDisposable {
  readonly audited: AuditEvent[];
  readonly replyTo: string;
  /** How often each answer is to arrive. */
  copies: number;
  /** HTTP answers of the listener so far. */
  readonly statuses: number[];
  /** Stops listening, or listens again at the same port. */
  away(): Promise<void>;
  back(): Promise<void>;
}

async function aCaller(domain: ReachableDomain, replyMs = 10_000): Promise<Caller> {
  const audited: AuditEvent[] = [];
  const peers: Peers = openPeers({ log, audit: (events) => void audited.push(...events) });
  const soap = new Map<string, WireEndpoint>();
  const listen = (port: number) => listenHttp({ host: '127.0.0.1', port, soap, log });
  let listener = await listen(0);
  const { port, url } = listener;
  const replyTo = `${url}/replies`;
  const inbox = createReplyInbox({ address: () => replyTo, log });
  const caller: Caller = {
    ...domain,
    audited,
    replyTo,
    copies: 1,
    statuses: [],
    call: (transaction, actor) =>
      peers.call(transaction, domain.url(transaction.id, actor), { replies: inbox, replyMs }),
    away: () => listener.close(0),
    back: async () => {
      listener = await listen(port);
    },
    async [Symbol.asyncDispose]() {
      await peers.close();
      await listener.close(0);
    },
  };
  soap.set('/replies', {
    async handle(request, origin) {
      const chunks: Uint8Array[] = [];
      if (caller.copies > 1) for await (const chunk of request.body) chunks.push(chunk);
      for (let copy = 1; copy < caller.copies; copy += 1) {
        const { status } = await inbox.handle({ ...request, body: again(chunks) }, origin);
        caller.statuses.push(status);
      }
      const answer = await inbox.handle(caller.copies > 1 ? { ...request, body: again(chunks) } : request, origin);
      caller.statuses.push(answer.status);
      return answer;
    },
  });
  return caller;
}

async function* again(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, void> {
  yield* chunks;
}

describe('[ITI TF-2 V.5] asynchronous web services', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await aRunningDomain(allowed);
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  it('answer ITI-41, ITI-18 and ITI-43 where the caller listens, documents and all', async () => {
    await using caller = await aCaller(domain);
    const patientId = await feedOnePatient(domain, 'ASYNC-1');
    const text = 'text '.repeat(1 << 20);
    const provided = await provide(caller, { set: 'asynca', patientId, documents: { asyncb: text } });
    expect(provided).toMatchObject({ status: 'Success', errors: [] });
    expect(await findDocuments(caller, patientId)).toMatchObject([{ uniqueId: oidOf('asyncb') }]);
    const { answer, documents } = await retrieve(caller, ['asyncb', 'nothing']);
    expect(answer.status).toBe('PartialSuccess');
    expect(documents.map((document) => document.text === text)).toEqual([true]);
    expect(caller.statuses).toEqual([202, 202, 202]);
    for (const { participants } of caller.audited)
      expect(participants.map(({ userId }) => userId)).toContain(caller.replyTo);
    const services = (await domain.audited()).filter((message) => message.includes(`UserID="${caller.replyTo}"`));
    for (const id of ['ITI-18', 'ITI-41', 'ITI-43']) expect(services.join('\n')).toContain(`csd-code="${id}"`);
  });

  it('answer ITI-42, also with a refusal', async () => {
    await using caller = await aCaller(domain);
    const patientId = await feedOnePatient(domain, 'ASYNC-2');
    const register = (set: string, patient: string) => {
      const { submission } = namedProvision({ set, patientId: patient, documents: { [`${set}x`]: 'x' } });
      const { hash, size, repositoryUniqueId } = aDocumentEntry();
      const documentEntries = submission.documentEntries.map((entry) => ({ ...entry, hash, size, repositoryUniqueId }));
      return caller.call(registerDocumentSet)({ submission: { ...submission, documentEntries } as Submission });
    };
    expect(await register('asyncc', patientId)).toMatchObject({ status: 'Success', errors: [] });
    expect(await findDocuments(domain, patientId)).toHaveLength(1);
    const refused = await register('asyncd', patientId.replace('ASYNC-2', 'nobody'));
    expect(refused.errors.map(({ errorCode }) => errorCode)).toContain('XDSUnknownPatientId');
  });

  it('take an answer that arrives three times for one', async () => {
    await using caller = await aCaller(domain);
    caller.copies = 3;
    const patientId = await feedOnePatient(domain, 'ASYNC-3');
    expect((await provide(caller, { set: 'asynce', patientId, documents: { asyncf: 'f' } })).status).toBe('Success');
    expect(await findDocuments(caller, patientId)).toHaveLength(1);
    await until(
      () => caller.statuses,
      ({ length }) => length === 6,
    );
    expect(caller.statuses).toEqual(Array(6).fill(202));
    expect(caller.audited).toHaveLength(2);
  });

  it('reach a caller that was away for a while', async () => {
    await using caller = await aCaller(domain);
    const patientId = await feedOnePatient(domain, 'ASYNC-4');
    await caller.away();
    const answered = provide(caller, { set: 'asyncg', patientId, documents: { asynch: 'h' } });
    await until(
      () => findDocuments(domain, patientId),
      ({ length }) => length === 1,
    );
    await sleep(200);
    await caller.back();
    expect((await answered).status).toBe('Success');
  });

  it('do their work though the caller has given up, and their late answer is refused', async () => {
    await using caller = await aCaller(domain, 100);
    const patientId = await feedOnePatient(domain, 'ASYNC-5');
    await caller.away();
    const answered = provide(caller, { set: 'asynci', patientId, documents: { asyncj: 'j' } });
    await expect(answered).rejects.toThrow(/No answer came to wsa:ReplyTo within 0\.1 s/);
    await expect(answered).rejects.toBeInstanceOf(Unavailable);
    await caller.back();
    await until(
      () => caller.statuses.length,
      (length) => length > 0,
    );
    expect(caller.statuses).toEqual([400]);
    expect(await findDocuments(domain, patientId)).toMatchObject([{ uniqueId: oidOf('asyncj') }]);
  });

  it('serve the command line where it says it listens', async () => {
    await feedOnePatient(domain, 'ASYNC-6');
    const folder = await mkdtemp(path.join(tmpdir(), 'affinity-replies-'));
    try {
      const file = path.join(folder, 'letter.txt');
      await writeFile(file, 'by and by');
      const where = ['--data', domain.dataFolder, '--reply-to', 'http://127.0.0.1:0'];
      const submitted = await affinity(['submit', file, '--patient', 'ASYNC-6', '--json', ...where]);
      expect(submitted).toMatchObject({ code: 0, stderr: '' });
      const found = await affinity(['query', 'FindDocuments', '--patient', 'ASYNC-6', '--json', ...where]);
      expect(found.json<{ uniqueId: string }[]>()).toHaveLength(1);
      const out = path.join(folder, 'out');
      expect(await affinity(['retrieve', '--patient', 'ASYNC-6', '--out', out, ...where])).toMatchObject({ code: 0 });
      const [name] = await readdir(out);
      expect(await readFile(path.join(out, name!), 'utf8')).toBe('by and by');
      const wrong = await affinity([
        'query',
        'FindDocuments',
        '--patient',
        'ASYNC-6',
        '--data',
        domain.dataFolder,
        '--reply-to',
        'x',
      ]);
      expect(wrong.stderr).toContain('x is no address for answers');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are not offered by transactions without the option', async () => {
    await using caller = await aCaller(domain);
    const document = { repositoryUniqueId: aRepositoryUniqueId, documentUniqueId: '1.2.3' };
    await expect(caller.call(removeDocuments)({ documents: [document] })).rejects.toMatchObject({
      subcode: 'OnlyAnonymousAddressSupported',
      message: expect.stringMatching(/answered on the connection of its request only/),
    });
  });
});

describe('[ITI TF-2 V.5] asynchronous web services by default', () => {
  it('are off, and the fault names the setting', async () => {
    await using domain = await aRunningDomain();
    await using caller = await aCaller(domain);
    const patientId = patientIdIn(domain, 'nobody');
    for (const ask of [() => findDocuments(caller, patientId), () => retrieve(caller, ['x'])]) {
      await expect(ask()).rejects.toMatchObject({
        subcode: 'OnlyAnonymousAddressSupported',
        message: expect.stringMatching(/as listen\.asynchronous\.replyTo lists no address/),
      });
    }
    expect(caller.statuses).toEqual([]);
  });
});
