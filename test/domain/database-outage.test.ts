import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossReference } from '../../actors/patient-identity-source/cross-reference.ts';
import { feedPatient } from '../../actors/patient-identity-source/feed-request.ts';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { pixQuery } from '../../transactions/iti-9-pix-query/transaction.ts';
import { sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { sendRegistration } from '../../transactions/iti-42-register-document-set-b/client.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { sendImagingRetrieval } from '../../transactions/rad-69-retrieve-imaging-document-set/client.ts';
import { retrieveImagingDocumentSet } from '../../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { aProxiedDatabase, type ProxiedDatabase } from '../support/database-proxy.ts';
import {
  feedOnePatient,
  findDocuments,
  namedProvision,
  provide,
  retrieve,
  testFeed,
} from '../support/domain-traffic.ts';
import { until } from '../support/raw-http.ts';
import { oidOf, relates } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

const settings = (url: string) => `
database: { url: '${url}' }
actors:
  document-registry: {}
  document-repository: { retryWindowSeconds: 10, sweepIntervalSeconds: 1 }
  imaging-document-source: {}
  patient-identifier-cross-reference-manager: { retrySeconds: 0.1 }
`;

const codes = ({ errors }: RegistryResponse) => errors.map(({ errorCode }) => errorCode);
const healthOf = async (domain: TestDomain) => (await fetch(`${domain.state.index}/health`)).status;

describe('a database that goes away under a running domain', () => {
  let database: ProxiedDatabase;
  let domain: TestDomain;
  let patientId: string;
  beforeAll(async () => {
    database = await aProxiedDatabase();
    domain = await aRunningDomain(settings(database.url));
    patientId = await feedOnePatient(domain, 'P1');
    expect(await provide(domain, { set: 'S1', documents: { a: 'kept' }, patientId })).toMatchObject({
      status: 'Success',
    });
  });
  afterAll(async () => {
    database.restore();
    await domain[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const named = () => ({ set: 'S2', documents: { b: 'later' }, patientId });
  const own = () => ({ ...domain.state.assigningAuthority, type: 'ISO' });
  const feed = async () => {
    const name = { family: 'Moser', given: 'Later', typeCode: 'L' };
    const event = { trigger: 'A04', identifiers: [{ id: 'P2', authority: own() }], name } as const;
    const call = domain.call(patientIdentityFeed, 'patient-identifier-cross-reference-manager');
    const { code, errors } = await feedPatient(event, { ...testFeed, call });
    return [code, ...errors.map((error) => error.code)];
  };
  const study = {
    studyInstanceUID: '1.2',
    series: [
      {
        seriesInstanceUID: '1.2.3',
        documents: [{ repositoryUniqueId: '1.3.6.1.4.1.21367.13.71.101', documentUniqueId: '1.2.3.4' }],
      },
    ],
  };

  const busy: readonly [string, () => Promise<unknown>, unknown][] = [
    ['ITI-8', feed, ['AE', '207']],
    [
      'ITI-9',
      () =>
        crossReference({ identifier: { id: 'P1', authority: own() } }, { ...testFeed, call: domain.call(pixQuery) }),
      expect.objectContaining({ outcome: 'refused', errors: [expect.objectContaining({ code: '207' })] }),
    ],
    [
      'ITI-18',
      async () => {
        const parameters = { patientId, status: [availabilityStatuses.Approved] };
        return codes(await sendStoredQuery(domain.call(registryStoredQuery), { name: 'FindDocuments', parameters }));
      },
      ['XDSRegistryBusy'],
    ],
    ['ITI-41', async () => codes(await provide(domain, named())), ['XDSRepositoryBusy']],
    [
      'ITI-42',
      async () => {
        const { submission } = namedProvision(named());
        const documentEntries = submission.documentEntries.map((entry) => ({
          ...entry,
          hash: '0'.repeat(40),
          size: '5',
          repositoryUniqueId: '1.2.3',
        }));
        return codes(
          await sendRegistration(domain.call(registerDocumentSet), { submission: { ...submission, documentEntries } }),
        );
      },
      ['XDSRegistryBusy'],
    ],
    ['ITI-43', async () => codes((await retrieve(domain, ['a'])).answer), ['XDSRepositoryBusy']],
    [
      'RAD-69',
      async () => {
        const call = domain.call(retrieveImagingDocumentSet);
        return codes(
          await sendImagingRetrieval(call, { studies: [study], transferSyntaxUIDs: ['1.2.840.10008.1.2.1'] }),
        );
      },
      ['XDSRepositoryBusy'],
    ],
  ];

  it('every transaction says busy, nothing is kept, and all is well when it is back', async () => {
    const before = await domain.kept();
    expect(await healthOf(domain)).toBe(200);
    database.cut();
    for (const [id, ask, says] of busy) expect(await ask(), id).toEqual(says);
    expect(await healthOf(domain)).toBe(503);
    database.restore();
    expect(await domain.kept()).toEqual(before);
    expect(await healthOf(domain)).toBe(200);
    expect(await feed()).toEqual(['AA']);
    expect(await provide(domain, named())).toEqual({ status: 'Success', errors: [] });
    expect((await retrieve(domain, ['a', 'b'])).documents.map(({ text }) => text)).toEqual(['kept', 'later']);
  });

  /** The registry's statements by their names on the wire: what it does for a new document, and for an addendum. */
  const entersNew = 'insert-new-';
  const looks = 'view\0';
  const entersRelated = 'insert-r';

  /** Where the connection breaks during one ITI-41, what its answer must say, and what the document adds to. */
  const breaks: readonly [where: string, cut: () => void, says: string, target?: string][] = [
    [
      'before the repository has entered the document',
      () => database.cutAt('claim-documents', 'asked'),
      'XDSRepositoryBusy',
    ],
    [
      'before the repository knows that it has',
      () => database.cutAt('claim-documents', 'answered'),
      'XDSRepositoryBusy',
    ],
    ['before the registry has registered', () => database.cutAt(entersNew, 'asked'), 'XDSRegistryNotAvailable'],
    ['before the registry knows that it has', () => database.cutAt(entersNew, 'answered'), 'XDSRegistryNotAvailable'],
    ['before the registry has looked', () => database.cutAt(looks, 'asked'), 'XDSRegistryBusy', 'a'],
    ['while the registry enters the objects', () => database.cutAt(entersRelated, 'asked'), 'XDSRegistryBusy', 'a'],
    [
      'before the registry has committed',
      () => database.cutAt('commit\0', 'asked', looks),
      'XDSRegistryNotAvailable',
      'a',
    ],
    [
      'before the registry knows that it has committed',
      () => database.cutAt('commit\0', 'answered', looks),
      'XDSRegistryNotAvailable',
      'a',
    ],
  ];

  it.each(breaks.map(([where, cut, says, target], n) => [where, says, cut, target, `x${n}`] as const))(
    'a connection that breaks %s is answered %s',
    async (_, says, cut, target, name) => {
      const more = target === undefined ? [] : [relates(name, 'APND', target)];
      cut();
      const answer = await provide(domain, { set: `S${name}`, documents: { [name]: name }, patientId, more });
      database.restore();
      expect(codes(answer)).toEqual([says]);
    },
  );

  it('what was left open is settled: what is registered can be retrieved, and nothing else is kept', async () => {
    const names = breaks.map((_, n) => `x${n}`);
    await until(
      async () => (await domain.kept()).rows['document_repository.unconfirmed'],
      (open) => open === 0,
      20_000,
    );
    const uniqueIds = (await findDocuments(domain, patientId)).map(({ uniqueId }) => uniqueId);
    const registered = names.filter((name) => uniqueIds.includes(oidOf(name)));
    expect(registered).toEqual(['x3', 'x7']);
    expect((await retrieve(domain, names)).documents.map(({ text }) => text)).toEqual(registered);
    const { rows, files } = await domain.kept();
    expect(rows['document_repository.document']).toBe(2 + registered.length);
    expect(files).toHaveLength(2 + registered.length);
    // What was not registered can be sent again.
    expect(await provide(domain, { set: 'Sx0', documents: { x0: 'x0' }, patientId })).toMatchObject({
      status: 'Success',
    });
  });
});

describe('a server process of the embedded PostgreSQL that is killed', () => {
  it('is replaced by the server, and the domain goes on', async () => {
    await using domain = await aRunningDomain();
    const patientId = await feedOnePatient(domain, 'P1');
    const client = new pg.Client({ connectionString: domain.running.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query(
      "select pid from pg_stat_activity where application_name = '' and pid <> pg_backend_pid() and backend_type = 'client backend'",
    );
    expect(rows.length).toBeGreaterThan(0);
    process.kill(rows[0].pid, 'SIGKILL');
    await until(
      () => healthOf(domain),
      (status) => status === 200,
      20_000,
    );
    expect(await provide(domain, { set: 'S1', documents: { a: 'after' }, patientId })).toMatchObject({
      status: 'Success',
    });
  });
});
