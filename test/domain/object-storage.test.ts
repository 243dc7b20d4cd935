import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBucket, type S3Bucket } from '../../runtime/blobs/s3/bucket.ts';
import { listObjects } from '../../runtime/blobs/s3/listing.ts';
import type { S3Settings } from '../../runtime/blobs/s3/settings.ts';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import { collect } from '../../schemas/sequence.ts';
import { feedOnePatient, findDocuments, provide, retrieve } from '../support/domain-traffic.ts';
import { anObjectStorage, realObjectStorage, type TestObjectStorage } from '../support/object-storage.ts';
import { until } from '../support/raw-http.ts';
import { oidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

const configuration = ({ endpoint, bucket, region, prefix, accessKeyId }: S3Settings, secret: string) => `
documents:
  storage: s3
  s3:
    { endpoint: '${endpoint}', bucket: ${bucket}, region: ${region}, prefix: '${prefix}', accessKeyId: '${accessKeyId}', secretAccessKey: { env: ${secret} } }
actors:
  document-registry: {}
  document-repository: { retryWindowSeconds: 900, sweepIntervalSeconds: 1 }
  imaging-document-source: {}
  on-demand-document-source: {}
  patient-identifier-cross-reference-manager: { retrySeconds: 0.1 }
`;
const codes = ({ errors }: RegistryResponse) => errors.map(({ errorCode }) => errorCode);
/** Longer than what is held until it is published. */
const long = 'long '.repeat(500_000);

/** A domain whose documents are in a bucket; the secret is in an environment variable of a name of its own. */
async function aDomainOver(settings: S3Settings): Promise<TestDomain> {
  const variable = `SECRET_${randomUUID().replaceAll('-', '')}`;
  process.env[variable] = settings.secretAccessKey;
  try {
    return await aRunningDomain(configuration(settings, variable));
  } finally {
    delete process.env[variable];
  }
}

describe('a domain whose documents are in an object storage', () => {
  let storage: TestObjectStorage;
  let bucket: S3Bucket;
  let domain: TestDomain;
  let patientId: string;
  beforeAll(async () => {
    storage = await anObjectStorage({ prefix: 'hospital/' });
    bucket = openBucket(storage.settings);
    domain = await aDomainOver(storage.settings);
    patientId = await feedOnePatient(domain, 'P1');
  });
  afterAll(async () => {
    await domain[Symbol.asyncDispose]();
    await bucket.close();
    await storage[Symbol.asyncDispose]();
  });
  const stored = async () => (await collect(listObjects(bucket, 'hospital/'))).map(({ key }) => key);
  const health = async () => (await fetch(`${domain.state.index}/health`)).status;
  const working = async () => {
    const { actors } = (await (await fetch(`${domain.state.index}/health`)).json()) as { actors: object };
    return Object.entries(actors).flatMap(([name, works]) => (works ? [name] : []));
  };
  const texts = async (...names: string[]) => (await retrieve(domain, names)).documents.map(({ text }) => text);

  it('keeps them below the prefix of the domain and the actor, and gives them back', async () => {
    const documents = { short: 'short', long };
    expect(await provide(domain, { set: 'S1', documents, patientId })).toEqual({ status: 'Success', errors: [] });
    expect(await texts('short', 'long')).toEqual(['short', long]);
    const keys = await stored();
    expect(keys).toHaveLength(2);
    for (const key of keys)
      expect(key).toMatch(/^hospital\/document-repository\/documents\/objects\/(..)\/\1[0-9a-f]{38}$/);
    expect((await domain.kept()).files).toEqual([]);
  });

  it('[ITI TF-3 Table 4.2.4.1-2] says busy while it is gone, registers and keeps nothing, and works by itself afterwards', async () => {
    const before = await stored();
    expect(await health()).toBe(200);
    await storage.stop();
    const send = (name: string, text: string) =>
      provide(domain, { set: `S${name}`, documents: { [name]: text }, patientId });
    expect(codes(await send('a', 'refused'))).toEqual(['XDSRepositoryBusy']);
    expect(codes(await send('b', `${long}refused`))).toEqual(['XDSRepositoryBusy']);
    expect(codes((await retrieve(domain, ['short'])).answer)).toEqual(['XDSRepositoryBusy']);
    expect(await health()).toBe(503);
    expect(await working()).toEqual(['document-registry', 'patient-identifier-cross-reference-manager']);
    expect((await findDocuments(domain, patientId)).map(({ uniqueId }) => uniqueId).sort()).toEqual(
      ['short', 'long'].map(oidOf).sort(),
    );
    await storage.start();
    expect(await health()).toBe(200);
    const rows = async () => {
      const { rows: all } = await domain.kept();
      return [all['document_repository.document'], all['document_repository.unconfirmed']];
    };
    await until(rows, ([documents, open]) => documents === 2 && open === 0, 20_000);
    expect(await stored()).toEqual(before);
    expect(await texts('short', 'long')).toEqual(['short', long]);
    expect(await send('a', 'other words, and taken')).toEqual({ status: 'Success', errors: [] });
    expect(await texts('a')).toEqual(['other words, and taken']);
  });

  it('keeps nothing of a submission the registry refuses', async () => {
    const before = await stored();
    const documents = { c: 'c', d: `${long}d` };
    const refused = await provide(domain, { set: 'S9', documents, patientId: patientId.replace('P1', 'NOBODY') });
    expect(codes(refused)).toContain('XDSUnknownPatientId');
    expect(await stored()).toEqual(before);
  });

  it('tells neither key nor secret in its log', async () => {
    expect(JSON.stringify(await domain.logged())).not.toContain(storage.settings.secretAccessKey);
  });
});

const real = realObjectStorage(`domain-${randomUUID()}/`);

describe.skipIf(real === undefined)('a domain over the object storage AFFINITY_TEST_S3_URL names', () => {
  it('provides, retrieves and keeps nothing of what is refused', async () => {
    const bucket = openBucket(real!);
    const domain = await aDomainOver(real!);
    const stored = async () => (await collect(listObjects(bucket, real!.prefix))).map(({ key }) => key);
    const patientId = await feedOnePatient(domain, 'P1');
    const documents = { short: 'short', long, longer: long.repeat(8) };
    expect(await provide(domain, { set: 'S1', documents, patientId })).toEqual({ status: 'Success', errors: [] });
    const names = Object.keys(documents);
    expect((await retrieve(domain, names)).documents.map(({ text }) => text)).toEqual(Object.values(documents));
    const before = await stored();
    expect(before).toHaveLength(3);
    const refused = { set: 'S2', documents: { c: `${long}c` }, patientId: patientId.replace('P1', 'NOBODY') };
    expect(codes(await provide(domain, refused))).toContain('XDSUnknownPatientId');
    expect(await stored()).toEqual(before);
    for (const key of before) await bucket.call({ method: 'DELETE', key, what: 'remove a document' });
    await domain[Symbol.asyncDispose]();
    await bucket.close();
  });
});
