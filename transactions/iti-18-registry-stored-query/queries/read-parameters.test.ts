import { describe, expect, it } from 'vitest';
import type { AnyQueryDefinition } from './definition.ts';
import { readParameters } from './read-parameters.ts';
import { byTheLetter } from './reading.ts';
import { storedQueries } from './stored-queries.ts';

type Slots = readonly (readonly [name: string, ...values: string[]])[];

/** What a parameter is read as, and what is wrong with it. */
function read(definition: AnyQueryDefinition, slots: Slots, lenientValues: boolean) {
  const sent = slots.map(([name, ...values]) => ({ name, values }));
  const readings = readParameters(definition, sent, { ...byTheLetter, lenientValues });
  const { slots: lists, problems } = readings.find(({ row }) => row.slot === slots[0]![0])!;
  return { lists, problems: problems.map(({ problem }) => problem) };
}

const { FindDocuments, GetAssociations, GetDocuments } = storedQueries;
const uuid = '0145ca61-6ea3-44d4-95bb-3506d6c14e4f';
const cx = 'RSSMRA^^^&2.16.840.1.113883.2.9.4.3.2&ISO';

describe('[ITI TF-2 3.18.4.1.2.3.1] values real senders write', () => {
  const cases: [string, AnyQueryDefinition, Slots, readonly (readonly string[])[]][] = [
    ['a string without quotes', FindDocuments, [['$XDSDocumentEntryPatientId', cx]], [[cx]]],
    ['a string without quotes, with a blank', FindDocuments, [['$XDSDocumentEntryPatientId', ' a b ']], [['a b']]],
    ['a quoted value without parentheses', GetDocuments, [['$XDSDocumentEntryUniqueId', "'1.2'"]], [['1.2']]],
    ['several of them', GetDocuments, [['$XDSDocumentEntryUniqueId', "'1.2' , '1,3'"]], [['1.2', '1,3']]],
    ['a bare status', FindDocuments, [['$XDSDocumentEntryStatus', 'urn:x:Approved']], [['urn:x:Approved']]],
    ['a bare list', FindDocuments, [['$XDSDocumentEntryStatus', '(urn:x, urn:y)']], [['urn:x', 'urn:y']]],
    ['a UUID without urn:uuid:', GetAssociations, [['$uuid', `'${uuid}'`]], [[`urn:uuid:${uuid}`]]],
    ['a UUID with urn:uuid:', GetAssociations, [['$uuid', `urn:uuid:${uuid}`]], [[`urn:uuid:${uuid}`]]],
    ['a uniqueId that looks like a UUID stays', GetDocuments, [['$XDSDocumentEntryUniqueId', uuid]], [[uuid]]],
    ['a number in quotes', FindDocuments, [['$MetadataLevel', "'2'"]], [['2']]],
    [
      'a list over repeated slots',
      GetDocuments,
      [
        ['$XDSDocumentEntryUniqueId', "('1')"],
        ['$XDSDocumentEntryUniqueId', "('2')"],
      ],
      [['1', '2']],
    ],
    [
      'repeated slots of AND stay apart',
      FindDocuments,
      [
        ['$XDSDocumentEntryEventCodeList', 'a^^b'],
        ['$XDSDocumentEntryEventCodeList', 'c^^d'],
      ],
      [['a^^b'], ['c^^d']],
    ],
  ];
  it.each(cases)('%s is taken when the operator wants it, and otherwise refused', (_, definition, slots, lists) => {
    expect(read(definition, slots, true)).toEqual({ lists, problems: [] });
    const strict = read(definition, slots, false);
    const refused = strict.problems.length > 0 || strict.lists.length > 1;
    const means = JSON.stringify(strict.lists) === JSON.stringify(lists);
    expect(refused || !means).toBe(true);
  });

  const wrong: [string, AnyQueryDefinition, Slots, RegExp][] = [
    ['a code without scheme', FindDocuments, [['$XDSDocumentEntryClassCode', 'a']], /not code\^\^codingScheme/],
    ['a time that is none', FindDocuments, [['$XDSDocumentEntryCreationTimeFrom', 'soon']], /is not YYYY/],
    ['an open string', FindDocuments, [['$XDSDocumentEntryPatientId', "'p1"]], /never closed/],
    ['text after a string', FindDocuments, [['$XDSDocumentEntryPatientId', "'p1' or 1=1"]], /more after its end/],
    ['nothing', FindDocuments, [['$XDSDocumentEntryPatientId', ' ']], /no value/],
    ['a bare list with a gap', FindDocuments, [['$XDSDocumentEntryStatus', '(a,,b)']], /no value/],
    ['a number that is none', FindDocuments, [['$MetadataLevel', 'two']], /is not a number/],
  ];
  it.each(wrong)('%s is refused all the same', (_, definition, slots, problem) => {
    expect(read(definition, slots, true).problems.join()).toMatch(problem);
    expect(read(definition, slots, false).problems).not.toEqual([]);
  });

  it('two patients where one is asked for stay two', () => {
    const slots: Slots = [
      ['$XDSDocumentEntryPatientId', "'p1'"],
      ['$XDSDocumentEntryPatientId', "'p2'"],
    ];
    expect(read(FindDocuments, slots, true).lists).toEqual([['p1'], ['p2']]);
  });

  it('what the grammar takes is read the same either way', () => {
    const slots: Slots = [['$XDSDocumentEntryAuthorPerson', "('a,b','c''d')", "('(')"]];
    expect(read(FindDocuments, slots, true)).toEqual(read(FindDocuments, slots, false));
  });
});
