import { describe, expect, it } from 'vitest';
import { associationTypes } from '../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../schemas/vocabulary/statuses.ts';
import { queryValues } from './query-values.ts';

const entry = (code: string, codingScheme: string) => ({ code, codingScheme, displayName: code });
const codeSets = { codes: { classCode: [entry('REPORTS', '1.2'), entry('NOTES', '1.2'), entry('NOTES', '1.3')] } };

describe('values of a query as people write them', () => {
  it.each([
    ['status', 'status', 'Deprecated', [availabilityStatuses.Deprecated]],
    ['type', 'urn', 'OnDemand', [documentEntryTypes.OnDemand]],
    ['associationTypes', 'urn', 'RPLC', [associationTypes.RPLC]],
    ['type', 'urn', documentEntryTypes.Stable, [documentEntryTypes.Stable]],
    ['status', 'status', 'urn:example:status', ['urn:example:status']],
    ['classCode', 'code', 'REPORTS', ['REPORTS^^1.2']],
    ['classCodeExclude', 'code', 'NOTES', ['NOTES^^1.2', 'NOTES^^1.3']],
    ['classCode', 'code', 'OTHER^^9', ['OTHER^^9']],
    ['eventCodeList', 'code', 'E1', ['E1']],
    ['authorPerson', 'string', '%Welby%', ['%Welby%']],
  ] as const)('%s (%s) %s', (key, kind, text, values) => {
    expect(queryValues(key, { kind }, text, codeSets)).toEqual(values);
  });

  it.each([
    ['status', 'status', 'Aproved', 'one of Approved, Deprecated'],
    ['type', 'urn', 'stable', 'one of Stable, OnDemand'],
    ['classCode', 'code', 'REPORT', 'write code^^codingScheme'],
  ] as const)('%s (%s) %s is refused with a sentence', (key, kind, text, says) => {
    expect(() => queryValues(key, { kind }, text, codeSets)).toThrow(says);
  });
});
