import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { playEpisode } from './episode.ts';
import { openPlay, type Play } from './play.ts';
import { type Race, race } from './races.ts';

let play: Play;
beforeAll(async () => {
  play = await openPlay(inject('databaseUrl'));
});
afterAll(() => play?.[Symbol.asyncDispose]());

describe('a registry does what its model does', () => {
  it.each([1, 7, 19])('whatever is asked of it (seed %i)', async (seed) => {
    await playEpisode(play, { seed, steps: 20 });
    expect(play.registry.objects.size).toBeGreaterThan(0);
  });
});

/** Pairs of which one once did not see what the other made; `run.ts` makes all there are, and others at random. */
const races: readonly Race[] = [
  ['a new version of the document', 'a new version of its addendum'],
  ['a new version of the document', 'the documents moved'],
  ['a new version of its addendum', 'a replacement'],
  ['a new version of its Folder', 'a replacement'],
  ['a new version of its Folder', 'new versions of both'],
  ['a replacement', 'another replacement'],
  ['a replacement', 'the patient merged'],
  ['another document for the Folder', 'the documents moved'],
  ['the patient merged', 'the documents moved'],
  ['an addendum', 'everything removed'],
  ['a new version of the document', 'a question for everything'],
];

describe('two calls at the same time come to what they would one after the other', () => {
  it.each(races)('%s and %s', async (one, other) => {
    for (const schedule of [1, 2, 3]) await race(play, [one, other], schedule);
    expect(play.registry.patients.size).toBe(3);
  });
});
