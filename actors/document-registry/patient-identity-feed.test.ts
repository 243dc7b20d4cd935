import { afterEach, describe, expect, it } from 'vitest';
import { formatPatientId, type Identifier } from '../../schemas/hl7v2/identifier.ts';
import { aFeedMessage, affinityAuthority, anIdentifier } from '../../test/support/feed-messages.ts';
import { proveRule } from '../../test/support/prove-rule.ts';
import {
  aCall,
  aNamedSubmission,
  aRegistryService,
  type RegistryService,
  relates,
} from '../../test/support/registry-service.ts';
import { eventFromFeed } from './feed-event.ts';
import { patientIdentityFeed } from './patient-identity-feed.ts';
import { oneMergePair } from './rules/patient-authority.ts';

const opened: RegistryService[] = [];
afterEach(async () => {
  for (const { database } of opened.splice(0)) await database.close();
});

async function open() {
  const service = await aRegistryService();
  opened.push(service);
  const handler = patientIdentityFeed({ store: service.store, authority: affinityAuthority });
  return {
    ...service,
    feed: async (...message: Parameters<typeof aFeedMessage>) =>
      (await handler(aFeedMessage(...message), aCall())).code,
    merge: async (subsumed: string, surviving: string) =>
      (await handler(aFeedMessage('A40', [anIdentifier(surviving)], [anIdentifier(subsumed)]), aCall())).code,
  };
}

const cx = (id: string) => formatPatientId(anIdentifier(id));
const foreign = { oid: '1.2.3', type: 'ISO' };

describe('[ITI TF-2 3.8.4.1.4] a fed patient', () => {
  it.each<[string, Identifier, boolean]>([
    ['by OID', anIdentifier('A'), true],
    ['by all three parts', anIdentifier('A', { ...affinityAuthority, type: 'ISO' }), true],
    ['by namespace alone', anIdentifier('A', { namespace: affinityAuthority.namespace }), true],
    ['without an authority', anIdentifier('A', {}), true],
    ['of another domain', anIdentifier('A', foreign), false],
    ['of another namespace', anIdentifier('A', { namespace: 'OTHER' }), false],
    ['whose OID is of another type', anIdentifier('A', { oid: affinityAuthority.oid, type: 'DNS' }), false],
  ])('%s', async (_, identifier, known) => {
    const { feed, store } = await open();
    expect(await feed('A04', [identifier])).toBe('AA');
    expect(await store.compositeOf(cx('A'))).toEqual(known ? [cx('A')] : []);
  });

  it.each(['A01', 'A04', 'A05'] as const)('%s adds, again without effect', async (trigger) => {
    const { feed, store } = await open();
    expect(await feed(trigger, [anIdentifier('LOCAL', foreign), anIdentifier('A')])).toBe('AA');
    expect(await feed(trigger, [anIdentifier('A')])).toBe('AA');
    expect(await store.compositeOf(cx('A'))).toEqual([cx('A')]);
    expect(await store.compositeOf('LOCAL^^^&1.2.3&ISO')).toEqual([]);
  });

  it('A08 is accepted and ignored', async () => {
    const { feed, store } = await open();
    expect(await feed('A08', [anIdentifier('A')])).toBe('AA');
    expect(await store.compositeOf(cx('A'))).toEqual([]);
  });

  it('with an authority of two domains is refused', async () => {
    const { feed, store } = await open();
    const two = { namespace: affinityAuthority.namespace, ...foreign };
    expect(await feed('A04', [anIdentifier('A', two)])).toBe('AE');
    expect(await store.compositeOf(cx('A'))).toEqual([]);
  });
});

describe('[ITI TF-2 3.8.4.2.4] merged patients', () => {
  const fed = async () => {
    const service = await open();
    await service.feed(
      'A04',
      ['R', 'S', 'T', 'U'].map((id) => anIdentifier(id)),
    );
    return service;
  };

  it('are one, through a chain', async () => {
    const { merge, store } = await fed();
    expect([await merge('R', 'S'), await merge('S', 'T'), await merge('T', 'U')]).toEqual(['AA', 'AA', 'AA']);
    expect([...(await store.compositeOf(cx('U')))].sort()).toEqual(['R', 'S', 'T', 'U'].map(cx));
    for (const id of ['R', 'S', 'T']) expect(await store.compositeOf(cx(id))).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['into itself', 'T', 'T'],
    ['when the subsumed one was merged before', 'S', 'U'],
    ['when the surviving one was merged before', 'U', 'S'],
    ['when the subsumed one is unknown', 'X', 'T'],
    ['when the surviving one is unknown', 'R', 'X'],
  ])('are refused %s, and nothing changes', async (_, subsumed, surviving) => {
    const { merge, store } = await fed();
    expect(await merge('S', 'T')).toBe('AA');
    expect(await merge(subsumed, surviving)).toBe('AE');
    expect([...(await store.compositeOf(cx('T')))].sort()).toEqual(['S', 'T'].map(cx));
    expect(await store.compositeOf(cx('R'))).toEqual([cx('R')]);
    expect(await store.compositeOf(cx('U'))).toEqual([cx('U')]);
  });

  it.each([
    ['subsumed', [anIdentifier('T')], [anIdentifier('S', foreign)]],
    ['surviving', [anIdentifier('T', foreign)], [anIdentifier('S')]],
  ])('of another domain (%s) are ignored', async (_, identifiers, prior) => {
    const { feed, store } = await fed();
    expect(await feed('A40', identifiers, prior)).toBe('AA');
    expect(await store.compositeOf(cx('S'))).toEqual([cx('S')]);
  });

  it('of two merges of one patient at the same moment one wins', async () => {
    const { merge, store } = await fed();
    expect((await Promise.all([merge('S', 'T'), merge('S', 'U')])).sort()).toEqual(['AA', 'AE']);
    const composites = await Promise.all(['T', 'U'].map((id) => store.compositeOf(cx(id))));
    expect(composites.map(({ length }) => length).sort()).toEqual([1, 2]);
  });

  it('share their history: the new id relates to what the old one has, and the old one is refused', async () => {
    const { merge, register, store } = await fed();
    const a = { set: 'S1', documents: ['a'], patientId: cx('S') };
    expect((await register(aNamedSubmission(a))).status).toBe('Success');
    expect(await merge('S', 'T')).toBe('AA');
    const replacement = { set: 'S2', documents: ['b'], more: [relates('b', 'RPLC', 'a')] };
    const refused = await register(aNamedSubmission({ ...replacement, patientId: cx('S') }));
    expect(refused.errors.map(({ errorCode }) => errorCode)).toEqual(['XDSUnknownPatientId', 'XDSUnknownPatientId']);
    expect((await register(aNamedSubmission({ ...replacement, patientId: cx('T') }))).status).toBe('Success');
    const query = { name: 'GetAll', parameters: { patientId: cx('T'), ...allStatuses } } as const;
    const found = await store.select(query, { returnType: 'LeafClass', limit: 100 });
    const rows = 'rows' in found ? found.rows : [];
    expect(rows.filter(({ kind }) => kind === 'DocumentEntry').map(({ patientId }) => patientId)).toEqual([
      cx('T'),
      cx('T'),
    ]);
  });
});

const everyStatus = ['Approved', 'Deprecated'].map((s) => `urn:oasis:names:tc:ebxml-regrep:StatusType:${s}`);
const allStatuses = {
  documentEntryStatus: everyStatus,
  submissionSetStatus: everyStatus,
  folderStatus: everyStatus,
};

const merging = (surviving: readonly Identifier[], prior: readonly Identifier[]) =>
  [eventFromFeed(aFeedMessage('A40', surviving, prior)), affinityAuthority] as const;

proveRule(oneMergePair, {
  accepts: {
    'one pair': [...merging([anIdentifier('T')], [anIdentifier('S')])],
    'one pair among identifiers of other domains': [
      ...merging([anIdentifier('X', foreign), anIdentifier('T')], [anIdentifier('Y', foreign), anIdentifier('S')]),
    ],
    'several identifiers in a message that merges nothing': [
      eventFromFeed(aFeedMessage('A04', [anIdentifier('S'), anIdentifier('T')])),
      affinityAuthority,
    ],
  },
  rejects: {
    'two that are retired': [...merging([anIdentifier('T')], [anIdentifier('S'), anIdentifier('R')])],
    'two that survive': [...merging([anIdentifier('T'), anIdentifier('U')], [anIdentifier('S')])],
  },
});

describe('[ITI TF-2 3.8.4.2.4] a merge of several pairs at once', () => {
  it('is refused, and merges none of them', async () => {
    const { feed, store } = await open();
    await feed(
      'A04',
      ['R', 'S', 'T'].map((id) => anIdentifier(id)),
    );
    expect(await feed('A40', [anIdentifier('T')], [anIdentifier('S'), anIdentifier('R')])).toBe('AE');
    for (const id of ['R', 'S', 'T']) expect(await store.compositeOf(cx(id))).toEqual([cx(id)]);
  });
});
