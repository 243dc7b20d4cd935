import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../schemas/sequence.ts';
import { anObjectStorage, realObjectStorage, type TestObjectStorage } from '../../test/support/object-storage.ts';
import {
  aScriptedObjectStorage,
  type ScriptedAnswer,
  type ScriptedCall,
  type ScriptedObjectStorage,
  s3Error,
} from '../../test/support/scripted-object-storage.ts';
import { createLogger } from '../log.ts';
import { StorageFull, Unavailable } from '../unavailable.ts';
import type { OpenBlobStore } from './blob-store.ts';
import { openBucket, type S3Bucket } from './s3/bucket.ts';
import { listObjects, listUploads, removeLeftovers } from './s3/listing.ts';
import { beginUpload } from './s3/multipart.ts';
import { openS3Store } from './s3-store.ts';

const log = createLogger({ level: 'silent' });
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');
async function* chunksOf(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const keysBelow = async (bucket: S3Bucket, prefix: string) =>
  (await collect(listObjects(bucket, prefix))).map(({ key }) => key);

describe('an object storage that works', () => {
  let storage: TestObjectStorage;
  let bucket: S3Bucket;
  let store: OpenBlobStore;
  beforeAll(async () => {
    storage = await anObjectStorage();
    bucket = openBucket(storage.settings);
    store = await openS3Store(storage.settings, { log });
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await bucket.close();
    await storage[Symbol.asyncDispose]();
  });
  const staged = () => keysBelow(bucket, 'test/staging/');

  it('has a document under its hash, and nothing staged, once it is published or discarded', async () => {
    for (const size of [10, 2 << 20, 12 << 20]) {
      const blob = await store.stage(chunksOf(randomBytes(size)));
      expect((await staged()).length).toBe(size > 1 << 20 ? 1 : 0);
      await blob.publish();
      expect(await staged()).toEqual([]);
      const place = `test/objects/${blob.key.slice(0, 2)}/${blob.key}`;
      expect(await keysBelow(bucket, place)).toEqual([place]);
      await (await store.stage(chunksOf(randomBytes(size)))).discard();
      expect(await staged()).toEqual([]);
    }
  });

  it('holds small documents only while there is room, and stages what comes after', async () => {
    const blobs = [];
    for (let i = 0; i < 66; i++) blobs.push(await store.stage(chunksOf(randomBytes(1 << 20), 1 << 20)));
    expect((await staged()).length).toBe(2);
    await Promise.all(blobs.slice(1).map((blob) => blob.discard()));
    await blobs[0]!.publish();
    expect(await staged()).toEqual([]);
    const next = await store.stage(chunksOf(randomBytes(1 << 20)));
    expect(await staged()).toEqual([]);
    await next.discard();
  });

  it('refuses other octets under a name that is taken and leaves those alone', async () => {
    for (const size of [1000, 2 << 20]) {
      const bytes = randomBytes(size);
      const key = `test/objects/${sha1(bytes).slice(0, 2)}/${sha1(bytes)}`;
      for (const other of [randomBytes(size), randomBytes(size - 1)]) {
        await bucket.call({ method: 'PUT', key, body: other, what: 'store' });
        const blob = await store.stage(chunksOf(bytes));
        await expect(blob.publish()).rejects.toThrow(/Two different documents/);
        await blob.discard();
        expect(other.equals(Buffer.concat(await collect((await store.open(blob.key))!)))).toBe(true);
      }
      await bucket.call({ method: 'DELETE', key, what: 'remove' });
    }
    expect(await staged()).toEqual([]);
  });

  it('is swept of what was staged before a moment, and of nothing else', async () => {
    const kept = await store.stage(chunksOf(randomBytes(100)));
    await kept.publish();
    await store.stage(chunksOf(randomBytes(2 << 20)));
    expect(await removeLeftovers(bucket, new Date(Date.now() - 60_000))).toMatchObject({ objects: 0 });
    expect((await staged()).length).toBe(1);
    expect(await removeLeftovers(bucket, new Date(Date.now() + 60_000))).toMatchObject({ objects: 1 });
    expect(await staged()).toEqual([]);
    expect(await store.size(kept.key)).toBe(100);
  });

  it('is away for a while: every call says so, and all works again by itself', async () => {
    const { key } = await (async () => {
      const blob = await store.stage(chunksOf(randomBytes(3 << 20)));
      await blob.publish();
      return blob;
    })();
    const small = await store.stage(chunksOf(randomBytes(10)));
    await storage.stop();
    expect(await store.ready()).toBe(false);
    const calls = [
      store.stage(chunksOf(randomBytes(2 << 20))),
      small.publish(),
      store.open(key),
      store.size(key),
      store.remove(key),
      collect(store.keys()),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
    }
    const early = await openS3Store(storage.settings, { log });
    await storage.start();
    await small.publish();
    expect(await early.size(small.key)).toBe(10);
    expect(sha1(Buffer.concat(await collect((await early.open(key))!)))).toBe(key);
    expect(await store.ready()).toBe(true);
    await early[Symbol.asyncDispose]();
  });

  it('is closed at once, whatever it is waiting for', async () => {
    const hanging = await aScriptedObjectStorage();
    hanging.answerWith((call) => (call.method === 'HEAD' ? {} : { headers: { 'content-length': '1000' } }));
    const other = await openS3Store(hanging.settings, { log });
    const call = expect(collect(other.keys())).rejects.toThrow(Unavailable);
    await other[Symbol.asyncDispose]();
    await call;
    await hanging[Symbol.asyncDispose]();
  });

  it('says what to correct when the bucket does not exist', async () => {
    await expect(openS3Store({ ...storage.settings, bucket: 'elsewhere' }, { log })).rejects.toThrow(
      /bucket elsewhere at http.* does not exist: create it, or correct documents\.s3\.bucket/,
    );
  });
});

describe('an object storage that fails', () => {
  let storage: ScriptedObjectStorage;
  let store: OpenBlobStore;
  beforeEach(async () => {
    storage = await aScriptedObjectStorage();
    storage.answerWith(() => ({ body: '<ListBucketResult/>' }));
    store = await openS3Store(storage.settings, { log });
  });
  afterEach(async () => {
    await store[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
  });
  const is = (call: ScriptedCall, method: string, ...query: string[]) =>
    call.method === method && query.every((name) => call.query.has(name));
  /** Answers what is asked about a document nobody has, and the rest by `answer`. */
  const answering = (answer: (call: ScriptedCall) => ScriptedAnswer) =>
    storage.answerWith((call) => (is(call, 'HEAD') && call.path.includes('objects') ? { status: 404 } : answer(call)));
  const made = (name: string, ...children: string[]) => ({ body: `<${name}>${children.join('')}</${name}>` });

  for (const [how, trouble] of [
    ['503 SlowDown', s3Error(503, 'SlowDown')],
    ['500 without a word', { status: 500 }],
    ['429', { status: 429 }],
    ['400 RequestTimeout', s3Error(400, 'RequestTimeout')],
    ['200 with an error in it', s3Error(200, 'InternalError')],
    ['a broken connection', { break: true }],
  ] as const) {
    it(`is asked again after ${how}`, async () => {
      let puts = 0;
      answering((call) => (is(call, 'PUT') && ++puts < 3 ? trouble : {}));
      await (await store.stage(chunksOf(Buffer.from('text')))).publish();
      expect(puts).toBe(3);
    });
  }

  it('is given up after some tries', async () => {
    answering(() => s3Error(503, 'SlowDown'));
    const blob = await store.stage(chunksOf(Buffer.from('text')));
    await expect(blob.publish()).rejects.toThrow(Unavailable);
    expect(storage.calls.filter((call) => is(call, 'PUT')).length).toBe(5);
  });

  for (const [status, code] of [
    [507, 'XMinioStorageFull'],
    [403, 'QuotaExceeded'],
    [413, 'HTTP 413'],
    [400, 'XMinioAdminBucketQuotaExceeded'],
  ] as const) {
    it(`is full when it answers ${status} ${code}, at once`, async () => {
      answering(() => s3Error(status, code));
      const blob = await store.stage(chunksOf(Buffer.from('text')));
      await expect(blob.publish()).rejects.toThrow(StorageFull);
      expect(storage.calls.filter((call) => is(call, 'PUT')).length).toBe(1);
    });
  }

  it('tells neither key nor secret, in no error and in no log', async () => {
    const lines: string[] = [];
    const sink = new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) });
    answering(() => s3Error(403, 'SignatureDoesNotMatch'));
    const refused = await openS3Store(storage.settings, { log }).catch((error: Error) => error.message);
    storage.answerWith(() => ({}));
    const other = await openS3Store(storage.settings, { log: pino({ level: 'trace' }, sink) });
    answering(() => s3Error(403, 'SignatureDoesNotMatch'));
    const blob = await other.stage(chunksOf(randomBytes(10)));
    const trouble = await blob.publish().catch((error: Error) => `${error.message} ${error.cause}`);
    await other[Symbol.asyncDispose]();
    const told = [refused, trouble, ...lines].join('\n');
    expect(told).toContain('SignatureDoesNotMatch');
    expect(told).not.toMatch(/KEYID|KEYSECRET|TOKEN/);
  });

  it('gets every call signed, with the hash of its body', async () => {
    answering(() => ({}));
    await (await store.stage(chunksOf(Buffer.from('signed')))).publish();
    const put = storage.calls.find((call) => is(call, 'PUT'))!;
    expect(put.headers['x-amz-content-sha256']).toBe(createHash('sha256').update('signed').digest('hex'));
    expect(put.headers['x-amz-security-token']).toBe('TOKEN');
    expect(put.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=KEYID\/\d{8}\/eu-central-1\/s3\/aws4_request/,
    );
    expect(put.path).toBe(`/documents/hospital/objects/${sha1(put.body).slice(0, 2)}/${sha1(put.body)}`);
  });

  it('loses the answer to a completed upload: the document is there all the same', async () => {
    let completions = 0;
    storage.answerWith((call) => {
      if (is(call, 'POST', 'uploads')) return made('InitiateMultipartUploadResult', '<UploadId>u1</UploadId>');
      if (is(call, 'PUT', 'partNumber')) return { headers: { etag: `"${call.query.get('partNumber')}"` } };
      if (is(call, 'POST', 'uploadId')) return completions++ === 0 ? { break: true } : s3Error(404, 'NoSuchUpload');
      return {};
    });
    const blob = await store.stage(chunksOf(randomBytes(11 << 20)));
    expect(blob.size).toBe(11 << 20);
    expect(completions).toBe(2);
    const lost = () => (is(storage.calls.at(-1)!, 'HEAD') ? { status: 404 } : s3Error(404, 'NoSuchUpload'));
    storage.answerWith((call) => {
      if (is(call, 'POST', 'uploads')) return made('InitiateMultipartUploadResult', '<UploadId>u1</UploadId>');
      return is(call, 'PUT', 'partNumber') || is(call, 'DELETE') ? {} : lost();
    });
    await expect(store.stage(chunksOf(randomBytes(11 << 20)))).rejects.toThrow(/lost an upload/);
    expect(is(storage.calls.at(-1)!, 'DELETE', 'uploadId')).toBe(true);
  });

  it('gives an upload up when a part fails, and has no more parts on their way than allowed', async () => {
    let [flying, most] = [0, 0];
    storage.answerWith((call) => {
      if (is(call, 'POST', 'uploads')) return made('InitiateMultipartUploadResult', '<UploadId>u1</UploadId>');
      if (is(call, 'PUT')) most = Math.max(most, ++flying);
      setTimeout(() => flying--, 1);
      return call.query.get('partNumber') === '4' ? s3Error(403, 'AccessDenied') : {};
    });
    await expect(store.stage(chunksOf(randomBytes(40 << 20)))).rejects.toThrow(Unavailable);
    expect(is(storage.calls.at(-1)!, 'DELETE', 'uploadId')).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('is asked for the rest of a document when a connection breaks in between', async () => {
    const bytes = randomBytes(300_000);
    let reads = 0;
    storage.answerWith((call) => {
      if (call.method === 'HEAD') return { headers: { 'content-length': String(bytes.length) } };
      if (call.headers.range === undefined) return made('ListBucketResult');
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(call.headers.range)!;
      const asked = bytes.subarray(Number(start), Number(end) + 1);
      const headers = { 'content-length': String(asked.length) };
      if (++reads === 3) return s3Error(500, 'InternalError');
      return reads < 5
        ? { status: 206, headers, body: asked.subarray(0, 70_000), break: true }
        : { status: 206, headers, body: asked };
    });
    expect(bytes.equals(Buffer.concat(await collect((await store.open(sha1(bytes)))!)))).toBe(true);
    expect(reads).toBeGreaterThanOrEqual(5);
  });

  it('is given up while reading when several tries bring nothing', async () => {
    storage.answerWith((call) =>
      call.method === 'HEAD' ? { headers: { 'content-length': '10' } } : s3Error(500, 'X'),
    );
    await expect(collect((await store.open('a'.repeat(40)))!)).rejects.toThrow(Unavailable);
  });

  it('copies what is larger than one copy may be in parts, and gives those up when one fails', async () => {
    await store[Symbol.asyncDispose]();
    storage.answerWith(() => ({}));
    store = await openS3Store(storage.settings, { log, copyLimits: { single: 4 << 20, part: 3 << 20 } });
    const script = (copies: (call: ScriptedCall) => ScriptedAnswer) =>
      answering((call) => {
        if (is(call, 'POST', 'uploads')) return made('InitiateMultipartUploadResult', '<UploadId>u1</UploadId>');
        return call.headers['x-amz-copy-source'] === undefined ? {} : copies(call);
      });
    script((call) => made('CopyPartResult', `<ETag>"e${call.query.get('partNumber')}"</ETag>`));
    const blob = await store.stage(chunksOf(randomBytes((7 << 20) + 1)));
    await blob.publish();
    const copies = storage.calls.filter((call) => call.headers['x-amz-copy-source'] !== undefined);
    expect(
      copies.map((call) => [call.query.get('partNumber'), call.headers['x-amz-copy-source-range']]).sort(),
    ).toEqual([
      ['1', `bytes=0-${(3 << 20) - 1}`],
      ['2', `bytes=${3 << 20}-${(6 << 20) - 1}`],
      ['3', `bytes=${6 << 20}-${7 << 20}`],
    ]);
    const completed = storage.calls.findLast((call) => is(call, 'POST', 'uploadId'))!;
    expect(completed.path).toContain('/hospital/objects/');
    expect(completed.body.toString()).toMatch(/<PartNumber>3<\/PartNumber><ETag>"e3"<\/ETag>/);
    script((call) => (call.query.get('partNumber') === '2' ? s3Error(403, 'AccessDenied') : made('CopyPartResult')));
    await expect((await store.stage(chunksOf(randomBytes(7 << 20)))).publish()).rejects.toThrow(Unavailable);
    expect(storage.calls.filter((call) => is(call, 'DELETE', 'uploadId')).length).toBe(1);
  });

  it('is swept of uploads that were begun before a moment, page by page', async () => {
    // Its own sweep would answer to the same script.
    await store[Symbol.asyncDispose]();
    const upload = (key: string, begun: string) =>
      `<Upload><Key>${key}</Key><UploadId>${key}-id</UploadId><Initiated>${begun}</Initiated></Upload>`;
    storage.answerWith((call) => {
      if (is(call, 'GET', 'uploads', 'key-marker')) {
        return made('ListMultipartUploadsResult', upload('c', '2026-01-01T00:00:00.000Z'));
      }
      if (!is(call, 'GET', 'uploads')) return call.method === 'GET' ? made('ListBucketResult') : { status: 204 };
      const more = '<IsTruncated>true</IsTruncated><NextKeyMarker>b</NextKeyMarker>';
      const [old, young] = [upload('a', '2026-01-01T00:00:00.000Z'), upload('b', '2026-02-01T00:00:00.000Z')];
      return made('ListMultipartUploadsResult', more, old, young);
    });
    const bucket = openBucket(storage.settings);
    const swept = await removeLeftovers(bucket, new Date('2026-01-15T00:00:00Z'));
    await bucket.close();
    expect(swept).toEqual({ objects: 0, uploads: 2, uploadsUnknown: false });
    const aborted = storage.calls.filter((call) => is(call, 'DELETE')).map((call) => call.query.get('uploadId'));
    expect(aborted).toEqual(['a-id', 'c-id']);
  });
});

const real = realObjectStorage(`own-${randomUUID()}/`);

describe.skipIf(real === undefined)('the object storage AFFINITY_TEST_S3_URL names', () => {
  it('copies in parts, lists and gives up unfinished uploads, and is swept', async () => {
    const bucket = openBucket(real!);
    const store = await openS3Store(real!, { log, copyLimits: { single: 6 << 20, part: 5 << 20 } });
    const bytes = randomBytes((13 << 20) + 7);
    const blob = await store.stage(chunksOf(bytes));
    await blob.publish();
    expect(sha1(Buffer.concat(await collect((await store.open(blob.key))!)))).toBe(sha1(bytes));
    await store.remove(blob.key);

    await (await beginUpload(bucket, `${real!.prefix}staging/unfinished`)).part(1, randomBytes(5 << 20));
    await store.stage(chunksOf(randomBytes(2 << 20)));
    expect((await listUploads(bucket, real!.prefix))?.map(({ key }) => key)).toEqual([
      `${real!.prefix}staging/unfinished`,
    ]);
    const swept = await removeLeftovers(bucket, new Date(Date.now() + 3_600_000));
    expect(swept).toEqual({ objects: 1, uploads: 1, uploadsUnknown: false });
    expect(await listUploads(bucket, real!.prefix)).toEqual([]);
    expect(await keysBelow(bucket, real!.prefix)).toEqual([]);
    await store[Symbol.asyncDispose]();
    await bucket.close();
  });
});
