import { afterEach, describe, expect, it } from 'vitest';
import { hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import { aManager, inA, inAffinity, jane, type TestManager } from '../../test/support/cross-reference-manager.ts';
import { feedAccepted, feedRefused } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';

const opened: TestManager[] = [];
afterEach(async () => {
  for (const manager of opened.splice(0)) await manager[Symbol.asyncDispose]();
});
async function open(options?: Parameters<typeof aManager>[0]): Promise<TestManager> {
  const manager = await aManager(options);
  opened.push(manager);
  return manager;
}

const told = ({ registry }: TestManager) =>
  registry.sent.map(({ trigger, patient, merge }) =>
    [
      trigger,
      ...patient.identifiers.map(({ id }) => id),
      ...(merge?.priorIdentifiers ?? []).map(({ id }) => `-${id}`),
    ].join(' '),
  );
const waiting = async ({ database }: TestManager) =>
  (await database.query<{ n: number }>('select count(*) as n from outbox'))[0]?.n;

/** Waits for what happens in the background; fails when it does not within ten seconds. */
const until = (condition: () => boolean | Promise<boolean>) =>
  expect.poll(condition, { timeout: 10_000, interval: 5 }).toBe(true);

describe('[ITI TF-2 3.8.4.1.4] a registry is told', () => {
  it('before the answer, of affinity-domain identifiers alone, with the demographics', async () => {
    const manager = await open();
    await manager.feed('A04', [inA('A-1')]);
    await manager.feed('A04', [inA('A-2'), inAffinity('X-1')]);
    expect(told(manager)).toEqual(['A04 X-1']);
    expect(manager.registry.sent).toMatchObject([
      {
        header: { sendingApplication: 'PIX_MANAGER', dateTime: '20250601080000+0000', version: '2.3.1' },
        recordedDateTime: '20250601080000',
        patient: { ...jane, identifiers: [inAffinity('X-1')] },
      },
    ]);
    expect(await waiting(manager)).toBe(0);
  });

  it('of an A08 as A04 when the patient is new, as A08 when it is known', async () => {
    const manager = await open();
    await manager.feed('A08', [inAffinity('X-1')]);
    await manager.feed('A08', [inAffinity('X-1')]);
    expect(told(manager)).toEqual(['A04 X-1', 'A08 X-1']);
  });

  it('of merges of two affinity-domain identifiers, one message each', async () => {
    const manager = await open();
    for (const id of ['S', 'T', 'U']) await manager.feed('A04', [inA(id)]);
    for (const id of ['S', 'T', 'U']) await manager.feed('A04', [inAffinity(id)]);
    await manager.feed('A40', [inA('T'), inAffinity('T')], { ...jane, prior: [inA('S')] });
    await manager.feed('A40', [inA('T'), inAffinity('T')], { ...jane, prior: [inAffinity('S'), inAffinity('U')] });
    expect(told(manager).slice(3)).toEqual(['A40 T -S', 'A40 T -U']);
    expect(new Set(manager.registry.sent.map(({ header }) => header.controlId)).size).toBe(5);
  });
});

describe('a registry that does not answer', () => {
  it('does not fail the feed, and is told later, in order', async () => {
    const manager = await open({ retryMs: 50 });
    manager.registry.answers = () => 'unreachable';
    for (const id of ['X-1', 'X-2', 'X-3']) expect((await manager.feed('A04', [inAffinity(id)])).code).toBe('AA');
    await manager.feed('A08', [inAffinity('X-1')]);
    expect(await waiting(manager)).toBe(4);
    manager.registry.answers = feedAccepted;
    await until(async () => (await waiting(manager)) === 0);
    expect(told(manager)).toEqual(['A04 X-1', 'A04 X-2', 'A04 X-3', 'A08 X-1']);
  });

  it('is told before the answer again once it is back', async () => {
    const manager = await open({ retryMs: 50 });
    manager.registry.answers = () => 'unreachable';
    await manager.feed('A04', [inAffinity('X-1')]);
    manager.registry.answers = feedAccepted;
    await until(() => manager.registry.sent.length === 1);
    await until(async () => (await waiting(manager)) === 0);
    await manager.feed('A04', [inAffinity('X-2')]);
    expect(told(manager)).toEqual(['A04 X-1', 'A04 X-2']);
  });

  it('is tried once for many messages that wait for their turn', async () => {
    const manager = await open();
    const tries: PatientIdentityFeedRequest[] = [];
    manager.registry.answers = (request) => {
      tries.push(request);
      return 'unreachable';
    };
    const ids = Array.from({ length: 10 }, (_, index) => `X-${index}`);
    await Promise.all(ids.map((id) => manager.feed('A04', [inAffinity(id)])));
    expect(tries).toHaveLength(1);
    expect(await waiting(manager)).toBe(10);
  });

  it('is told after a restart', async () => {
    const manager = await open({ retryMs: 60_000 });
    manager.registry.answers = () => 'unreachable';
    await manager.feed('A04', [inAffinity('X-1')]);
    manager.registry.answers = feedAccepted;
    expect(told(manager)).toEqual([]);
    await manager.restart();
    await until(async () => (await waiting(manager)) === 0);
    expect(told(manager)).toEqual(['A04 X-1']);
  });

  it('and is busy (207) is told later', async () => {
    const manager = await open({ retryMs: 20 });
    const answers = { left: 2 };
    manager.registry.answers = (request) =>
      answers.left-- > 0 ? feedRefused(request, [hl7Error('207')]) : feedAccepted(request);
    expect((await manager.feed('A04', [inAffinity('X-1')])).code).toBe('AA');
    await until(async () => (await waiting(manager)) === 0);
    expect(told(manager)).toEqual(['A04 X-1', 'A04 X-1', 'A04 X-1']);
  });
});

describe('a registry that refuses', () => {
  it.each([
    ['AE', '204'],
    ['AR', '203'],
  ] as const)('with %s is not told again', async (code, error) => {
    const manager = await open();
    manager.registry.answers = (request) => feedRefused(request, [hl7Error(error)], code);
    expect((await manager.feed('A04', [inAffinity('X-1')])).code).toBe('AA');
    expect(await waiting(manager)).toBe(0);
    manager.registry.answers = feedAccepted;
    await manager.feed('A04', [inAffinity('X-2')]);
    expect(told(manager)).toEqual(['A04 X-1', 'A04 X-2']);
  });

  it('with 207 for ever stops nobody for ever', async () => {
    const manager = await open({ retryMs: 1 });
    manager.registry.answers = (request) =>
      request.patient.identifiers[0]?.id === 'X-1' ? feedRefused(request, [hl7Error('207')]) : feedAccepted(request);
    await manager.feed('A04', [inAffinity('X-1')]);
    await manager.feed('A04', [inAffinity('X-2')]);
    await until(async () => (await waiting(manager)) === 0);
    expect(told(manager).filter((line) => line === 'A04 X-2')).toHaveLength(1);
    expect(told(manager).filter((line) => line === 'A04 X-1')).toHaveLength(101);
  });
});
