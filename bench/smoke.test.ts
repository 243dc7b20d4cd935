import { describe, expect, it } from 'vitest';
import { benchProvide, benchRetrieve } from './documents.ts';
import { benchImaging } from './imaging.ts';
import { benchQuery } from './query.ts';
import { benchBulk, benchRegister } from './register.ts';
import type { Result } from './report.ts';
import { benchStreaming } from './streaming.ts';
import { benchWorkers } from './workers.ts';
import { type World, withWorld } from './world.ts';

const effort = { clients: 2, seconds: 0.1, rounds: 1 };
const documents = [{ size: 10_000, clients: 2 }];

/** At sizes that prove nothing about speed and everything about working. */
describe('benchmarks', () => {
  it('compare each transaction with its floor', async () => {
    const results = await withWorld(
      effort,
      async (world: World): Promise<Result[]> => [
        ...(await benchRegister(world)),
        ...(await benchBulk(world, 20)),
        ...(await benchQuery(world, [100, 400])),
        ...(await benchProvide(world, documents)),
        ...(await benchRetrieve(world, documents)),
        ...(await benchImaging(world, 2)),
      ],
    );
    expect(results.map(({ name }) => name)).toEqual([
      'ITI-42 one entry, message of 12 kB',
      'ITI-42 20 entries in one submission',
      'ITI-18 FindDocuments, 20 of 100 entries as LeafClass',
      'ITI-18 FindDocuments, 20 of 400 entries as LeafClass',
      'ITI-18 p95, 400 entries beside 100',
      'ITI-18 FindDocuments, all 50 entries of one patient, streamed',
      'ITI-41 10 kB',
      'ITI-43 10 kB',
      'RAD-69 study of 2 CT slices',
    ]);
    for (const { ratio } of results) expect(ratio).toBeGreaterThan(0);
  });

  it('compare a registry in one process with one in two', async () => {
    const results = await withWorld(effort, (world) => benchWorkers(world, { patients: 3, workers: [1, 2] }));
    expect(results.map(({ name }) => name)).toEqual([
      'ITI-18, 20 entries, registry in one process',
      'ITI-18, 20 entries, registry in 2 processes',
      'ITI-18, 2 processes beside one process',
    ]);
    for (const { ratio } of results) expect(ratio).toBeGreaterThan(0);
  });

  it('measure the memory of services that have a process each', async () => {
    const results = await withWorld(effort, (world) => benchStreaming(world, 1_000_000));
    expect(results.map(({ name }) => name)).toEqual([
      'streaming: Document Repository, document of 1 MB',
      'streaming: Imaging Document Source, study of 1 MB',
      'streaming: Document Registry and PIX Manager',
    ]);
    // Memory is read from /proc.
    for (const { ratio } of results) expect(ratio > 0).toBe(process.platform === 'linux');
  });
});
