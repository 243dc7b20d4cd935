import { tf2 } from '../../../schemas/spec-ref.ts';
import { returnTypes } from '../../../schemas/vocabulary/stored-queries.ts';
import type { QueryRule } from './query-rule.ts';

/** Other values of ebRS, its default RegistryObject among them, are not legal; the standard names no code for it. */
export const returnTypeKnown: QueryRule = {
  id: 'return-type-known',
  source: tf2('3.18.4.1.2.6'),
  statement: `ResponseOption@returnType is one of ${returnTypes.join(', ')}.`,
  code: 'XDSRegistryError',
  *check({ returnType }) {
    const known: readonly string[] = returnTypes;
    if (!known.includes(returnType)) yield { at: 'ResponseOption@returnType', found: returnType || 'nothing' };
  },
};
