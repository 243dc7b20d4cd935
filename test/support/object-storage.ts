import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import type { S3Settings } from '../../runtime/blobs/s3/settings.ts';

/** An object storage with one empty bucket. */
export interface TestObjectStorage extends AsyncDisposable {
  readonly settings: S3Settings;
  /** Stops answering, as after a power cut; what it stored stays. */
  stop(): Promise<void>;
  /** Answers again, at the same address. */
  start(): Promise<void>;
}

const bucket = 'documents';

/** An S3 server in this process, on a free port. */
export async function anObjectStorage(changes: Partial<S3Settings> = {}): Promise<TestObjectStorage> {
  const directory = await mkdtemp(path.join(tmpdir(), 'affinity-s3-'));
  const options = { address: '127.0.0.1', silent: true, vhostBuckets: false, directory };
  const open = async (port: number) => {
    const server = new S3rver({ ...options, port, configureBuckets: [{ name: bucket, configs: [] }] });
    const address = await server.run();
    return { server, port: address.port };
  };
  let running: Awaited<ReturnType<typeof open>> | undefined = await open(0);
  const { port } = running;
  const stop = async () => {
    const stopped = running;
    running = undefined;
    if (stopped === undefined) return;
    const closed = stopped.server.close();
    // Kept connections would keep it alive.
    (stopped.server as unknown as { httpServer: import('node:http').Server }).httpServer.closeAllConnections();
    await closed;
  };
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket,
      prefix: 'test/',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      partBytes: 5 << 20,
      partsInFlight: 3,
      leftoverHours: 24,
      ...changes,
    },
    stop,
    start: async () => {
      running ??= await open(port);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * A real server, when AFFINITY_TEST_S3_URL names one: `http://key:secret@host:port/bucket?region=us-east-1`. The bucket
 * exists; tests work below a prefix of their own and remove what they stored.
 */
export function realObjectStorage(prefix: string): S3Settings | undefined {
  const given = process.env.AFFINITY_TEST_S3_URL;
  if (given === undefined) return undefined;
  const url = new URL(given);
  return {
    endpoint: url.origin,
    region: url.searchParams.get('region') ?? 'us-east-1',
    bucket: url.pathname.slice(1),
    prefix,
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    partBytes: 5 << 20,
    partsInFlight: 3,
    leftoverHours: 24,
  };
}
