import { describe, expect, it } from 'vitest';
import { benchDocuments } from './documents.ts';
import { benchImaging } from './imaging.ts';
import { benchQuery } from './query.ts';
import { benchRegister } from './register.ts';
import { benchStreaming } from './streaming.ts';
import { withWorld } from './world.ts';

/** Each benchmark at a size that proves nothing about speed and everything about working. */
describe('benchmarks run', () => {
  it('and give a line for each thing they measure', async () => {
    const results = await withWorld({ clients: 2, seconds: 0.2, rounds: 1 }, async (world) => [
      ...(await benchRegister(world)),
      ...(await benchQuery(world, 40)),
      ...(await benchDocuments(world, 10_000, 2)),
      ...(await benchImaging(world, 2)),
      ...(await benchStreaming(world, 1_000_000)),
    ]);
    expect(results.map(({ name }) => name.split(' ')[0])).toEqual([
      'ITI-42',
      'ITI-18',
      'ITI-41',
      'ITI-43',
      'RAD-69',
      'streaming',
      'streaming',
      'streaming',
    ]);
    for (const { ratio } of results) expect(ratio).toBeGreaterThan(0);
  });
});
