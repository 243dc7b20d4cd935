import { identifierGiven, identifiersExclusive } from './exclusive-identifiers.ts';
import { parameterCoding } from './parameter-coding.ts';
import { parameterNumber } from './parameter-number.ts';
import type { QueryRule } from './query-rule.ts';
import { requiredParameters } from './required-parameters.ts';
import { returnTypeKnown } from './return-type-known.ts';
import { storedQueryKnown } from './stored-query-known.ts';

/** What a request message can violate by itself, in the order of the report. Decoding applies them. */
export const storedQueryRules: readonly QueryRule[] = [
  returnTypeKnown,
  storedQueryKnown,
  parameterCoding,
  parameterNumber,
  requiredParameters,
  identifierGiven,
  identifiersExclusive,
];
