import { afterEach, describe, expect, it } from 'vitest';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import {
  aManager,
  hospitalA,
  inA,
  inAffinity,
  inB,
  jane,
  type TestManager,
} from '../../test/support/cross-reference-manager.ts';
import type { Demographics, FeedTrigger } from '../../transactions/iti-8-patient-identity-feed/messages.ts';

const opened: TestManager[] = [];
afterEach(async () => {
  for (const manager of opened.splice(0)) await manager[Symbol.asyncDispose]();
});
async function open(): Promise<TestManager> {
  const manager = await aManager();
  opened.push(manager);
  return manager;
}

const john: Demographics = { names: [{ family: 'Roe', given: 'John' }], birthDate: '19700202', sex: 'M' };
const known = async ({ database }: TestManager, id: string) => {
  const rows = await database.query<{ demographics: Demographics }>(
    'select demographics from patient_record where id = $1',
    [id],
  );
  return rows[0]?.demographics;
};

describe('[ITI TF-2 3.8.4.1.3] a fed patient', () => {
  it.each<FeedTrigger>(['A01', 'A04', 'A05', 'A08'])('%s adds and updates', async (trigger) => {
    const manager = await open();
    expect(await manager.feed(trigger, [inA('A-1')])).toMatchObject({ code: 'AA', acknowledges: 'M1', trigger });
    expect(await known(manager, 'A-1')).toEqual(jane);
    expect((await manager.feed(trigger, [inA('A-1')], { sex: 'M', birthDate: null })).code).toBe('AA');
    expect(await known(manager, 'A-1')).toEqual({ names: jane.names, sex: 'M' });
    expect(await known(manager, 'A-2')).toBeUndefined();
  });

  it('is the same by namespace, by OID, and without authority where the source feeds one domain', async () => {
    const manager = await open();
    const spellings: Identifier[] = [
      inB('B-1'),
      { id: 'B-1', authority: { namespace: 'HOSPITAL_B' } },
      { id: 'B-1', authority: {} },
    ];
    for (const [index, spelling] of spellings.entries())
      await manager.feed('A04', [spelling], { ...jane, birthOrder: String(index) });
    expect(await manager.database.query('select domain_oid, demographics from patient_record')).toEqual([
      { domain_oid: '1.3.6.1.4.1.21367.13.20.2000', demographics: { ...jane, birthOrder: '2' } },
    ]);
  });

  it.each<[string, Identifier[], string, string, string, string]>([
    ['of an unknown domain', [{ id: 'X', authority: { oid: '1.2', type: 'ISO' } }], 'ADT', 'AR', '204', 'PID^1^3^1^4'],
    ['of a domain another source feeds', [inA('A-1'), inB('B-1')], 'INTRUDER', 'AR', '204', 'PID^1^3^2^4'],
    [
      'of two domains at once',
      [{ id: 'X', authority: { namespace: 'HOSPITAL_B', oid: hospitalA.oid, type: 'ISO' } }],
      'ADT',
      'AE',
      '204',
      'PID^1^3^1^4',
    ],
    ['of no domain', [{ id: 'X', authority: {} }], 'UNKNOWN', 'AE', '101', 'PID^1^3^1^4'],
  ])('%s is refused and nothing is stored', async (_, identifiers, from, code, error, location) => {
    const manager = await open();
    expect(await manager.feed('A04', identifiers, { ...jane, from })).toMatchObject({
      code,
      errors: [{ code: error, location }],
    });
    expect(await manager.database.query('select id from patient_record')).toEqual([]);
    expect(manager.registry.sent).toEqual([]);
  });
});

describe('cross-references follow the feed', () => {
  it('a matching record is linked, a changed one unlinked, and linked again', async () => {
    const manager = await open();
    await manager.feed('A04', [inA('A-1')]);
    expect(await manager.found(inA('A-1'))).toBe('NF');
    await manager.feed('A04', [inAffinity('X-1')]);
    await manager.feed('A04', [inB('B-1')], john);
    expect(await manager.found(inA('A-1'))).toEqual(['AFFINITY:X-1']);
    expect(await manager.found(inB('B-1'))).toBe('NF');
    await manager.feed('A08', [inA('A-1')], john);
    expect(await manager.found(inA('A-1'))).toEqual(['HOSPITAL_B:B-1']);
    expect(await manager.found(inAffinity('X-1'))).toBe('NF');
    await manager.feed('A08', [inA('A-1')], { ...john, sex: null });
    expect(await manager.found(inB('B-1'))).toBe('NF');
  });

  it('identifiers of one message are of one patient, and stay so when one is updated alone', async () => {
    const manager = await open();
    await manager.feed('A04', [inA('A-1'), inAffinity('X-1'), inA('A-1')], { names: jane.names! });
    expect(await manager.found(inA('A-1'))).toEqual(['AFFINITY:X-1']);
    await manager.feed('A08', [inA('A-1')], john);
    await manager.feed('A04', [inB('B-1')], john);
    expect(await manager.found(inAffinity('X-1'))).toEqual(['HOSPITAL_A:A-1', 'HOSPITAL_B:B-1']);
  });

  it('a later message with several identifiers says anew who belongs together', async () => {
    const manager = await open();
    const nameless: Demographics = { names: [{ family: 'Doe' }] };
    await manager.feed('A04', [inA('A-1'), inAffinity('X-1')], nameless);
    await manager.feed('A04', [inA('A-1'), inAffinity('X-2')], nameless);
    expect(await manager.found(inA('A-1'))).toEqual(['AFFINITY:X-2']);
    expect(await manager.found(inAffinity('X-1'))).toBe('NF');
  });

  it('many sources at once end in one person', async () => {
    const manager = await open();
    const ids = Array.from({ length: 20 }, (_, index) => `A-${String(index).padStart(2, '0')}`);
    await Promise.all(ids.map((id) => manager.feed('A04', [inA(id)])));
    expect(await manager.found(inA('A-00'))).toEqual(ids.slice(1).map((id) => `HOSPITAL_A:${id}`));
  });
});

describe('[ITI TF-2 3.8.4.2.3] a merge', () => {
  const merge = (manager: TestManager, prior: Identifier, surviving: Identifier) =>
    manager.feed('A40', [surviving], { ...jane, prior: [prior] });

  it('lets the survivor stand for the retired identifier', async () => {
    const manager = await open();
    await manager.feed('A04', [inA('OLD'), inB('B-1')], john);
    await manager.feed('A04', [inA('NEW')]);
    await manager.feed('A04', [inAffinity('X-1')]);
    await manager.feed('A04', [inAffinity('X-2')], john);
    expect((await merge(manager, { id: 'OLD', authority: {} }, inA('NEW'))).code).toBe('AA');
    expect(await manager.query(inA('OLD'))).toMatchObject({ code: 'AE', errors: [{ location: 'QPD^1^3^1^1' }] });
    // B-1 was fed as the same patient as OLD, and matches X-2; X-1 matches NEW.
    expect(await manager.found(inA('NEW'))).toEqual(['AFFINITY:X-1', 'AFFINITY:X-2', 'HOSPITAL_B:B-1']);
    expect(await known(manager, 'NEW')).toEqual(jane);
  });

  it('ends links that only the retired record had', async () => {
    const manager = await open();
    await manager.feed('A04', [inA('OLD')], john);
    await manager.feed('A04', [inAffinity('X-2')], john);
    await manager.feed('A04', [inA('NEW')]);
    await merge(manager, inA('OLD'), inA('NEW'));
    expect(await manager.found(inA('NEW'))).toBe('NF');
    expect(await manager.found(inAffinity('X-2'))).toBe('NF');
  });

  it('goes on: S into T, then T into U', async () => {
    const manager = await open();
    for (const id of ['S', 'T', 'U']) await manager.feed('A04', [inA(id)]);
    expect((await merge(manager, inA('S'), inA('T'))).code).toBe('AA');
    expect((await merge(manager, inA('T'), inA('U'))).code).toBe('AA');
    expect(await manager.database.query('select id, subsumed_by from patient_record order by id')).toEqual([
      { id: 'S', subsumed_by: 'T' },
      { id: 'T', subsumed_by: 'U' },
      { id: 'U', subsumed_by: null },
    ]);
  });

  it('delivered twice is accepted without effect', async () => {
    const manager = await open();
    for (const id of ['S', 'T']) await manager.feed('A04', [inAffinity(id)]);
    expect((await merge(manager, inAffinity('S'), inAffinity('T'))).code).toBe('AA');
    expect((await merge(manager, inAffinity('S'), inAffinity('T'))).code).toBe('AA');
    expect(manager.registry.sent.map(({ trigger }) => trigger)).toEqual(['A04', 'A04', 'A40']);
  });

  it.each<[string, Identifier, Identifier, string]>([
    ['of an unknown identifier', inA('NONE'), inA('T'), 'MRG^1^1^1^1'],
    ['into an unknown identifier', inA('T'), inA('NONE'), 'PID^1^3'],
    ['of one identifier written in two ways', inA('T'), { id: 'T', authority: { oid: hospitalA.oid } }, 'MRG^1^1^1^1'],
    ['across domains', inB('B-1'), inA('T'), 'MRG^1^1^1^4'],
    ['of what was merged before', inA('S'), inA('U'), 'MRG^1^1^1^1'],
    ['into what was merged before', inA('U'), inA('S'), 'PID^1^3'],
  ])('%s is refused', async (_, prior, surviving, location) => {
    const manager = await open();
    for (const id of ['S', 'T', 'U']) await manager.feed('A04', [inA(id)]);
    await manager.feed('A04', [inB('B-1')]);
    await merge(manager, inA('S'), inA('T'));
    const answer = await merge(manager, prior, surviving);
    expect(answer.code).toBe('AE');
    expect(answer.errors.map((error) => error.location)).toEqual([location]);
    expect(await manager.found(inA('T'))).toEqual(['HOSPITAL_A:U', 'HOSPITAL_B:B-1']);
  });

  it('cannot be undone by feeding the retired identifier', async () => {
    const manager = await open();
    for (const id of ['S', 'T']) await manager.feed('A04', [inA(id)]);
    await merge(manager, inA('S'), inA('T'));
    expect(await manager.feed('A04', [inA('S')])).toMatchObject({
      code: 'AE',
      errors: [{ code: '204', location: 'PID^1^3^1^1' }],
    });
  });
});
