import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBucket } from '../runtime/blobs/s3/bucket.ts';

/**
 * The tests of the object storage against a real server: OpenStack Swift with its S3 layer, from Debian's packages, on
 * free ports of the loopback and a folder of its own. It ends with its tests.
 */
const packages = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'];
const tests = ['runtime/blobs', 'test/domain/object-storage.test.ts'];
const credentials = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };
const stores = ['account', 'container', 'object'] as const;

const absent = packages.filter((name) => !existsSync(`/usr/bin/${name}-server`));
if (absent.length > 0) {
  process.stderr.write(
    `Not run: ${absent.join(', ')} not installed. As root: apt-get install swift ${packages.join(' ')}\n`,
  );
  process.exit(2);
}

const folder = await mkdtemp(path.join(tmpdir(), 'affinity-swift-'));
const servers: ChildProcess[] = [];
try {
  process.exitCode = await runTests(await startSwift());
} finally {
  for (const server of servers) server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}

async function startSwift(): Promise<string> {
  await mkdir(path.join(folder, 'node', 'd1'), { recursive: true });
  const ports = await freePorts(4);
  await writeFile(
    path.join(folder, 'swift.conf'),
    '[swift-hash]\nswift_hash_path_suffix = affinity\n[storage-policy:0]\nname = only\ndefault = yes\n',
  );
  for (const [n, store] of stores.entries()) await makeStore(store, ports[n]!);
  const port = ports[3]!;
  await writeFile(path.join(folder, 'proxy-server.conf'), proxyConfiguration(port));
  for (const name of [...stores, 'proxy']) {
    const args = [path.join(folder, `${name}-server.conf`)];
    servers.push(spawn(`/usr/bin/swift-${name}-server`, args, { stdio: ['ignore', 'ignore', 'inherit'] }));
  }
  const endpoint = `http://127.0.0.1:${port}`;
  await makeBucket(endpoint);
  return endpoint;
}

function settings(port: number): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
user = ${process.env.USER ?? 'root'}
swift_dir = ${folder}
devices = ${folder}/node
mount_check = false
workers = 0
log_level = ERROR
log_udp_host = 127.0.0.1
log_udp_port = 9
`;
}

async function makeStore(store: (typeof stores)[number], port: number): Promise<void> {
  const server = `[pipeline:main]\npipeline = ${store}-server\n[app:${store}-server]\nuse = egg:swift#${store}\n`;
  await writeFile(path.join(folder, `${store}-server.conf`), settings(port) + server);
  const builder = path.join(folder, `${store}.builder`);
  for (const step of [['create', '4', '1', '1'], ['add', `r1z1-127.0.0.1:${port}/d1`, '1'], ['rebalance']]) {
    const done = spawnSync('swift-ring-builder', [builder, ...step], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`swift-ring-builder ${step[0]}: ${done.stdout}${done.stderr}`);
  }
}

function proxyConfiguration(port: number): string {
  const plain = ['catch_errors', 'bulk', 'copy', 'slo', 'dlo', 'symlink', 'listing_formats'];
  return `${settings(port)}[pipeline:main]
pipeline = catch_errors cache listing_formats bulk s3api tempauth copy slo dlo symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = ${credentials.secretAccessKey} .admin
${plain.map((name) => `[filter:${name}]\nuse = egg:swift#${name}\n`).join('')}`;
}

async function freePorts(count: number): Promise<number[]> {
  const listeners = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(listeners.map((listener) => new Promise((resolve) => listener.once('listening', resolve))));
  const ports = listeners.map((listener) => (listener.address() as { port: number }).port);
  await Promise.all(listeners.map((listener) => new Promise((resolve) => listener.close(resolve))));
  return ports;
}

async function makeBucket(endpoint: string): Promise<void> {
  const rest = { region: 'us-east-1', prefix: '', partBytes: 5 << 20, partsInFlight: 1, leftoverHours: 1 };
  const bucket = openBucket({ endpoint, bucket: 'documents', ...credentials, ...rest });
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await bucket.call({ method: 'PUT', what: 'make a bucket', tries: 1 });
        return;
      } catch (error) {
        if (attempt === 60) throw error;
        await sleep(500);
      }
    }
  } finally {
    await bucket.close();
  }
}

function runTests(endpoint: string): Promise<number> {
  const { accessKeyId, secretAccessKey } = credentials;
  const url = new URL('/documents', endpoint);
  Object.assign(url, { username: accessKeyId, password: secretAccessKey });
  const run = spawn('npx', ['vitest', 'run', ...tests], {
    stdio: 'inherit',
    env: { ...process.env, AFFINITY_TEST_S3_URL: url.href },
  });
  return new Promise((resolve) => run.once('exit', (code) => resolve(code ?? 1)));
}
