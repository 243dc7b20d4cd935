import { tf2 } from '../../../schemas/spec-ref.ts';
import type { QueryRule } from './query-rule.ts';

/** Applied only where the operator wants it: by default such a slot is no parameter and is passed over. */
export const parameterName: QueryRule = {
  id: 'parameter-name',
  source: tf2('3.18.4.1.2.3.1'),
  statement: 'The name of a parameter begins with $.',
  code: 'XDSRegistryError',
  *check({ otherNames }) {
    for (const name of otherNames) yield { at: 'AdhocQuery.Slot@name', found: name };
  },
};
