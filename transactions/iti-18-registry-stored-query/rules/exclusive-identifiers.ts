import { tf2 } from '../../../schemas/spec-ref.ts';
import { isGiven } from '../queries/decode-parameters.ts';
import type { ParameterReading, QueryReading } from '../queries/read-parameters.ts';
import type { QueryRule } from './query-rule.ts';

/** The parameters of which the query wants exactly one. */
function identifiers({ definition, parameters }: QueryReading): readonly ParameterReading[] {
  return parameters.filter(({ key }) => definition?.exactlyOne?.includes(key));
}

const slotsOf = (readings: readonly ParameterReading[]) => readings.map(({ row }) => row.slot).join(', ');

/** A badly written identifier is reported as such and not a second time as missing. */
export const identifierGiven: QueryRule = {
  id: 'identifier-given',
  source: tf2('3.18.4.1.2.3.7'),
  statement: 'A query that finds its object by entryUUID, uniqueId or logicalID is given one of them.',
  code: 'XDSStoredQueryMissingParam',
  *check(reading) {
    const choice = identifiers(reading);
    const silent = choice.every((parameter) => parameter.problems.length === 0 && !isGiven(parameter));
    if (choice.length > 0 && silent) yield { at: slotsOf(choice), found: 'nothing' };
  },
};

/** Two ways to name the object could name two objects. */
export const identifiersExclusive: QueryRule = {
  id: 'identifiers-exclusive',
  source: tf2('3.18.4.1.2.3.7'),
  statement: 'A query that finds its object by entryUUID, uniqueId or logicalID is given no two of them.',
  code: 'XDSStoredQueryParamNumber',
  *check(reading) {
    const given = identifiers(reading).filter(({ slots }) => slots.length > 0);
    if (given.length > 1)
      yield { at: slotsOf(given), found: given.map(({ slots }) => slots.flat().join(', ')).join(' and ') };
  },
};
