import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCtInstance } from '../support/dicom.ts';
import {
  feedOnePatient,
  findDocuments,
  importInstance,
  provide,
  publishStudy,
  retrieve,
} from '../support/domain-traffic.ts';
import { until } from '../support/raw-http.ts';
import { aRunningDomain, type ReachableDomain, type TestDomain } from '../support/running-domain.ts';

/** Ports nobody listens on at the moment. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Two domains as one: a transaction goes to the first that serves it. */
function together(one: ReachableDomain, other: ReachableDomain): ReachableDomain {
  const serves = (domain: ReachableDomain, id: string, actor?: string) =>
    domain.state.endpoints.some((each) => each.transactions.includes(id) && (actor ?? each.actor) === each.actor);
  return {
    state: { ...one.state, endpoints: [...one.state.endpoints, ...other.state.endpoints] },
    url: (id, actor) => (serves(one, id, actor) ? one : other).url(id, actor),
    call: (transaction, actor) => (serves(one, transaction.id, actor) ? one : other).call(transaction, actor),
  };
}

describe('[ITI TF-1 10] actors as services of their own, talking over sockets only', () => {
  let port: number;
  let mllpPort: number;
  let registry: TestDomain;
  let others: TestDomain;
  let domain: ReachableDomain;
  const startRegistry = async () => {
    registry = await aRunningDomain(`
actors:
  document-registry: { port: ${port}, mllpPort: ${mllpPort} }
`);
  };
  beforeAll(async () => {
    [port, mllpPort] = (await freePorts(2)) as [number, number];
    await startRegistry();
    others = await aRunningDomain(`
actors:
  document-repository: { registry: '${registry.url('ITI-42')}', retryWindowSeconds: 10, sweepIntervalSeconds: 1 }
  imaging-document-source: { repository: 'local:document-repository' }
  patient-identifier-cross-reference-manager: { feedTo: ['${registry.url('ITI-8')}'], retrySeconds: 0.1 }
`);
    domain = together(others, registry);
  });
  afterAll(async () => {
    await others[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  it('feed, provide, publish, query and retrieve across the two', async () => {
    const patientId = await feedOnePatient(domain, 'P1');
    expect(await provide(domain, { set: 'S1', documents: { a: 'apart' }, patientId })).toEqual({
      status: 'Success',
      errors: [],
    });
    await importInstance(domain, aCtInstance());
    await publishStudy(domain, '2.25.1001', patientId);
    const entries = await findDocuments(domain, patientId);
    expect(entries.map(({ mimeType }) => mimeType).sort()).toEqual(['application/dicom', 'text/plain']);
    expect((await retrieve(domain, ['a'])).documents).toMatchObject([{ text: 'apart' }]);
  });

  it('a registry that is down: nothing is kept of a submission, feeds wait for it and arrive', async () => {
    const before = await others.kept();
    await registry[Symbol.asyncDispose]();
    const refused = await provide(domain, { set: 'S2', documents: { b: 'later' }, patientId: '1^^^&1.2&ISO' });
    expect(refused).toMatchObject({ status: 'Failure', errors: [{ errorCode: 'XDSRegistryNotAvailable' }] });
    expect(await others.kept()).toEqual(before);
    const patientId = await feedOnePatient(domain, 'P2');
    await startRegistry();
    domain = together(others, registry);
    await until(
      async () => (await registry.kept()).rows['document_registry.patient'],
      (patients) => patients === 1,
      20_000,
    );
    expect(await provide(domain, { set: 'S2', documents: { b: 'later' }, patientId })).toMatchObject({
      status: 'Success',
    });
  });
});
