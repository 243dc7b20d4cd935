import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../runtime/sql/postgres.ts';
import { encodeRegistryObject } from '../../../schemas/ebrim/encode-object.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { collect } from '../../../schemas/sequence.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { escapeAttribute } from '../../../schemas/xml/escape.ts';
import { aCode } from '../../../test/support/metadata.ts';
import { testDatabase } from '../../../test/support/postgres.ts';
import {
  register,
  registeredAssociation,
  registeredEntry,
  registeredFolder,
  registeredSet,
  registeredUniqueId,
  registeredUUID,
} from '../../../test/support/registered.ts';
import type { StoredQuery } from '../../../transactions/iti-18-registry-stored-query/messages.ts';
import type {
  StoredQueries,
  StoredQueryName,
} from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { registryMigrations } from '../migrations/migrations.ts';
import { openRegistryStore, type RegistryStore } from '../store.ts';
import type { SelectedRow, Selection } from './selection.ts';

const patient = (name: string) => `${name}^^^&1.3.6.1.4.1.21367.13.20.1000&ISO`;
const approved = [availabilityStatuses.Approved];
const everyStatus = Object.values(availabilityStatuses);
const everyType = Object.values(documentEntryTypes);
const { Stable, OnDemand } = documentEntryTypes;

let database: OpenDatabase;
let store: RegistryStore;
const names = new Map<string, string>();

beforeAll(async () => {
  database = await testDatabase(registryMigrations);
  store = openRegistryStore(database, encodeRegistryObject);
});
afterAll(() => database?.close());

/** Registers objects for a patient; `known` names them in answers. */
async function given(patientId: string, known: Readonly<Record<string, RegistryObject>>): Promise<void> {
  for (const [name, object] of Object.entries(known)) names.set(object.entryUUID, name);
  const objects = Object.values(known);
  await register(
    store,
    patientId,
    objects.map((object) => (object.kind === 'Association' ? object : { ...object, patientId })),
  );
}

/** The names of the objects a query finds, sorted; they must be the same held, streamed, and as references. */
async function found<Q extends StoredQueryName>(name: Q, parameters: StoredQueries[Q]): Promise<string[]> {
  const query = { name, parameters } as StoredQuery;
  const ways = [
    { returnType: 'LeafClass' },
    { returnType: 'LeafClass', heldRows: 0 },
    { returnType: 'ObjectRef' },
  ] as const;
  const lists = await Promise.all(
    ways.map(async (way) => {
      const rows = await rowsOf(await store.select(query, { ...way, limit: 1000 }));
      return rows.map((row) => names.get(row.entryUUID) ?? row.entryUUID).sort();
    }),
  );
  expect(lists[1]).toEqual(lists[0]);
  expect(lists[2]).toEqual(lists[0]);
  return lists[0]!;
}

function rowsOf(selection: Selection): Promise<SelectedRow[]> {
  if ('tooMany' in selection) throw new Error('too many');
  return collect('stream' in selection ? selection.stream : selection.rows);
}

describe('[ITI TF-2 3.18.4.1.2.3.7.1] FindDocuments', () => {
  const patientId = patient('find-documents');
  const ask = (more: Partial<StoredQueries['FindDocuments']> = {}) =>
    found('FindDocuments', { patientId, status: approved, ...more });

  beforeAll(async () => {
    await given(patientId, {
      plain: registeredEntry('fd-plain', {
        creationTime: '20250102',
        serviceStartTime: undefined,
        serviceStopTime: undefined,
      }),
      coded: registeredEntry('fd-coded', {
        creationTime: '2024',
        classCode: aCode('c1', 's'),
        typeCode: aCode('t1', 's'),
        formatCode: aCode('f1', 's'),
        practiceSettingCode: aCode('p1', 's'),
        healthcareFacilityTypeCode: aCode('h1', 's'),
        confidentialityCode: [aCode('R', 's'), aCode('S', 's')],
        eventCodeList: [aCode('e1', 's'), aCode("e'2", 's')],
        serviceStartTime: '202401',
        serviceStopTime: '20240102',
        author: ["^O'Brien^Pat", '^100%_\\Sure^Ann'].map((authorPerson) => ({
          authorPerson,
          authorInstitution: [],
          authorRole: [],
          authorSpecialty: [],
          authorTelecommunication: [],
        })),
      }),
      deprecated: registeredEntry('fd-deprecated', { availabilityStatus: availabilityStatuses.Deprecated }),
      onDemand: registeredEntry('fd-on-demand', { objectType: OnDemand, creationTime: undefined }),
    });
    await given(patient('find-documents-other'), { foreign: registeredEntry('fd-foreign') });
  });

  it('finds the Approved Stable entries of the patient and of no one else', async () => {
    expect(await ask()).toEqual(['coded', 'plain']);
  });

  it('finds nothing for a patient nobody knows', async () => {
    expect(await ask({ patientId: patient('nobody') })).toEqual([]);
    expect(await ask({ patientId: "'; drop table patient; --" })).toEqual([]);
  });

  it('finds Deprecated entries only when their status is asked for', async () => {
    expect(await ask({ status: [availabilityStatuses.Deprecated] })).toEqual(['deprecated']);
    expect(await ask({ status: everyStatus })).toEqual(['coded', 'deprecated', 'plain']);
  });

  it('finds On-Demand entries only when their type is asked for', async () => {
    expect(await ask({ type: [OnDemand] })).toEqual(['onDemand']);
    expect(await ask({ type: everyType })).toEqual(['coded', 'onDemand', 'plain']);
    expect(await ask({ type: ['no type at all'] })).toEqual([]);
  });

  const filters: [string, Partial<StoredQueries['FindDocuments']>, string[]][] = [
    ['classCode', { classCode: ['c1^^s'] }, ['coded']],
    ['classCode of another scheme', { classCode: ['c1^^S'] }, []],
    ['a list is OR', { classCode: ['c1^^s', 'REPORTS^^1.3.6.1.4.1.19376.1.2.6.1'] }, ['coded', 'plain']],
    ['typeCode', { typeCode: ['t1^^s', 'x^^y'] }, ['coded']],
    ['formatCode', { formatCode: ['f1^^s'] }, ['coded']],
    ['practiceSettingCode', { practiceSettingCode: ['p1^^s'] }, ['coded']],
    ['healthcareFacilityTypeCode', { healthcareFacilityTypeCode: ['h1^^s'] }, ['coded']],
    ['parameters are AND', { typeCode: ['t1^^s'], classCode: ['x^^y'] }, []],
    ['confidentialityCode, any of several', { confidentialityCode: [['S^^s', 'x^^y']] }, ['coded']],
    ['confidentialityCode, AND of slots', { confidentialityCode: [['R^^s'], ['S^^s', 'x^^y']] }, ['coded']],
    ['confidentialityCode, AND not met', { confidentialityCode: [['R^^s'], ['N^^2.16.840.1.113883.5.25']] }, []],
    ['eventCodeList', { eventCodeList: [['e1^^s'], ["e'2^^s"]] }, ['coded']],
    ['eventCodeList of an entry without', { eventCodeList: [['x^^y']] }, []],
    ['a wildcard in a code is a character', { classCode: ['c%^^s'] }, []],
    ['authorPerson, equal', { authorPerson: ["^O'Brien^Pat"] }, ['coded']],
    ['authorPerson, not a part', { authorPerson: ["O'Brien"] }, []],
    ['authorPerson, % and any of the authors', { authorPerson: ['%Sure%'] }, ['coded']],
    ['authorPerson, _ is one character', { authorPerson: ['^O_Brien^P_t', '^O_^%'] }, ['coded']],
    ['authorPerson, a backslash is a character', { authorPerson: ['^100%_\\Sure^Ann'] }, ['coded']],
    ['authorPerson, a backslash escapes nothing', { authorPerson: ['^100\\%\\_\\Sure^Ann', 'x\\'] }, []],
    ['authorPerson, either of two patterns', { authorPerson: ['%Pat', '%Kellner%'] }, ['coded', 'plain']],
    ['creationTime, From is inclusive', { creationTimeFrom: '20250102' }, ['plain']],
    ['creationTime, From after', { creationTimeFrom: '20250102000001' }, []],
    ['creationTime, To is exclusive', { creationTimeTo: '20250102000000' }, ['coded']],
    ['creationTime, short To', { creationTimeTo: '2024' }, []],
    [
      'creationTime, short From means its earliest second',
      { creationTimeFrom: '2024', creationTimeTo: '2025' },
      ['coded'],
    ],
    ['creationTime says nothing about On-Demand entries', { creationTimeFrom: '2030', type: everyType }, ['onDemand']],
    ['serviceStartTime does not filter entries without', { serviceStartTimeFrom: '2030' }, ['plain']],
    [
      'serviceStartTime in range',
      { serviceStartTimeFrom: '20240101', serviceStartTimeTo: '20240102' },
      ['coded', 'plain'],
    ],
    ['serviceStopTime, To is exclusive', { serviceStopTimeTo: '20240102' }, ['plain']],
    [
      'serviceStopTime in range',
      { serviceStopTimeFrom: '20240102', serviceStopTimeTo: '20240103' },
      ['coded', 'plain'],
    ],
  ];
  it.each(filters)('%s', async (_, more, expected) => {
    expect(await ask(more)).toEqual(expected);
  });

  it('[ITI TF-2 3.8.4.2.4] the surviving patient of merges has the objects of the whole chain, a subsumed one none', async () => {
    const [a, b, c] = ['merge-a', 'merge-b', 'merge-c'].map(patient) as [string, string, string];
    await given(a, { 'of a': registeredEntry('merge-a') });
    await given(b, { 'of b': registeredEntry('merge-b') });
    await given(c, { 'of c': registeredEntry('merge-c') });
    await store.feed((patients) => patients.merge(a, b));
    await store.feed((patients) => patients.merge(b, c));
    expect(await ask({ patientId: c })).toEqual(['of a', 'of b', 'of c']);
    expect(await ask({ patientId: a })).toEqual([]);
    expect(await ask({ patientId: b })).toEqual([]);
    for (const query of [
      { name: 'FindDocuments', parameters: { patientId: c, status: approved } },
      { name: 'GetDocuments', parameters: { entryUUID: ['merge-a', 'merge-b', 'merge-c'].map(registeredUUID) } },
    ] satisfies StoredQuery[]) {
      const answer = await store.select(query, { returnType: 'LeafClass', limit: 10 });
      const rows = 'rows' in answer ? answer.rows : [];
      expect(rows.map((row) => row.patientId)).toEqual([c, c, c]);
      for (const { ebrim } of rows) expect(ebrim).toContain(`value="${escapeAttribute(c)}"`);
    }
  });

  it('[ITI TF-2 3.18.4.1.3] more objects than the limit are counted, not answered; ObjectRefs have no limit', async () => {
    const query: StoredQuery = { name: 'FindDocuments', parameters: { patientId, status: approved } };
    expect(await store.select(query, { returnType: 'LeafClass', limit: 1 })).toEqual({ tooMany: 2 });
    expect(await store.select(query, { returnType: 'LeafClass', limit: 2 })).toHaveProperty('rows.length', 2);
    expect(await store.select(query, { returnType: 'ObjectRef', limit: 1 })).toHaveProperty('rows.length', 2);
  });

  it('streams what is more than to be held: counted, and its patients told, before the first object is read', async () => {
    const query: StoredQuery = { name: 'FindDocuments', parameters: { patientId, status: approved } };
    const streamed = await store.select(query, { returnType: 'LeafClass', limit: 2, heldRows: 1 });
    expect(streamed).toMatchObject({ patients: 1 });
    const held = await store.select(query, { returnType: 'LeafClass', limit: 2, heldRows: 2 });
    expect('stream' in streamed && 'rows' in held).toBe(true);
    const sorted = async (selection: Selection) =>
      (await rowsOf(selection)).sort((a, b) => (a.entryUUID < b.entryUUID ? -1 : 1));
    expect(await sorted(streamed)).toEqual(await sorted(held));
    expect(await store.select(query, { returnType: 'LeafClass', limit: 1, heldRows: 0 })).toEqual({ tooMany: 2 });
  });

  it('holds all of an answer inside a transaction', async () => {
    const query: StoredQuery = { name: 'FindDocuments', parameters: { patientId, status: approved } };
    const selection = await store.submit((writer) =>
      writer.select(query, { returnType: 'LeafClass', limit: 2, heldRows: 0 }),
    );
    expect(selection).toHaveProperty('rows.length', 2);
  });

  it('gives the text with LeafClass, and none with ObjectRef', async () => {
    const query: StoredQuery = {
      name: 'FindDocuments',
      parameters: { patientId, status: approved, classCode: ['c1^^s'] },
    };
    const row = { kind: 'DocumentEntry', entryUUID: registeredUUID('fd-coded'), patientId };
    expect(await store.select(query, { returnType: 'ObjectRef', limit: 1 })).toEqual({ rows: [row] });
    const ebrim = expect.stringMatching(/^<rim:ExtrinsicObject .*<\/rim:ExtrinsicObject>$/);
    expect(await store.select(query, { returnType: 'LeafClass', limit: 1 })).toEqual({ rows: [{ ...row, ebrim }] });
  });
});

describe('[ITI TF-2 3.18.4.1.2.3.7.2] FindSubmissionSets', () => {
  const patientId = patient('find-submission-sets');
  beforeAll(() =>
    given(patientId, {
      one: registeredSet('fs-one', {
        sourceId: '1.2.3',
        submissionTime: '20250101120000',
        contentTypeCode: aCode('k', 's'),
      }),
      two: registeredSet('fs-two', {
        sourceId: '1.2.4',
        submissionTime: '20250201',
        author: [
          {
            authorPerson: '^Welby^Marcus',
            authorInstitution: [],
            authorRole: [],
            authorSpecialty: [],
            authorTelecommunication: [],
          },
        ],
      }),
    }),
  );
  const cases: [string, Partial<StoredQueries['FindSubmissionSets']>, string[]][] = [
    ['status alone', {}, ['one', 'two']],
    ['another status', { status: [availabilityStatuses.Deprecated] }, []],
    ['sourceId', { sourceId: ['1.2.3', '9'] }, ['one']],
    ['submissionTime', { submissionTimeFrom: '20250101120000', submissionTimeTo: '20250201' }, ['one']],
    ['authorPerson pattern', { authorPerson: '%Marcus' }, ['two']],
    ['contentType', { contentType: ['k^^s'] }, ['one']],
  ];
  it.each(cases)('%s', async (_, more, expected) => {
    expect(await found('FindSubmissionSets', { patientId, status: approved, ...more })).toEqual(expected);
  });
});

describe('[ITI TF-2 3.18.4.1.2.3.7.3] FindFolders', () => {
  const patientId = patient('find-folders');
  beforeAll(() =>
    given(patientId, {
      one: registeredFolder('ff-one', {
        lastUpdateTime: '20250101120000',
        codeList: [aCode('a', 's'), aCode('b', 's')],
      }),
      two: registeredFolder('ff-two', { lastUpdateTime: '20250201000000', codeList: [aCode('a', 's')] }),
    }),
  );
  const cases: [string, Partial<StoredQueries['FindFolders']>, string[]][] = [
    ['status alone', {}, ['one', 'two']],
    ['lastUpdateTime', { lastUpdateTimeFrom: '20250101120001' }, ['two']],
    ['lastUpdateTime, To is exclusive', { lastUpdateTimeTo: '20250201' }, ['one']],
    ['codeList, OR', { codeList: [['a^^s', 'b^^s']] }, ['one', 'two']],
    ['codeList, AND', { codeList: [['a^^s'], ['b^^s']] }, ['one']],
  ];
  it.each(cases)('%s', async (_, more, expected) => {
    expect(await found('FindFolders', { patientId, status: approved, ...more })).toEqual(expected);
  });
});

/**
 * One submission: set S with entries A, R (restricted), D (On-Demand) and folder F; A in F, filed by S. Before it set
 * S0 registered A0, which A replaces; later S2 of another patient refers to A and put it into F2.
 */
describe('queries that start from ids', () => {
  const patientId = patient('contents');
  const other = patient('contents-other');
  const u = registeredUUID;
  const as = registeredAssociation;
  const named = (...associations: [string, string, Parameters<typeof as>[2]?][]) =>
    Object.fromEntries(associations.map(([s, t, type]) => [`${s}>${t}`, as(s, t, type)]));

  beforeAll(async () => {
    await given(patientId, {
      S0: registeredSet('S0'),
      A0: registeredEntry('A0', { availabilityStatus: availabilityStatuses.Deprecated }),
      ...named(['S0', 'A0']),
    });
    await given(patientId, {
      S: registeredSet('S'),
      A: registeredEntry('A', { formatCode: aCode('f', 's') }),
      R: registeredEntry('R', { confidentialityCode: [aCode('R', 's')] }),
      D: registeredEntry('D', { objectType: OnDemand, creationTime: undefined }),
      F: registeredFolder('F'),
      ...named(
        ['S', 'A'],
        ['S', 'R'],
        ['S', 'D'],
        ['S', 'F'],
        ['F', 'A'],
        ['F', 'R'],
        ['A', 'A0', 'RPLC'],
        ['R', 'A', 'APND'],
        ['R', 'D', 'IsSnapshotOf'],
      ),
      'S>F>A': { ...as('S', 'F'), entryUUID: u('S>F>A'), target: u('F HasMember A') },
      'S>F>R': { ...as('S', 'F'), entryUUID: u('S>F>R'), target: u('F HasMember R') },
    });
    await given(other, {
      S2: registeredSet('S2'),
      B: registeredEntry('B'),
      F2: registeredFolder('F2', { availabilityStatus: availabilityStatuses.Deprecated }),
      ...named(['S2', 'A'], ['S2', 'F2'], ['F2', 'B'], ['S2', 'B']),
    });
  });

  it("[ITI TF-2 3.18.4.1.2.3.7.4] GetAll gives the patient's objects and every association with an end among them", async () => {
    const statuses = { documentEntryStatus: approved, submissionSetStatus: approved, folderStatus: approved };
    const all = await found('GetAll', { patientId, ...statuses });
    expect(all).toEqual(
      [
        'A',
        'R',
        'F',
        'S',
        'S0',
        'S>A',
        'S>R',
        'S>D',
        'S>F',
        'F>A',
        'F>R',
        'A>A0',
        'R>A',
        'R>D',
        'S>F>A',
        'S>F>R',
        'S0>A0',
        'S2>A',
      ].sort(),
    );
    const filtered = await found('GetAll', {
      patientId,
      documentEntryStatus: [availabilityStatuses.Deprecated],
      submissionSetStatus: [availabilityStatuses.Deprecated],
      folderStatus: [availabilityStatuses.Deprecated],
    });
    expect(filtered).toEqual(['A0', 'A>A0', 'S0>A0']);
    const formats = await found('GetAll', {
      patientId: other,
      ...statuses,
      submissionSetStatus: [availabilityStatuses.Deprecated],
      formatCode: ['f^^s'],
    });
    expect(formats).toEqual([]);
  });

  it('[ITI TF-2 3.18.4.1.2.3.7.5] GetDocuments gives entries of any status and type by either id', async () => {
    expect(await found('GetDocuments', { entryUUID: [u('A0'), u('D'), u('F'), u('nothing')] })).toEqual(['A0', 'D']);
    expect(await found('GetDocuments', { uniqueId: ['A', 'B'].map(registeredUniqueId) })).toEqual(['A', 'B']);
    expect(await found('GetDocuments', { entryUUID: [u('A').toUpperCase().replace('URN:UUID', 'urn:uuid')] })).toEqual([
      'A',
    ]);
    expect(await found('GetDocuments', { entryUUID: ["Document01') or 1=1 --", 'urn:uuid:123'] })).toEqual([]);
    expect(await found('GetDocuments', { uniqueId: ['%'] })).toEqual([]);
  });

  it('[ITI TF-2 3.18.4.1.2.3.7.6] GetFolders', async () => {
    expect(await found('GetFolders', { entryUUID: [u('F'), u('F2'), u('A')] })).toEqual(['F', 'F2']);
    expect(await found('GetFolders', { uniqueId: [registeredUniqueId('F')] })).toEqual(['F']);
  });

  it('[ITI TF-2 3.18.4.1.2.3.7.7] GetAssociations gives each association once, whichever end is named', async () => {
    expect(await found('GetAssociations', { uuid: [u('A0')] })).toEqual(['A>A0', 'S0>A0']);
    expect(await found('GetAssociations', { uuid: [u('A0'), u('A'), u('S0')] })).toEqual(
      ['A>A0', 'F>A', 'R>A', 'S0>A0', 'S2>A', 'S>A'].sort(),
    );
    expect(await found('GetAssociations', { uuid: [u('F HasMember A')] })).toEqual(['S>F>A']);
    expect(await found('GetAssociations', { uuid: [u('nothing')] })).toEqual([]);
  });

  it('[ITI TF-2 3.18.4.1.2.3.7.8] GetDocumentsAndAssociations', async () => {
    expect(await found('GetDocumentsAndAssociations', { entryUUID: [u('A0')] })).toEqual(['A0', 'A>A0', 'S0>A0']);
    expect(await found('GetDocumentsAndAssociations', { uniqueId: [registeredUniqueId('D')] })).toEqual([
      'D',
      'R>D',
      'S>D',
    ]);
    expect(await found('GetDocumentsAndAssociations', { entryUUID: [u('F')] })).toEqual([]);
  });

  it('[ITI TF-2 3.18.4.1.2.3.7.9] GetSubmissionSets gives the sets of entries and folders with their HasMembers', async () => {
    expect(await found('GetSubmissionSets', { uuid: [u('A')] })).toEqual(['S', 'S2', 'S2>A', 'S>A']);
    expect(await found('GetSubmissionSets', { uuid: [u('F'), u('F'), u('A0')] })).toEqual(['S', 'S0', 'S0>A0', 'S>F']);
    expect(await found('GetSubmissionSets', { uuid: [u('S')] })).toEqual([]);
  });

  describe('[ITI TF-2 3.18.4.1.2.3.7.10] GetSubmissionSetAndContents', () => {
    const get = (more: Partial<StoredQueries['GetSubmissionSetAndContents']> = {}) =>
      found('GetSubmissionSetAndContents', { entryUUID: u('S'), ...more });

    it('gives the set, its Stable entries, its folder, what it filed between them, and the HasMembers', async () => {
      expect(await get()).toEqual(['S', 'A', 'R', 'F', 'F>A', 'F>R', 'S>A', 'S>R', 'S>F', 'S>F>A', 'S>F>R'].sort());
      expect(await get({ type: everyType })).toContain('D');
    });
    it('leaves out what filtered entries are tied to: nothing dangles', async () => {
      expect(await get({ formatCode: ['f^^s'] })).toEqual(['S', 'A', 'F', 'F>A', 'S>A', 'S>F', 'S>F>A'].sort());
      expect(await get({ confidentialityCode: [['x^^y']] })).toEqual(['F', 'S', 'S>F']);
    });
    it('finds the set by uniqueId, with an entry of another patient it refers to', async () => {
      const byUniqueId = await found('GetSubmissionSetAndContents', { uniqueId: registeredUniqueId('S2') });
      expect(byUniqueId).toEqual(['A', 'B', 'F2', 'S2', 'S2>A', 'S2>B', 'S2>F2']);
    });
    it('finds nothing by the id of something else', async () => {
      expect(await get({ entryUUID: u('F') })).toEqual([]);
    });
  });

  it('[ITI TF-2 3.18.4.1.2.3.7.11] GetFolderAndContents', async () => {
    expect(await found('GetFolderAndContents', { entryUUID: u('F') })).toEqual(['A', 'F', 'F>A', 'F>R', 'R']);
    expect(await found('GetFolderAndContents', { uniqueId: registeredUniqueId('F'), formatCode: ['f^^s'] })).toEqual([
      'A',
      'F',
      'F>A',
    ]);
    expect(await found('GetFolderAndContents', { entryUUID: u('F'), type: [OnDemand] })).toEqual(['F']);
    expect(await found('GetFolderAndContents', { entryUUID: u('S') })).toEqual([]);
  });

  it('[ITI TF-2 3.18.4.1.2.3.7.12] GetFoldersForDocument', async () => {
    expect(await found('GetFoldersForDocument', { entryUUID: u('A') })).toEqual(['F']);
    expect(await found('GetFoldersForDocument', { uniqueId: registeredUniqueId('B') })).toEqual(['F2']);
    expect(await found('GetFoldersForDocument', { entryUUID: u('D') })).toEqual([]);
  });

  describe('[ITI TF-2 3.18.4.1.2.3.7.13] GetRelatedDocuments', () => {
    const { RPLC, APND, IsSnapshotOf, HasMember } = associationTypes;
    it('gives relations of the types asked for, in either direction, with both ends', async () => {
      expect(await found('GetRelatedDocuments', { entryUUID: u('A'), associationTypes: [RPLC] })).toEqual([
        'A',
        'A0',
        'A>A0',
      ]);
      expect(
        await found('GetRelatedDocuments', { uniqueId: registeredUniqueId('A'), associationTypes: [RPLC, APND] }),
      ).toEqual(['A', 'A0', 'A>A0', 'R', 'R>A']);
    });
    it('gives nothing, not even the document, when nothing is related', async () => {
      expect(await found('GetRelatedDocuments', { entryUUID: u('A0'), associationTypes: [APND] })).toEqual([]);
      expect(await found('GetRelatedDocuments', { entryUUID: u('A'), associationTypes: [HasMember] })).toEqual([]);
    });
    it('leaves out relations to entries of a type that is not asked for', async () => {
      const snapshots = { entryUUID: u('R'), associationTypes: [IsSnapshotOf] };
      expect(await found('GetRelatedDocuments', snapshots)).toEqual([]);
      expect(await found('GetRelatedDocuments', { ...snapshots, type: [Stable, OnDemand] })).toEqual(['D', 'R', 'R>D']);
    });
  });
});
