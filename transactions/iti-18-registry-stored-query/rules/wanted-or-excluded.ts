import { tf2 } from '../../../schemas/spec-ref.ts';
import type { QueryRule } from './query-rule.ts';

/** Values that are wanted and values that are not, of one attribute, say together what one of the two says alone. */
export const wantedOrExcluded: QueryRule = {
  id: 'wanted-or-excluded',
  source: tf2('3.18.4.1.2.3.7.15'),
  statement: 'Of one attribute either the values wanted are given or the values excluded, not both.',
  code: 'XDSStoredQueryParamNumber',
  *check({ definition, parameters }) {
    const sent = new Map(parameters.filter(({ slots }) => slots.length > 0).map((reading) => [reading.key, reading]));
    for (const keys of definition?.eitherOr ?? []) {
      const both = keys.flatMap((key) => sent.get(key) ?? []);
      if (both.length < 2) continue;
      yield {
        at: both.map(({ row }) => row.slot).join(', '),
        found: both.map(({ slots }) => slots.flat().join(', ') || 'nothing readable').join(' and '),
      };
    }
  },
};
