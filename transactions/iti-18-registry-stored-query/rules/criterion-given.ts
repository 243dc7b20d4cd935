import { tf2 } from '../../../schemas/spec-ref.ts';
import { isGiven } from '../queries/decode-parameters.ts';
import type { QueryRule } from './query-rule.ts';

/** Without any of them the query would ask for the whole registry. A badly written one is reported as such. */
export const criterionGiven: QueryRule = {
  id: 'criterion-given',
  source: tf2('3.51.4.1.2'),
  statement:
    'A query across patients is given at least one of the parameters its table names: patients, or certain codes.',
  code: 'XDSStoredQueryMissingParam',
  *check({ definition, parameters }) {
    const choice = parameters.filter(({ key }) => definition?.atLeastOne?.includes(key));
    const silent = choice.every((parameter) => parameter.problems.length === 0 && !isGiven(parameter));
    if (choice.length > 0 && silent) yield { at: choice.map(({ row }) => row.slot).join(', '), found: 'nothing' };
  },
};
