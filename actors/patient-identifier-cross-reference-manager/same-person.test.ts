import { describe, expect, it } from 'vitest';
import type { Demographics } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { clusterIds } from './clusters.ts';
import { updatedDemographics } from './demographics.ts';
import { matchKey, personTraits } from './same-person.ts';

const jane: Demographics = { names: [{ family: 'Müller', given: 'Jane Ann' }], birthDate: '19800101', sex: 'F' };
const keyOf = (changes: Demographics) => matchKey(personTraits({ ...jane, ...changes }));
const name = (family: string, given: string, typeCode?: string) => ({
  family,
  given,
  ...(typeCode === undefined ? {} : { typeCode }),
});

describe('the same person', () => {
  it.each<[string, Demographics]>([
    ['however the name is cased', { names: [name('MÜLLER', 'jane ann')] }],
    ['however an umlaut is composed', { names: [name('Mu\u0308ller', 'Jane Ann')] }],
    ['however it is spaced', { names: [name(' Müller', 'Jane  Ann ')] }],
    ['by the legal name', { names: [name('Smith', 'Jane', 'M'), name('Müller', 'Jane Ann', 'L')] }],
    ['by the first name when none is legal', { names: [name('Müller', 'Jane Ann'), name('Smith', 'Jane', 'M')] }],
    ['whatever the middle name', { names: [{ ...name('Müller', 'Jane Ann'), middle: 'Q' }] }],
    ['whatever the time of birth', { birthDate: '198001010830+0100' }],
    ['whatever the address', { addresses: [{ city: 'Elsewhere' }] }],
    ['however the sex is cased', { sex: 'f' }],
  ])('%s', (_, changes) => {
    expect(keyOf(changes)).toBe(keyOf({}));
  });

  it.each<[string, Demographics]>([
    ['another family name', { names: [name('Muller', 'Jane Ann')] }],
    ['another given name', { names: [name('Müller', 'Jane')] }],
    ['another birth date', { birthDate: '19800102' }],
    ['another sex', { sex: 'M' }],
  ])('is not one with %s', (_, changes) => {
    expect(keyOf(changes)).not.toBe(keyOf({}));
    expect(keyOf(changes)).toBeDefined();
  });

  it.each<[string, Demographics]>([
    ['no family name', { names: [{ given: 'Jane' }] }],
    ['no given name', { names: [{ family: 'Müller' }] }],
    ['no name', { names: null }],
    ['no birth date', { birthDate: null }],
    ['a year of birth alone', { birthDate: '1980' }],
    ['a month of birth with a zone', { birthDate: '198001+0100' }],
    ['no sex', { sex: null }],
    ['sex unknown', { sex: 'U' }],
  ])('is not known with %s', (_, changes) => {
    expect(keyOf(changes)).toBeUndefined();
  });
});

describe('clusters', () => {
  const record = (clusterId: string, matchKey?: string, fedTogether?: string) => ({ clusterId, matchKey, fedTogether });
  const next = () => {
    const count = { n: 0 };
    return () => `new${++count.n}`;
  };

  it.each<[string, ReturnType<typeof record>[], string[]]>([
    ['none of nobody', [], []],
    ['of those who match', [record('a', 'k'), record('b', 'k'), record('c', 'l')], ['a', 'a', 'c']],
    ['of those fed together', [record('a', 'k', 'f'), record('b', undefined, 'f')], ['a', 'a']],
    [
      'through others',
      [record('a', 'k'), record('b', 'k', 'f'), record('c', 'l', 'f'), record('d', 'l')],
      ['a', 'a', 'a', 'a'],
    ],
    [
      'linked late',
      [record('a', 'k'), record('b', 'l'), record('c', 'l', 'f'), record('d', 'k', 'f')],
      ['a', 'a', 'a', 'a'],
    ],
    ['not of a key and a mark that are spelled alike', [record('a', 'x'), record('b', undefined, 'x')], ['a', 'b']],
    [
      'that fall apart',
      [record('a', 'k'), record('a', 'l'), record('a'), record('a', 'k')],
      ['a', 'new1', 'new2', 'a'],
    ],
    ['that swap', [record('a', 'k'), record('a', 'l'), record('b', 'l')], ['a', 'new1', 'new1']],
  ])('%s', (_, records, expected) => {
    expect(clusterIds(records, next())).toEqual(expected);
  });
});

describe('[ITI TF-2 3.8.4.1.3] demographics after a message', () => {
  it('are replaced, deleted and kept', () => {
    const known: Demographics = { ...jane, ssn: '1', addresses: [{ city: 'Town' }] };
    const said = { identifiers: [], names: [name('Smith', 'Jane')], ssn: null, deathIndicator: null };
    expect(updatedDemographics(known, said)).toEqual({
      names: [name('Smith', 'Jane')],
      birthDate: '19800101',
      sex: 'F',
      addresses: [{ city: 'Town' }],
    });
  });
});
