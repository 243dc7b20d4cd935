import { describe, expect, it } from 'vitest';
import { associationTypes } from './association-types.ts';
import { namespaces } from './namespaces.ts';
import { documentEntryTypes, ebrimObjectTypes } from './object-types.ts';
import { classificationSchemes, identificationSchemes, limitedMetadataNodes, packageNodes } from './schemes.ts';
import { availabilityStatuses, documentAvailabilities, errorSeverities, responseStatuses } from './statuses.ts';
import { storedQueryIds } from './stored-queries.ts';

const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function leaves(value: object): string[] {
  return Object.values(value).flatMap((inner: string | object) =>
    typeof inner === 'string' ? [inner] : leaves(inner),
  );
}

/** First eight digits of each UUID, typed a second time from ITI TF-3 4.2.5. */
const firstDigits = {
  documentEntryTypes: '7edca82f 34268e47',
  classificationSchemes:
    '93606bcf 41a5887f f4f85eac 2c6b8cb7 a09d5840 f33fb8ac cccf5598 f0306f51 a7058bb9 aa543740 1ba97051 abd807a3',
  identificationSchemes: '58a6f841 2e82c1f6 6b5aea1a 554ac39e 96fdda7c f64ffdf0 75df8f67',
  packageNodes: 'a54d6aa5 d9d542f3',
  limitedMetadataNodes: 'ab9b591b 5003a9db 2c144a76',
  storedQueryIds:
    '14d4debf f26abbcb 958f3006 10b545ea 5c4f972b 5737b14c a7ae438b bab9529a 51224314 e8e3cb2c b909a503 10cae35a ' +
    'd90e5407 12941a89 4308b1df 3d1bdb10 50d3f5ac 1191642d',
};
const groups = {
  documentEntryTypes,
  classificationSchemes,
  identificationSchemes,
  packageNodes,
  limitedMetadataNodes,
  storedQueryIds,
};

describe('[ITI TF-3 4.2.5] vocabulary', () => {
  it.each(Object.keys(groups) as (keyof typeof groups)[])('%s are UUIDs, the right ones, each once', (group) => {
    const found = leaves(groups[group]);
    for (const value of found) expect(value).toMatch(uuid);
    expect(found.map((value) => value.slice(9, 17))).toEqual(firstDigits[group].split(' '));
  });

  it('no UUID means two things', () => {
    const all = Object.values(groups).flatMap(leaves);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    [associationTypes.HasMember, 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember'],
    [associationTypes.RPLC, 'urn:ihe:iti:2007:AssociationType:RPLC'],
    [associationTypes.IsSnapshotOf, 'urn:ihe:iti:2010:AssociationType:IsSnapshotOf'],
    [availabilityStatuses.Deprecated, 'urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated'],
    [documentAvailabilities.Offline, 'urn:ihe:iti:2010:DocumentAvailability:Offline'],
    [responseStatuses.PartialSuccess, 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess'],
    [responseStatuses.Failure, 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure'],
    [errorSeverities.Warning, 'urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning'],
    [ebrimObjectTypes.Association, 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Association'],
    [namespaces.xdsi, 'urn:ihe:rad:xdsi-b:2009'],
    [namespaces.query, 'urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0'],
  ])('%s', (found, typed) => {
    expect(found).toBe(typed);
  });

  it('every name ends its URN', () => {
    for (const table of [
      associationTypes,
      availabilityStatuses,
      documentAvailabilities,
      responseStatuses,
      errorSeverities,
      ebrimObjectTypes,
    ])
      for (const [name, urn] of Object.entries(table)) expect(urn.endsWith(`:${name}`), urn).toBe(true);
  });
});
