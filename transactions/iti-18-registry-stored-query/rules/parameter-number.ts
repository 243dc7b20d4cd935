import { tf2 } from '../../../schemas/spec-ref.ts';
import type { QueryRule } from './query-rule.ts';

/** AND by repeating a slot is defined for a few parameters only; elsewhere a second slot would have no meaning. */
export const parameterNumber: QueryRule = {
  id: 'parameter-number',
  source: tf2('3.18.4.1.2.3.5'),
  statement: 'A parameter of one value has one, and only parameters that allow AND have more than one slot.',
  code: 'XDSStoredQueryParamNumber',
  *check({ parameters }) {
    for (const { row, slots } of parameters) {
      if (row.takes !== 'lists' && slots.length > 1) yield { at: row.slot, found: `${slots.length} slots` };
      const most = slots.reduce((most, values) => Math.max(most, values.length), 0);
      if (row.takes === 'one' && most > 1) yield { at: row.slot, found: `${most} values` };
    }
  },
};
