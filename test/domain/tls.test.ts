import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affinity, type StartedDomain, startAffinity } from '../support/affinity.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Made anew for each run; where the openssl command is missing this does not run. */
describe.skipIf(!hasOpenssl)('a domain with TLS', () => {
  let folder: string;
  let config: string;
  let domain: StartedDomain;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-tls-'));
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name)) as [string, string];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    );
    config = path.join(folder, 'domain.yaml');
    await writeFile(
      config,
      'data: data\nlisten: { portBase: 0, tls: { cert: cert.pem, key: key.pem, ca: cert.pem } }\nlog: { level: warn }\n',
    );
    domain = await startAffinity(['--config', config]);
  });
  afterAll(async () => {
    await domain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('listens with it everywhere, and the commands use its certificate', async () => {
    const state = (await affinity(['endpoints', '--config', config, '--json'])).json<{
      endpoints: { url: string }[];
    }>();
    expect(state.endpoints.every(({ url }) => /^(https|mllps):/.test(url))).toBe(true);
    const person = ['--name', 'Doe^Jane', '--birth-date', '19800101', '--sex', 'F'];
    const letter = path.join(folder, 'letter.txt');
    await writeFile(letter, 'over TLS');
    for (const command of [
      ['patient', 'add', '--id', 'T1', ...person],
      ['patient', 'find', '--id', 'T1'],
      ['submit', letter, '--patient', 'T1'],
      ['retrieve', '--patient', 'T1', '--out', path.join(folder, 'out')],
    ]) {
      expect(await affinity([...command, '--config', config]), command.join(' ')).toMatchObject({ code: 0 });
    }
  });

  it('lets nobody in who has no certificate of its authorities', async () => {
    const state = (await affinity(['endpoints', '--config', config, '--json'])).json<{
      endpoints: { url: string }[];
    }>();
    const { url } = state.endpoints.find((endpoint) => endpoint.url.startsWith('https:'))!;
    const { Agent, request } = await import('undici');
    const stranger = new Agent({ connect: { rejectUnauthorized: false } });
    await expect(request(url, { method: 'POST', body: 'x', dispatcher: stranger })).rejects.toThrow();
    await stranger.destroy();
  });
});
