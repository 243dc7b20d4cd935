import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { aCode } from '../../../test/support/metadata.ts';
import { registeredEntry, registeredFolder } from '../../../test/support/registered.ts';
import { aNamedRegistry, type NamedRegistry, patientNamed } from '../../../test/support/selected.ts';
import type { MultiPatientQueries } from '../../../transactions/iti-51-multi-patient-stored-query/queries/parameters.ts';

const [p1, p2, p3, gone] = ['mpq-1', 'mpq-2', 'mpq-3', 'mpq-gone'].map(patientNamed) as [
  string,
  string,
  string,
  string,
];
const status = [availabilityStatuses.Approved];
const reference = (id: string) => `${id}^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:accession`;

describe('[ITI TF-2 3.51.4.1.2] queries for multiple patients', () => {
  let registry: NamedRegistry;
  beforeAll(async () => {
    registry = await aNamedRegistry();
    await registry.given(p1, {
      report1: registeredEntry('report1', {
        classCode: aCode('c', 's'),
        creationTime: '20240101',
        eventCodeList: [aCode('e1', 's'), aCode('e2', 's')],
        referenceIdList: [reference('A_1')],
      }),
      plan1: registeredEntry('plan1', { healthcareFacilityTypeCode: aCode('h', 's'), eventCodeList: [] }),
      folder1: registeredFolder('folder1', { codeList: [aCode('a', 's'), aCode('b', 's')] }),
    });
    await registry.given(p2, {
      report2: registeredEntry('report2', {
        classCode: aCode('c', 's'),
        creationTime: '20250101',
        eventCodeList: [aCode('e1', 's')],
        referenceIdList: [reference('A_1'), reference('B')],
      }),
      onDemand2: registeredEntry('onDemand2', {
        classCode: aCode('c', 's'),
        objectType: documentEntryTypes.OnDemand,
        creationTime: undefined,
      }),
      folder2: registeredFolder('folder2', { codeList: [aCode('a', 's')] }),
    });
    await registry.given(p3, {
      old3: registeredEntry('old3', {
        classCode: aCode('c', 's'),
        availabilityStatus: availabilityStatuses.Deprecated,
        referenceIdList: [reference('AX1')],
      }),
      other3: registeredEntry('other3', { eventCodeList: [] }),
      folder3: registeredFolder('folder3', { codeList: [aCode('z', 's')] }),
    });
    await registry.given(gone, {
      merged: registeredEntry('merged', { classCode: aCode('c', 's'), creationTime: '20240601', eventCodeList: [] }),
      mergedFolder: registeredFolder('mergedFolder', { codeList: [aCode('b', 's')] }),
    });
    await registry.store.feed((patients) => patients.merge(gone, p3));
  });
  afterAll(() => registry?.database.close());

  type Documents = Partial<MultiPatientQueries['FindDocumentsForMultiplePatients']>;
  const everyType = Object.values(documentEntryTypes);
  const documents: [string, Documents, string[]][] = [
    ['one patient', { patientId: [p1] }, ['plan1', 'report1']],
    ['several patients', { patientId: [p1, p2] }, ['plan1', 'report1', 'report2']],
    ['a patient named twice', { patientId: [p2, p2] }, ['report2']],
    ['an unknown patient beside a known one', { patientId: [p2, 'nobody^^^&1.2&ISO'] }, ['report2']],
    ['a merge chain by its end', { patientId: [p3, p2] }, ['merged', 'other3', 'report2']],
    ['a subsumed patient', { patientId: [gone] }, []],
    ['patients and a code', { patientId: [p1, p2], classCode: ['c^^s'] }, ['report1', 'report2']],
    ['classCode of everyone', { classCode: ['c^^s', 'x^^y'] }, ['merged', 'report1', 'report2']],
    ['classCode and a time', { classCode: ['c^^s'], creationTimeFrom: '202406' }, ['merged', 'report2']],
    ['classCode and the end of a time', { classCode: ['c^^s'], creationTimeTo: '20250101' }, ['merged', 'report1']],
    [
      'classCode and a time, which says nothing about On-Demand entries',
      { classCode: ['c^^s'], creationTimeFrom: '2030', type: everyType },
      ['onDemand2'],
    ],
    ['classCode and status', { classCode: ['c^^s'], status: [availabilityStatuses.Deprecated] }, ['old3']],
    ['eventCodeList of everyone', { eventCodeList: [['e1^^s', 'e2^^s']] }, ['report1', 'report2']],
    ['eventCodeList, AND of slots', { eventCodeList: [['e1^^s'], ['e2^^s']] }, ['report1']],
    ['eventCodeList and classCode', { eventCodeList: [['e1^^s']], classCode: ['x^^y'] }, []],
    ['healthcareFacilityTypeCode of everyone', { healthcareFacilityTypeCode: ['h^^s'] }, ['plan1']],
    ['facility and a time', { healthcareFacilityTypeCode: ['h^^s'], creationTimeFrom: '2030' }, []],
  ];
  it.each(documents)('FindDocumentsForMultiplePatients: %s', async (_, more, expected) => {
    expect(await registry.found('FindDocumentsForMultiplePatients', { status, ...more })).toEqual(expected);
  });

  type Folders = Partial<MultiPatientQueries['FindFoldersForMultiplePatients']>;
  const folders: [string, Folders, string[]][] = [
    ['several patients', { patientId: [p1, p3] }, ['folder1', 'folder3', 'mergedFolder']],
    ['codeList of everyone', { codeList: [['a^^s', 'b^^s']] }, ['folder1', 'folder2', 'mergedFolder']],
    ['codeList, AND of slots', { codeList: [['a^^s'], ['b^^s']] }, ['folder1']],
    ['patients and codeList', { patientId: [p2, p3], codeList: [['a^^s']] }, ['folder2']],
    ['lastUpdateTime', { codeList: [['a^^s']], lastUpdateTimeFrom: '2030' }, []],
  ];
  it.each(folders)('FindFoldersForMultiplePatients: %s', async (_, more, expected) => {
    expect(await registry.found('FindFoldersForMultiplePatients', { status, ...more })).toEqual(expected);
  });

  type References = Partial<MultiPatientQueries['FindDocumentsByReferenceIdForMultiplePatients']>;
  const references: [string, References, string[]][] = [
    ['of everyone', {}, ['report1', 'report2']],
    ['of some patients', { patientId: [p2, p3] }, ['report2']],
    ['AND of slots', { referenceIdList: [[reference('A_1')], [reference('B')]] }, ['report2']],
    ['with another parameter', { creationTimeFrom: '2025' }, ['report2']],
  ];
  it.each(references)('FindDocumentsByReferenceIdForMultiplePatients: %s', async (_, more, expected) => {
    const parameters = { status, referenceIdList: [[reference('A_1')]], ...more };
    expect(await registry.found('FindDocumentsByReferenceIdForMultiplePatients', parameters)).toEqual(expected);
  });

  it('references are patterns, where they are, only beside patients: without them they are the way in', async () => {
    const like = { referenceIdMatch: 'like' } as const;
    const asked = { status: Object.values(availabilityStatuses), referenceIdList: [[reference('A_1')]] };
    const query = 'FindDocumentsByReferenceIdForMultiplePatients';
    expect(await registry.found(query, { ...asked, patientId: [p1, p3] }, like)).toEqual(['old3', 'report1']);
    expect(await registry.found(query, asked, like)).toEqual(['report1', 'report2']);
  });

  it('[ITI TF-2 3.8.4.2.4] shows every object under the patient it is about now', async () => {
    expect(await registry.shown('FindDocumentsForMultiplePatients', { status, classCode: ['c^^s'] })).toEqual([
      p1,
      p2,
      p3,
    ]);
    expect(await registry.shown('FindDocumentsForMultiplePatients', { status, patientId: [p3] })).toEqual([p3]);
  });
});
