import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { registeredEntry } from '../../../test/support/registered.ts';
import { aNamedRegistry, type NamedRegistry, patientNamed } from '../../../test/support/selected.ts';
import type { AllOf } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';

const accession = (number: string) => `${number}^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:accession`;
const order = 'O-1^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:order';

describe('[ITI TF-2 3.18.4.1.2.3.7.14] FindDocumentsByReferenceId', () => {
  const patientId = patientNamed('references');
  const status = [availabilityStatuses.Approved];
  let registry: NamedRegistry;
  const ask = (referenceIdList: AllOf, referenceIdMatch?: 'exact' | 'like') =>
    registry.found(
      'FindDocumentsByReferenceId',
      { patientId, status, referenceIdList },
      referenceIdMatch && { referenceIdMatch },
    );

  beforeAll(async () => {
    registry = await aNamedRegistry();
    await registry.given(patientId, {
      both: registeredEntry('ref-both', { referenceIdList: [accession('A_1'), order] }),
      one: registeredEntry('ref-one', { referenceIdList: [accession('AB1')] }),
      none: registeredEntry('ref-none'),
      old: registeredEntry('ref-old', {
        referenceIdList: [accession('A_1')],
        availabilityStatus: availabilityStatuses.Deprecated,
      }),
    });
    await registry.given(patientNamed('references-other'), {
      foreign: registeredEntry('ref-foreign', { referenceIdList: [accession('A_1')] }),
    });
  });
  afterAll(() => registry?.database.close());

  const cases: [string, AllOf, string[]][] = [
    ['a whole CXi', [[accession('A_1')]], ['both']],
    ['a part of a CXi', [['A_1']], []],
    ['a CXi of another type', [[order.replace('order', 'accession')]], []],
    ['_ is a character', [[accession('A_1')], [accession('A_1')]], ['both']],
    ['a list is OR', [[accession('A_1'), accession('AB1')]], ['both', 'one']],
    ['several slots are AND', [[accession('A_1'), accession('AB1')], [order]], ['both']],
    ['AND not met', [[accession('AB1')], [order]], []],
    ['% is a character', [['%']], []],
  ];
  it.each(cases)('%s', async (_, lists, expected) => {
    expect(await ask(lists)).toEqual(expected);
  });

  const patterns: [string, AllOf, string[]][] = [
    ['_ is any character', [[accession('A_1')]], ['both', 'one']],
    ['% is any run', [['A%accession']], ['both', 'one']],
    ['several slots are AND', [['A%'], ['%:order']], ['both']],
    ['an entry without references matches nothing', [['%']], ['both', 'one']],
  ];
  it.each(patterns)('where references are patterns, %s', async (_, lists, expected) => {
    expect(await ask(lists, 'like')).toEqual(expected);
  });

  it('filters by everything FindDocuments filters by', async () => {
    const referenceIdList = [[accession('A_1')]];
    const everyStatus = Object.values(availabilityStatuses);
    expect(
      await registry.found('FindDocumentsByReferenceId', { patientId, status: everyStatus, referenceIdList }),
    ).toEqual(['both', 'old']);
    expect(
      await registry.found('FindDocumentsByReferenceId', { patientId, status, referenceIdList, classCode: ['x^^y'] }),
    ).toEqual([]);
  });
});
