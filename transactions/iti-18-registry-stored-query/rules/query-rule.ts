import type { Rule, RuleText, Violation } from '../../../schemas/rule.ts';
import type { QueryReading } from '../queries/read-parameters.ts';

/** A rule on what the request says; it answers at once, because decoding does not wait. */
export interface QueryRule extends RuleText, Rule<QueryReading> {
  check(reading: QueryReading): Iterable<Violation>;
}
