import { tf2 } from '../../../schemas/spec-ref.ts';
import type { QueryRule } from './query-rule.ts';

/** The standard names no code for a badly written value; XDSRegistryError is what registries answer. */
export const parameterCoding: QueryRule = {
  id: 'parameter-coding',
  source: tf2('3.18.4.1.2.3.5'),
  statement:
    "A string is written 'in quotes' with inner apostrophes doubled, a list ('in','parentheses'), a code " +
    "'code^^codingScheme', a time as the digits of a DTM.",
  code: 'XDSRegistryError',
  *check({ parameters }) {
    for (const { row, problems } of parameters) {
      for (const { value, problem } of problems)
        yield { at: row.slot, found: `${value || 'nothing'}, which ${problem}` };
    }
  },
};
