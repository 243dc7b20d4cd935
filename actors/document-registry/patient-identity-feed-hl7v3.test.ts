import { afterEach, describe, expect, it } from 'vitest';
import { formatPatientId, type Identifier } from '../../schemas/hl7v2/identifier.ts';
import type { InstanceIdentifier } from '../../schemas/hl7v3/instance-identifier.ts';
import { affinityAuthority, anIdentifier } from '../../test/support/feed-messages.ts';
import { aFeedV3Message, anInstance } from '../../test/support/feed-v3.ts';
import { aCall, aRegistryService, type RegistryService } from '../../test/support/registry-service.ts';
import type { FeedInteraction } from '../../transactions/iti-44-patient-identity-feed-hl7v3/messages.ts';
import { patientIdentityFeedHl7v3 } from './patient-identity-feed-hl7v3.ts';

const opened: RegistryService[] = [];
afterEach(async () => {
  for (const { database } of opened.splice(0)) await database.close();
});

async function open() {
  const service = await aRegistryService();
  opened.push(service);
  const handler = patientIdentityFeedHl7v3({
    store: service.store,
    authority: affinityAuthority,
    now: () => new Date('2025-01-02T03:04:05Z'),
  });
  const feed = (
    interaction: FeedInteraction,
    identifiers: readonly InstanceIdentifier[],
    prior: readonly InstanceIdentifier[] = [],
  ) => handler(aFeedV3Message(interaction, identifiers, prior), aCall());
  const merge = (subsumed: string, surviving: string) =>
    feed('PRPA_IN201304UV02', [anInstance(surviving)], [anInstance(subsumed)]);
  return { store: service.store, feed, merge };
}

const cx = (id: string) => formatPatientId(anIdentifier(id) as Identifier);

describe('[ITI TF-2 3.44.4.1.3] a patient fed by HL7 v3', () => {
  it('becomes known by the identifier of the affinity domain; those of other domains are ignored', async () => {
    const { feed, store } = await open();
    const answer = await feed('PRPA_IN201301UV02', [anInstance('L', '1.2.3'), anInstance('A')]);
    expect(answer).toMatchObject({ code: 'CA', details: [], transmission: { creationTime: '20250102030405' } });
    expect(await store.compositeOf(cx('A'))).toEqual([cx('A')]);
    expect(await store.compositeOf('L^^^&1.2.3&ISO')).toEqual([]);
  });

  it('that is revised is accepted and ignored', async () => {
    const { feed, store } = await open();
    expect((await feed('PRPA_IN201302UV02', [anInstance('A')])).code).toBe('CA');
    expect(await store.compositeOf(cx('A'))).toEqual([]);
  });

  it('without identifier is refused with the place', async () => {
    const { feed } = await open();
    const { code, details } = await feed('PRPA_IN201301UV02', []);
    expect([code, details.map((detail) => [detail.code, detail.location])]).toEqual([
      'CE',
      [['101', '/PRPA_IN201301UV02/controlActProcess/subject/registrationEvent/subject1/patient/id']],
    ]);
  });
});

describe('[ITI TF-2 3.44.4.2.3] patients merged by HL7 v3', () => {
  it('are one, through a chain', async () => {
    const { feed, merge, store } = await open();
    for (const id of ['R', 'S', 'T']) await feed('PRPA_IN201301UV02', [anInstance(id)]);
    expect([(await merge('R', 'S')).code, (await merge('S', 'T')).code]).toEqual(['CA', 'CA']);
    expect([...(await store.compositeOf(cx('T')))].sort()).toEqual(['R', 'S', 'T'].map(cx));
  });

  it.each([
    ['one that is unknown', 'X', 'T'],
    ['one into itself', 'T', 'T'],
    ['one that was merged before', 'S', 'R'],
    ['one into what was merged before', 'R', 'S'],
  ])('are refused for %s, and nothing changes', async (_, subsumed, surviving) => {
    const { feed, merge, store } = await open();
    for (const id of ['R', 'S', 'T']) await feed('PRPA_IN201301UV02', [anInstance(id)]);
    await merge('S', 'T');
    const { code, details } = await merge(subsumed, surviving);
    expect(code).toBe('CE');
    expect(details[0]!.location).toMatch(/^\/PRPA_IN201304UV02\/.*\/(patient|priorRegisteredRole)\/id$/);
    expect([...(await store.compositeOf(cx('T')))].sort()).toEqual(['S', 'T'].map(cx));
  });

  it('of another domain are ignored', async () => {
    const { feed, store } = await open();
    await feed('PRPA_IN201301UV02', [anInstance('T')]);
    const answer = await feed('PRPA_IN201304UV02', [anInstance('T')], [anInstance('S', '1.2.3')]);
    expect(answer.code).toBe('CA');
    expect(await store.compositeOf(cx('T'))).toEqual([cx('T')]);
  });
});
