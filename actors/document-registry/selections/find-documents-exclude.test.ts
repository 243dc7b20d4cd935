import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { aCode, anAuthor } from '../../../test/support/metadata.ts';
import { registeredEntry } from '../../../test/support/registered.ts';
import { aNamedRegistry, type NamedRegistry, patientNamed } from '../../../test/support/selected.ts';
import type { StoredQueries } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';

const { Stable, OnDemand } = documentEntryTypes;

describe('[ITI TF-2 3.18.4.1.2.3.7.15] FindDocumentsExclude', () => {
  const patientId = patientNamed('exclude');
  const status = [availabilityStatuses.Approved];
  let registry: NamedRegistry;

  beforeAll(async () => {
    registry = await aNamedRegistry();
    await registry.given(patientId, {
      a: registeredEntry('ex-a', {
        classCode: aCode('c', 's'),
        typeCode: aCode('t', 's'),
        practiceSettingCode: aCode('p', 's'),
        healthcareFacilityTypeCode: aCode('h', 's'),
        formatCode: aCode('f', 's'),
        eventCodeList: [aCode('e1', 's'), aCode('e2', 's')],
        confidentialityCode: [aCode('N', 's'), aCode('R', 's')],
        author: [anAuthor({ authorPerson: '^Welby^Marcus' }), anAuthor({ authorPerson: '^Sure^Ann' })],
        referenceIdList: ['1_2^^^&1.2&ISO^urn:x', '3^^^&1.2&ISO^urn:x'],
      }),
      b: registeredEntry('ex-b', { eventCodeList: [], author: [], referenceIdList: ['1x2^^^&1.2&ISO^urn:x'] }),
      onDemand: registeredEntry('ex-on-demand', {
        objectType: OnDemand,
        creationTime: undefined,
        classCode: undefined,
      }),
      old: registeredEntry('ex-old', { availabilityStatus: availabilityStatuses.Deprecated }),
    });
  });
  afterAll(() => registry?.database.close());

  const cases: [string, Partial<StoredQueries['FindDocumentsExclude']>, string[]][] = [
    ['nothing excluded', {}, ['a', 'b']],
    ['classCode', { classCodeExclude: ['c^^s', 'x^^y'] }, ['b']],
    ['classCode of another scheme', { classCodeExclude: ['c^^S'] }, ['a', 'b']],
    ['classCode of an entry without', { classCodeExclude: ['c^^s'], type: [OnDemand] }, ['onDemand']],
    ['typeCode', { typeCodeExclude: ['t^^s'] }, ['b']],
    ['practiceSettingCode', { practiceSettingCodeExclude: ['p^^s'] }, ['b']],
    ['healthcareFacilityTypeCode', { healthcareFacilityTypeCodeExclude: ['h^^s'] }, ['b']],
    ['formatCode', { formatCodeExclude: ['f^^s'] }, ['b']],
    ['one of several eventCodes', { eventCodeListExclude: ['e2^^s'] }, ['b']],
    ['one of several confidentialityCodes', { confidentialityCodeExclude: ['R^^s'] }, ['b']],
    ['one of several authors', { authorPersonExclude: ['%Ann'] }, ['b']],
    ['one of several references', { referenceIdListExclude: ['1_2^^^&1.2&ISO^urn:x'] }, ['b']],
    ['Stable entries', { typeExclude: [Stable] }, ['onDemand']],
    ['On-Demand entries', { typeExclude: [OnDemand] }, ['a', 'b']],
    ['both types', { typeExclude: [Stable, OnDemand] }, []],
    ['wanted and excluded, of different attributes', { classCode: ['c^^s'], formatCodeExclude: ['x^^y'] }, ['a']],
    ['references wanted', { referenceIdList: [['3^^^&1.2&ISO^urn:x']], formatCodeExclude: ['x^^y'] }, ['a']],
  ];
  it.each(cases)('%s', async (_, more, expected) => {
    expect(await registry.found('FindDocumentsExclude', { patientId, status, ...more })).toEqual(expected);
  });

  it('excludes references by pattern where references are patterns', async () => {
    const parameters = { patientId, status, referenceIdListExclude: ['1_2%'] };
    expect(await registry.found('FindDocumentsExclude', parameters)).toEqual(['a', 'b']);
    expect(await registry.found('FindDocumentsExclude', parameters, { referenceIdMatch: 'like' })).toEqual([]);
  });
});
