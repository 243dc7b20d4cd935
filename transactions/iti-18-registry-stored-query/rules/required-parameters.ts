import { tf2 } from '../../../schemas/spec-ref.ts';
import { isGiven } from '../queries/decode-parameters.ts';
import type { QueryRule } from './query-rule.ts';

/** A badly written value is reported as such and not a second time as missing. */
export const requiredParameters: QueryRule = {
  id: 'required-parameters',
  source: tf2('3.18.4.1.2.3.7'),
  statement: 'Every required parameter of the query is given, a status list with at least one known status.',
  code: 'XDSStoredQueryMissingParam',
  *check({ definition, parameters }) {
    for (const parameter of parameters) {
      const { row, slots, problems } = parameter;
      if (!row.required || problems.length > 0 || isGiven(parameter)) continue;
      yield { at: `${definition?.name} ${row.slot}`, found: slots.flat().join(', ') || 'nothing' };
    }
  },
};
