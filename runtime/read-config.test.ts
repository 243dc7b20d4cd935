import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tf1 } from '../schemas/spec-ref.ts';
import { peerSetting } from './config.ts';
import type { Actor } from './host.ts';
import { ConfigError, readConfig } from './read-config.ts';

const defaultCodes = fileURLToPath(new URL('../config/affinity-domain-codes.yaml', import.meta.url));
const declare = (name: string, config: z.ZodType): Actor<unknown> => ({
  name,
  source: tf1('10.1'),
  ports: { http: 1 },
  config,
  serves: [],
  calls: [],
  start: () => Promise.reject(new Error('not started here')),
});
const actors = [
  declare('registry', z.strictObject({ mostResults: z.int().min(1).default(1000) })),
  declare('repository', z.strictObject({ registry: peerSetting.default('local:registry') })),
];

describe('configuration file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-config-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const read = async (text: string) => {
    const file = path.join(folder, 'domain.yaml');
    await writeFile(file, text);
    return readConfig(actors, { file, defaultCodes });
  };

  it('has a default for everything', async () => {
    const config = await readConfig(actors, { defaultCodes });
    expect(config.actors.map(({ actor }) => actor.name)).toEqual(['registry', 'repository']);
    expect(config.listen.portBase).toBe(8100);
  });

  it('names where answers may be sent, nowhere by default', async () => {
    const { listen } = await readConfig(actors, { defaultCodes });
    expect(listen).toMatchObject({ securityHeader: 'fault', addressing: 'lenient' });
    expect(listen.asynchronous).toEqual({ replyTo: [], attempts: 5, retrySeconds: 2 });
    const config = await read("listen: { asynchronous: { replyTo: ['*.hospital.example'] } }\n");
    expect(config.listen.asynchronous.replyTo).toEqual(['*.hospital.example']);
    await expect(read('listen:\n  asynchronous:\n    replyTo: [everybody/x]\n')).rejects.toThrow(
      /domain\.yaml:3: listen\.asynchronous\.replyTo\.0: is no address for answers/,
    );
  });

  it('takes paths relative to itself', async () => {
    const config = await read('data: kept\nlisten: { tls: { cert: a.pem, key: b.pem } }\n');
    expect(config.dataFolder).toBe(path.join(folder, 'kept'));
    expect(config.listen.tls?.cert).toBe(path.join(folder, 'a.pem'));
  });

  it('takes a section whose keys are all commented out as an empty one', async () => {
    expect((await read('audit:\n  # sourceId: x\nactors:\n  registry:\n')).actors).toHaveLength(1);
  });

  it('starts only the actors it lists', async () => {
    const config = await read('actors:\n  registry: { port: 9001, mostResults: 5 }\n');
    expect(config.actors).toMatchObject([{ port: 9001, settings: { mostResults: 5 } }]);
  });

  it.each([
    ['domain:\n  nmae: x\n', 'domain.yaml:2: domain.nmae: there is no such setting'],
    ['colour: red\n', 'domain.yaml:1: colour: there is no such setting'],
    [
      'actors:\n  registry:\n    mostResluts: 5\n',
      'domain.yaml:3: actors.registry.mostResluts: there is no such setting',
    ],
    ['actors:\n  registry:\n    mostResults: many\n', 'domain.yaml:3: actors.registry.mostResults'],
    ['actors:\n  registry:\n    port: 70000\n', 'domain.yaml:3: actors.registry.port'],
    ['actors:\n  registri: {}\n', 'no actor is called registri; known are registry, repository'],
    ['actors:\n  repository: {}\n', 'is local:registry, but this configuration does not start that actor'],
    ['actors:\n  repository: { registry: somewhere }\n', 'is not a peer'],
    ['domain:\n  assigningAuthority: { namespace: A, oid: "1.02" }\n', 'is not an OID'],
    ['domain: [\n', 'domain.yaml'],
    ['domain: { codes: missing.yaml }\n', 'cannot be read'],
  ])('refuses %j and says where and what', async (text, says) => {
    const error = await read(text).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toContain(says);
  });
});
