import { describe, expect, it } from 'vitest';
import type { AssigningAuthority } from '../../schemas/hl7v2/identifier.ts';
import { crossReferenceConfig } from './config.ts';
import { feeds, identifierIn, type PatientDomain, patientDomains } from './domains.ts';

const affinity: PatientDomain = { namespace: 'AFFINITY', oid: '1.2.3' };
const adt = { application: 'ADT', facility: 'A' };
const hospitalA: PatientDomain = { namespace: 'HOSPITAL_A', oid: '1.2.4', sources: [adt] };
const hospitalB: PatientDomain = { namespace: 'HOSPITAL_B', oid: '1.2.5' };
const domains = patientDomains(affinity, [hospitalA, hospitalB]);
const named = (resolved: ReturnType<typeof domains.resolve>) =>
  resolved.names === 'domain' ? resolved.domain.namespace : resolved.names;

describe('[ITI TF-2 3.8.4.1.2.3] an assigning authority', () => {
  it.each<[AssigningAuthority, string]>([
    [{ namespace: 'HOSPITAL_A' }, 'HOSPITAL_A'],
    [{ oid: '1.2.4', type: 'ISO' }, 'HOSPITAL_A'],
    [{ oid: '1.2.4' }, 'HOSPITAL_A'],
    [{ namespace: 'HOSPITAL_A', oid: '1.2.4', type: 'ISO' }, 'HOSPITAL_A'],
    [{ namespace: 'AFFINITY' }, 'AFFINITY'],
    [{}, 'nothing'],
    [{ namespace: 'hospital_a' }, 'unknown domain'],
    [{ namespace: 'ELSEWHERE' }, 'unknown domain'],
    [{ oid: '1.2', type: 'ISO' }, 'unknown domain'],
    [{ oid: '1.2.4', type: 'DNS' }, 'unknown domain'],
    [{ type: 'ISO' }, 'unknown domain'],
    [{ namespace: 'ELSEWHERE', oid: '1.2', type: 'ISO' }, 'unknown domain'],
    [{ namespace: 'HOSPITAL_B', oid: '1.2.4', type: 'ISO' }, 'two domains'],
    [{ namespace: 'HOSPITAL_A', oid: '1.2', type: 'ISO' }, 'two domains'],
    [{ namespace: 'ELSEWHERE', oid: '1.2.4', type: 'ISO' }, 'two domains'],
    [{ namespace: 'HOSPITAL_A', oid: '1.2.4', type: 'DNS' }, 'two domains'],
  ])('%j is %s', (authority, expected) => {
    expect(named(domains.resolve(authority))).toBe(expected);
  });

  it.each([
    ['the one domain its source feeds', adt, 'HOSPITAL_A'],
    ['none for a source that is not configured', { application: 'ADT', facility: 'B' }, 'nothing'],
  ])('left out is %s', (_, source, expected) => {
    expect(named(domains.resolveFrom(source, {}))).toBe(expected);
  });

  it('left out is none for a source of two domains', () => {
    const both = patientDomains(affinity, [hospitalA, { ...hospitalB, sources: [adt] }]);
    expect(named(both.resolveFrom(adt, {}))).toBe('nothing');
    expect(named(both.resolveFrom(adt, { oid: '1.2.5' }))).toBe('HOSPITAL_B');
  });

  it('is written with all three parts', () => {
    expect(identifierIn(hospitalA, 'A-1')).toEqual({
      id: 'A-1',
      authority: { namespace: 'HOSPITAL_A', oid: '1.2.4', type: 'ISO' },
    });
  });
});

describe('[ITI TF-2 3.8.4.1.3] a source', () => {
  it.each([
    [adt, hospitalA, true],
    [{ ...adt, facility: 'B' }, hospitalA, false],
    [{ ...adt, application: 'adt' }, hospitalA, false],
    [{ ...adt, facility: 'B' }, hospitalB, true],
  ])('%j feeds %j: %s', (source, domain, expected) => {
    expect(feeds(source, domain)).toBe(expected);
  });
});

describe('the configured domains', () => {
  it('come after the affinity domain, whose sources they may name', () => {
    const own = { ...affinity, sources: [adt] };
    expect(domains.all).toEqual([affinity, hospitalA, hospitalB]);
    expect(patientDomains(affinity, [hospitalA, own]).all).toEqual([own, hospitalA]);
  });

  it.each([
    { ...affinity, oid: '1.2.9' },
    { ...affinity, namespace: 'OTHER' },
  ])('%j contradicts the affinity domain', (domain) => {
    expect(() => patientDomains(affinity, [domain])).toThrow('contradicts');
  });

  it('default to two hospitals and the registry of the same process', () => {
    const config = crossReferenceConfig.parse({});
    expect(config.domains.map(({ namespace, oid }) => `${namespace} ${oid}`)).toEqual([
      'HOSPITAL_A 1.3.6.1.4.1.21367.13.20.1000',
      'HOSPITAL_B 1.3.6.1.4.1.21367.13.20.2000',
    ]);
    expect(config).toMatchObject({ feedTo: ['local:document-registry'], retrySeconds: 5 });
  });

  it.each([
    ['an unknown key', { domain: [] }, 'domain'],
    ['a namespace twice', { domains: [hospitalA, { ...hospitalB, namespace: 'HOSPITAL_A' }] }, 'names another domain'],
    ['an OID twice', { domains: [hospitalA, { ...hospitalB, oid: '1.2.4' }] }, 'names another domain'],
    ['what is no OID', { domains: [{ ...hospitalA, oid: 'urn:oid:1.2' }] }, 'is not an OID'],
    ['a domain nobody may feed', { domains: [{ ...hospitalA, sources: [] }] }, 'sources'],
    ['what is no peer', { feedTo: ['registry'] }, 'is not a peer'],
    ['no peer', { feedTo: [] }, 'feedTo'],
  ])('refuse %s', (_, settings, told) => {
    const parsed = crossReferenceConfig.safeParse(settings);
    expect(JSON.stringify(parsed.error?.issues)).toContain(told);
  });
});
