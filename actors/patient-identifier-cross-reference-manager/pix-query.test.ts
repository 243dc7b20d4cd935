import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssigningAuthority, Identifier } from '../../schemas/hl7v2/identifier.ts';
import {
  aManager,
  hospitalA,
  hospitalB,
  inA,
  inAffinity,
  inB,
  jane,
  type TestManager,
} from '../../test/support/cross-reference-manager.ts';
import { affinityAuthority } from '../../test/support/feed-messages.ts';

const A: AssigningAuthority = { namespace: 'HOSPITAL_A' };
const B: AssigningAuthority = { oid: hospitalB.oid, type: 'ISO' };
const X: AssigningAuthority = { ...affinityAuthority, type: 'ISO' };
const elsewhere: AssigningAuthority = { namespace: 'ELSEWHERE' };
const twofold: AssigningAuthority = { namespace: 'HOSPITAL_A', oid: hospitalB.oid, type: 'ISO' };

const shared: { manager?: TestManager } = {};
beforeAll(async () => {
  const manager = await aManager();
  shared.manager = manager;
  for (const identifier of [inA('A-1'), inA('A-2'), inB('B-1'), inAffinity('X-1')])
    await manager.feed('A04', [identifier]);
  await manager.feed('A04', [inA('ALONE')], { ...jane, birthDate: '19991231' });
});
afterAll(() => shared.manager?.[Symbol.asyncDispose]());
const ask = (identifier: Identifier, domains?: AssigningAuthority[]) => shared.manager!.query(identifier, domains);

describe('[ITI TF-2 3.9.4.2.2.6] a PIX Query', () => {
  it.each<[string, Identifier, AssigningAuthority[], string[]]>([
    ['case 1: one domain', inA('A-1'), [X], ['X-1^AFFINITY']],
    ['case 1: two domains, in their order', inA('A-1'), [X, B], ['X-1^AFFINITY', 'B-1^HOSPITAL_B']],
    ['case 1: two domains, the other way', inA('A-1'), [B, X], ['B-1^HOSPITAL_B', 'X-1^AFFINITY']],
    ['case 1: a domain twice', inA('A-1'), [X, X], ['X-1^AFFINITY']],
    ['all domains', inA('A-1'), [], ['X-1^AFFINITY', 'A-2^HOSPITAL_A', 'B-1^HOSPITAL_B']],
    ['case 6: several of one domain', inB('B-1'), [A], ['A-1^HOSPITAL_A', 'A-2^HOSPITAL_A']],
    ['others of its own domain, never itself', inA('A-1'), [A], ['A-2^HOSPITAL_A']],
  ])('%s', async (_, identifier, domains, expected) => {
    const answer = await ask(identifier, domains);
    expect(answer).toMatchObject({ code: 'AA', status: 'OK', queryTag: 'T1', acknowledges: 'M1', errors: [] });
    expect(answer.identifiers.map(({ id, authority }) => `${id}^${authority.namespace}`)).toEqual(expected);
  });

  it('names all three parts of each authority', async () => {
    const { identifiers } = await ask(inA('A-1'), [A]);
    expect(identifiers).toEqual([{ id: 'A-2', authority: { ...hospitalA, type: 'ISO' } }]);
  });

  it.each<[string, Identifier, AssigningAuthority[]]>([
    ['case 2: none in the domain', inA('ALONE'), [X]],
    ['case 2: none in any domain', inA('ALONE'), []],
    ['case 2: none beside itself in its own domain', inAffinity('X-1'), [X]],
  ])('%s', async (_, identifier, domains) => {
    expect(await ask(identifier, domains)).toMatchObject({ code: 'AA', status: 'NF', identifiers: [], errors: [] });
  });

  it.each<[string, Identifier, AssigningAuthority[], string]>([
    ['case 3: the identifier is unknown', inA('NONE'), [X], 'QPD^1^3^1^1'],
    ['case 3: it is one of another domain', inB('A-1'), [], 'QPD^1^3^1^1'],
    ['case 3: it differs in case', inA('a-1'), [], 'QPD^1^3^1^1'],
    ['case 4: its domain is unknown', { id: 'A-1', authority: elsewhere }, [X], 'QPD^1^3^1^4'],
    ['case 4: its domain is not given', { id: 'A-1', authority: {} }, [], 'QPD^1^3^1^4'],
    ['case 4: its domain is two', { id: 'A-1', authority: twofold }, [], 'QPD^1^3^1^4'],
    ['case 5: a wanted domain is unknown', inA('A-1'), [X, elsewhere, B], 'QPD^1^4^2'],
    ['case 5: a wanted domain is not given', inA('A-1'), [{}, X], 'QPD^1^4^1'],
    ['case 5: the first of two is told', inA('A-1'), [X, twofold, elsewhere], 'QPD^1^4^2'],
    ['case 4 before 3 and 5', { id: 'NONE', authority: elsewhere }, [elsewhere], 'QPD^1^3^1^4'],
    ['case 3 before 5', inA('NONE'), [elsewhere], 'QPD^1^3^1^1'],
  ])('%s', async (_, identifier, domains, location) => {
    const answer = await ask(identifier, domains);
    expect(answer).toMatchObject({ code: 'AE', status: 'AE', identifiers: [], queryTag: 'T1' });
    expect(answer.errors).toMatchObject([
      { code: '204', text: 'Unknown Key Identifier', severity: 'E', location, userMessage: expect.stringMatching(/./) },
    ]);
  });

  it('is answered while a feed message is being stored', async () => {
    const { store } = shared.manager!;
    const key = { domain: hospitalA.oid, id: 'A-1' };
    const asked = store.feed(() => store.counterparts(key, [hospitalB.oid]));
    expect(await asked).toEqual([{ domain: hospitalB.oid, id: 'B-1' }]);
  });
});
