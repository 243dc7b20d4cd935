import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host, RunningActor } from '../../runtime/host.ts';
import { type HttpListener, type HttpRoute, listenHttp } from '../../runtime/http/listen.ts';
import { createLogger } from '../../runtime/log.ts';
import { createMllpClient } from '../../runtime/mllp/client.ts';
import { createMllpEndpoint } from '../../runtime/mllp/endpoint.ts';
import { listenMllp, type MllpListener } from '../../runtime/mllp/listen.ts';
import type { MllpTransaction } from '../../runtime/mllp/transaction.ts';
import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import { hospitalA, inA, inAffinity, jane } from '../../test/support/cross-reference-manager.ts';
import { aFeedMessage, affinityAuthority } from '../../test/support/feed-messages.ts';
import { testDatabase } from '../../test/support/postgres.ts';
import { feedAccepted } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import { sendPatientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/client.ts';
import type { FeedTrigger } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { sendPixQuery } from '../../transactions/iti-9-pix-query/client.ts';
import { pixQuery } from '../../transactions/iti-9-pix-query/transaction.ts';
import { patientIdentifierCrossReferenceManager as manager } from './actor.ts';

const log = createLogger({ level: 'silent' });
const audit = async () => undefined;
const client = createMllpClient({ log, audit });
const endpoint = createMllpEndpoint({ log, audit });
const routes = new Map<string, HttpRoute>();
const told: string[] = [];
const running = {} as {
  database: OpenDatabase;
  actor: RunningActor;
  mllp: MllpListener;
  http: HttpListener;
  registry: MllpListener;
};

const unused = () => {
  throw new Error('a PIX Manager has no SOAP endpoint and keeps no documents');
};
const host: Host = {
  domain: { name: 'test', assigningAuthority: affinityAuthority, codeSets: { codes: {} } },
  soap: unused,
  mllp: () => endpoint,
  route: (path, handle) => routes.set(path, handle),
  replies: unused,
  client: <Req, Res>(transaction: SoapTransaction<Req, Res> | MllpTransaction<Req, Res>, peer: string) =>
    transaction.kind === 'mllp' ? client.connect(transaction, peer) : unused(),
  database: async (migrations) => {
    running.database = await testDatabase(migrations);
    return running.database;
  },
  blobs: unused,
  now: () => new Date('2025-06-01T08:00:00Z'),
  newUUID: () => `urn:uuid:${randomUUID()}`,
  log,
};

function registryAt(port: number): Promise<MllpListener> {
  const registry = createMllpEndpoint({ log, audit }).serve(patientIdentityFeed, async (request) => {
    told.push(request.patient.identifiers.map(({ id }) => id).join(' '));
    return feedAccepted(request);
  });
  return listenMllp({ host: '127.0.0.1', port, endpoint: registry, log });
}

beforeAll(async () => {
  running.registry = await registryAt(0);
  const settings = manager.config.parse({ feedTo: [running.registry.url], retrySeconds: 0.05 });
  running.actor = await manager.start(settings, host);
  running.mllp = await listenMllp({ host: '127.0.0.1', port: 0, endpoint, log });
  running.http = await listenHttp({ host: '127.0.0.1', port: 0, soap: new Map(), routes, log });
});
afterAll(async () => {
  await running.http.close();
  await running.mllp.close();
  await running.actor[Symbol.asyncDispose]();
  await client.close();
  await running.registry.close();
  await running.database.close();
});

const feed = (trigger: FeedTrigger, identifiers: Identifier[], prior?: Identifier[]) => {
  const message = aFeedMessage(trigger, identifiers, prior);
  const call = client.connect(patientIdentityFeed, running.mllp.url);
  return sendPatientIdentityFeed(call, { ...message, patient: { ...message.patient, ...jane } });
};
const list = async (search: string) => {
  const response = await fetch(`${running.http.url}/pix/patients${search}`);
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const ids = async (search: string) =>
  (await list(search)).body.map(
    ({ domain, id }: { domain: { namespace: string }; id: string }) => `${domain.namespace}:${id}`,
  );

describe('[ITI TF-1 5.1] a PIX Manager over sockets', () => {
  it('takes feeds, tells the registry, answers queries', async () => {
    expect((await feed('A04', [inA('A-1')])).code).toBe('AA');
    expect((await feed('A04', [inAffinity('X-1')])).code).toBe('AA');
    expect(told).toEqual(['X-1']);
    const { header } = aFeedMessage('A04', []);
    const query = { header: { ...header, version: '2.5' }, queryTag: 'T1', domains: [{ namespace: 'AFFINITY' }] };
    const call = client.connect(pixQuery, running.mllp.url);
    expect(await sendPixQuery(call, { ...query, identifier: inA('A-1'), priority: 'I' })).toMatchObject({
      code: 'AA',
      status: 'OK',
      queryTag: 'T1',
      identifiers: [inAffinity('X-1')],
    });
    expect(await running.actor.ready()).toBe(true);
  });

  it('takes feeds while the registry is down, and tells it in order once it is up', async () => {
    const { port } = running.registry;
    await running.registry.close();
    for (const id of ['X-2', 'X-3', 'X-4']) expect((await feed('A04', [inAffinity(id)])).code).toBe('AA');
    expect(told).toEqual(['X-1']);
    running.registry = await registryAt(port);
    await expect.poll(() => told, { timeout: 10_000, interval: 10 }).toEqual(['X-1', 'X-2', 'X-3', 'X-4']);
  });

  it('serves and calls what it declares', () => {
    expect(manager.serves.map(({ id }) => id)).toEqual(['ITI-8', 'ITI-9']);
    expect(manager.calls.map(({ id }) => id)).toEqual(['ITI-8']);
  });
});

describe('GET /pix/patients', () => {
  beforeAll(async () => {
    const roe = aFeedMessage('A04', [inA('R-1')]);
    const patient = { ...roe.patient, names: [{ family: 'O%Roe', given: 'Ann' }], birthDate: '19701231' };
    const call = client.connect(patientIdentityFeed, running.mllp.url);
    await call({ ...roe, patient });
  });

  it('lists records with their cross-references', async () => {
    const { status, body } = await list('?id=A-1');
    expect(status).toBe(200);
    expect(body).toEqual([
      {
        domain: { namespace: hospitalA.namespace, oid: hospitalA.oid },
        id: 'A-1',
        status: 'active',
        name: 'Doe^Jane',
        birthDate: '19800101',
        sex: 'F',
        crossReferences: ['X-1', 'X-2', 'X-3', 'X-4'].map((id) => ({ ...affinityAuthority, id })),
      },
    ]);
  });

  it('lists what is not known as empty', async () => {
    expect((await list('?id=R-1')).body).toMatchObject([{ name: 'O%Roe^Ann', birthDate: '19701231', sex: '' }]);
  });

  it('lists merged records as such', async () => {
    await feed('A04', [inA('M-1')]);
    await feed('A40', [inA('A-1')], [inA('M-1')]);
    expect((await list('?id=M-1')).body).toMatchObject([
      { status: 'subsumed', subsumedBy: 'A-1', crossReferences: [] },
    ]);
  });

  it.each([
    ['?name=oe%5Ejan&limit=1', ['AFFINITY:X-1']],
    ['?name=doe&limit=2', ['AFFINITY:X-1', 'AFFINITY:X-2']],
    ['?name=jane&domain=HOSPITAL_A&id=A-1', ['HOSPITAL_A:A-1']],
    [`?name=D%5EJ&domain=${hospitalA.oid}&id=A-1`, ['HOSPITAL_A:A-1']],
    ['?name=Doe%5EJohn', []],
    ['?name=%5EAnn', ['HOSPITAL_A:R-1']],
    ['?name=o%25', ['HOSPITAL_A:R-1']],
    ['?birth-date=1970', ['HOSPITAL_A:R-1']],
    ['?birth-date=19701230', []],
    ['?id=r-1', []],
  ])('%s finds %j', async (search, expected) => {
    expect(await ids(search)).toEqual(expected);
  });

  it.each([
    ['?nam=Doe', 400, 'There is no parameter nam'],
    ['?limit=0', 400, 'limit is a number from 1 to 1000, found 0'],
    ['?birth-date=1.1.1980', 400, 'birth-date is YYYY'],
    ['?domain=ELSEWHERE', 400, 'There is no domain ELSEWHERE; there are AFFINITY, HOSPITAL_A, HOSPITAL_B'],
    ['/A-1', 404, 'Nothing is served'],
  ])('%s is refused with %d', async (search, status, detail) => {
    expect(await list(search)).toMatchObject({ status, body: { status, detail: expect.stringContaining(detail) } });
  });

  it('is read only', async () => {
    const response = await fetch(`${running.http.url}/pix/patients`, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
  });
});
