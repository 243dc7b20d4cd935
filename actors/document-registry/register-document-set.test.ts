import { afterEach, describe, expect, it } from 'vitest';
import { aPatientId } from '../../test/support/metadata.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import {
  aNamedSubmission,
  aRegistryService,
  files,
  type NamedSubmission,
  oidOf,
  type RegistryService,
  refers,
  relates,
  uuidOf,
} from '../../test/support/registry-service.ts';

const opened: RegistryService[] = [];
async function open(): Promise<RegistryService> {
  const service = await aRegistryService();
  opened.push(service);
  return service;
}
afterEach(async () => {
  for (const { database } of opened.splice(0)) await database.close();
});

/** Messages sent one after another, each accepted unless codes are given; then what of the state matters. */
interface Scenario {
  readonly sends: readonly (NamedSubmission & { readonly refused?: readonly string[] })[];
  /** Lines that must be there, and how many lines of each first word there are in all. */
  readonly holds: readonly string[];
  readonly counts?: Readonly<Record<string, number>>;
}

const a: NamedSubmission = { set: 'S1', documents: ['a'] };
const b = (type: Parameters<typeof relates>[1]): NamedSubmission => ({
  set: 'S2',
  documents: ['b'],
  more: [relates('b', type, 'a')],
});
const aInFolder: NamedSubmission = { set: 'S1', documents: ['a'], folders: ['F'], more: files('S1', 'F', 'a') };
const now = '20250601080000';
const status = (id: string, is: string) => `DocumentEntry ${id} ${is}`;

const scenarios: Readonly<Record<string, Scenario>> = {
  'one document': {
    sends: [a],
    holds: ['SubmissionSet S1 Approved', status('a', 'Approved'), 'HasMember S1 -> a Approved'],
    counts: { DocumentEntry: 1, HasMember: 1 },
  },
  'RPLC deprecates the target': { sends: [a, b('RPLC')], holds: [status('a', 'Deprecated'), status('b', 'Approved')] },
  'XFRM_RPLC deprecates the target': {
    sends: [a, b('XFRM_RPLC')],
    holds: [status('a', 'Deprecated'), status('b', 'Approved')],
  },
  'APND changes no status': { sends: [a, b('APND')], holds: [status('a', 'Approved'), 'APND b -> a Approved'] },
  'XFRM changes no status': { sends: [a, b('XFRM')], holds: [status('a', 'Approved'), 'XFRM b -> a Approved'] },
  'signs changes no status': { sends: [a, b('signs')], holds: [status('a', 'Approved'), 'signs b -> a Approved'] },
  'RPLC deprecates addenda and transformations through every step, not signatures': {
    sends: [
      a,
      { set: 'S2', documents: ['b'], more: [relates('b', 'APND', 'a')] },
      { set: 'S3', documents: ['c'], more: [relates('c', 'XFRM', 'b')] },
      { set: 'S4', documents: ['s'], more: [relates('s', 'signs', 'a')] },
      { set: 'S5', documents: ['n'], more: [relates('n', 'RPLC', 'a')] },
    ],
    holds: [
      ...['a', 'b', 'c'].map((id) => status(id, 'Deprecated')),
      ...['s', 'n'].map((id) => status(id, 'Approved')),
    ],
  },
  'replacing several by one, and an addendum of the replaced one in the same message': {
    sends: [
      { set: 'S1', documents: ['a', 'b'] },
      {
        set: 'S2',
        documents: ['n', 'x'],
        more: [relates('n', 'RPLC', 'a'), relates('n', 'RPLC', 'b'), relates('x', 'APND', 'a')],
      },
    ],
    holds: [...['a', 'b', 'x'].map((id) => status(id, 'Deprecated')), status('n', 'Approved')],
  },
  'replacing what was replaced is refused': {
    sends: [
      a,
      b('RPLC'),
      {
        set: 'S3',
        documents: ['c'],
        more: [relates('c', 'RPLC', 'a')],
        refused: ['XDSRegistryDeprecatedDocumentError'],
      },
    ],
    holds: [status('a', 'Deprecated'), status('b', 'Approved')],
    counts: { SubmissionSet: 2, DocumentEntry: 2 },
  },
  'an addendum to a transformation is refused': {
    sends: [
      a,
      b('XFRM'),
      { set: 'S3', documents: ['c'], more: [relates('c', 'APND', 'b')], refused: ['XDSRegistryMetadataError'] },
    ],
    holds: [status('b', 'Approved')],
    counts: { DocumentEntry: 2 },
  },
  'a relation to nothing is refused and keeps nothing': {
    sends: [{ ...b('RPLC'), refused: ['UnresolvedReferenceException'] }],
    holds: [],
    counts: { SubmissionSet: 0, DocumentEntry: 0, HasMember: 0, RPLC: 0 },
  },
  'a snapshot of a Stable entry is refused': {
    sends: [a, { ...b('IsSnapshotOf'), refused: ['XDSRegistryMetadataError'] }],
    holds: [],
    counts: { DocumentEntry: 1 },
  },
  'a new document in a new folder': {
    sends: [aInFolder],
    holds: [`Folder F Approved ${now}`, 'HasMember F -> a Approved', 'HasMember S1 -> (HasMember) Approved'],
    counts: { HasMember: 4 },
  },
  'a registered document into a registered folder, by reference': {
    sends: [a, { set: 'S2', folders: ['F'] }, { set: 'S3', more: [refers('S3', 'a'), ...files('S3', 'F', 'a')] }],
    holds: ['HasMember F -> a Approved', 'HasMember S3 -> a Approved'],
  },
  'a replacement goes into the folders of the replaced one, once': {
    sends: [aInFolder, { set: 'S2', folders: ['G'], more: files('S2', 'G', 'a') }, { ...b('RPLC'), set: 'S3' }],
    holds: [
      'HasMember F -> a Approved',
      'HasMember F -> b Approved',
      'HasMember G -> b Approved',
      'HasMember S3 -> (HasMember) Approved',
    ],
    counts: { HasMember: 4 + 3 + 1 + 4 },
  },
  'a replacement that the message files itself is not filed twice': {
    sends: [aInFolder, { set: 'S2', documents: ['b'], more: [relates('b', 'RPLC', 'a'), ...files('S2', 'F', 'b')] }],
    holds: ['HasMember F -> b Approved'],
    counts: { HasMember: 4 + 3 },
  },
  'a transformation and an addendum go into no folder': {
    sends: [aInFolder, b('XFRM'), { set: 'S3', documents: ['c'], more: [relates('c', 'APND', 'a')] }],
    holds: ['HasMember F -> a Approved'],
    counts: { HasMember: 4 + 1 + 1 },
  },
  'filing a deprecated document is refused': {
    sends: [
      a,
      b('RPLC'),
      { set: 'S3', folders: ['F'], more: files('S3', 'F', 'a'), refused: ['XDSRegistryDeprecatedDocumentError'] },
    ],
    holds: [],
    counts: { Folder: 0 },
  },
  'a reference to an entry of another patient': {
    sends: [a, { set: 'S2', documents: ['b'], patientId: anotherPatientId, more: [refers('S2', 'a')] }],
    holds: ['HasMember S2 -> a Approved'],
  },
  'a replacement for another patient is refused': {
    sends: [a, { ...b('RPLC'), patientId: anotherPatientId, refused: ['XDSPatientIdDoesNotMatch'] }],
    holds: [status('a', 'Approved')],
    counts: { DocumentEntry: 1 },
  },
  'an unknown patient is refused, for the set and for the entry': {
    sends: [{ ...a, patientId: 'NOBODY^^^&1.2.3&ISO', refused: ['XDSUnknownPatientId', 'XDSUnknownPatientId'] }],
    holds: [],
    counts: { SubmissionSet: 0 },
  },
  'every broken rule is told': {
    sends: [
      a,
      {
        ...a,
        patientId: 'NOBODY^^^&1.2.3&ISO',
        refused: [
          'XDSRegistryMetadataError',
          'XDSRegistryMetadataError',
          'XDSDuplicateUniqueIdInRegistry',
          'XDSUnknownPatientId',
          'XDSUnknownPatientId',
        ],
      },
    ],
    holds: [],
    counts: { SubmissionSet: 1 },
  },
};

describe('[ITI TF-2 3.42.4.1.3] registering document sets', () => {
  it.each(Object.entries(scenarios))('%s', async (_, { sends, holds, counts = {} }) => {
    const service = await open();
    for (const { refused = [], ...named } of sends) {
      const { status, errors } = await service.register(aNamedSubmission(named));
      expect(errors.map(({ errorCode }) => errorCode)).toEqual(refused);
      expect(status).toBe(refused.length === 0 ? 'Success' : 'Failure');
    }
    const state = await service.state();
    expect(state).toEqual(expect.arrayContaining([...holds]));
    for (const [word, count] of Object.entries(counts)) {
      expect([word, state.filter((line) => line.startsWith(`${word} `)).length]).toEqual([word, count]);
    }
  });

  it('gives the same document again another entry; another hash, size or kind of holder is refused', async () => {
    const service = await open();
    const sent = aNamedSubmission(a);
    expect((await service.register(sent)).status).toBe('Success');
    const again = (n: number, changes: object) => {
      const submission = aNamedSubmission({ set: `T${n}`, documents: [`x${n}`] });
      const entry = { ...submission.documentEntries[0]!, uniqueId: oidOf('a'), ...changes };
      return service.register({ ...submission, documentEntries: [entry] });
    };
    const hash = sent.documentEntries[0]!.hash!.toUpperCase();
    expect(await again(1, { hash })).toEqual({ status: 'Success', errors: [] });
    expect((await again(2, { hash: 'a'.repeat(40) })).errors.map((e) => e.errorCode)).toEqual(['XDSNonIdenticalHash']);
    expect((await again(3, { size: '9' })).errors.map((e) => e.errorCode)).toEqual(['XDSNonIdenticalSize']);
    expect((await again(4, { uniqueId: oidOf('S1') })).errors.map((e) => e.errorCode)).toEqual([
      'XDSDuplicateUniqueIdInRegistry',
    ]);
    expect((await service.state()).filter((line) => line.startsWith('DocumentEntry a '))).toHaveLength(2);
  });

  it('moves lastUpdateTime of every folder that receives, and overwrites the submitted one', async () => {
    const service = await open();
    const first = aNamedSubmission(aInFolder);
    await service.register({ ...first, folders: [{ ...first.folders[0]!, lastUpdateTime: '19990101' }] });
    expect(await service.state()).toContain('Folder F Approved 20250601080000');
    service.clock.now = new Date('2025-06-02T09:10:11.999Z');
    await service.register(aNamedSubmission(b('RPLC')));
    expect(await service.state()).toContain('Folder F Approved 20250602091011');
    service.clock.now = new Date('2025-06-03T00:00:00Z');
    await service.register(aNamedSubmission({ set: 'S9', documents: ['z'], more: files('S9', 'F', 'z') }));
    expect(await service.state()).toContain('Folder F Approved 20250603000000');
  });

  it('answers what it registered: first version, own logicalID, Approved, and Deprecated once replaced', async () => {
    const service = await open();
    await service.register(aNamedSubmission(a));
    const answered = async () => {
      const query = { name: 'GetDocuments', parameters: { entryUUID: [uuidOf('a')] } } as const;
      const selection = await service.store.select(query, { returnType: 'LeafClass', limit: 10 });
      if (!('rows' in selection)) throw new Error('too many');
      return selection.rows.map(({ ebrim }) => ebrim).join('');
    };
    const text = await answered();
    expect(text).toContain(`lid="${uuidOf('a')}"`);
    expect(text).toContain('StatusType:Approved"');
    expect(text).toContain('versionName="1"');
    expect(text).toContain(`value="${aPatientId.replaceAll('&', '&amp;')}"`);
    await service.register(aNamedSubmission(b('RPLC')));
    expect(await answered()).toBe(text.replace('StatusType:Approved"', 'StatusType:Deprecated"'));
  });
});
