import type { Reading } from '../queries/reading.ts';
import { criterionGiven } from './criterion-given.ts';
import { identifierGiven, identifiersExclusive } from './exclusive-identifiers.ts';
import { metadataLevelKnown } from './metadata-level-known.ts';
import { parameterCoding } from './parameter-coding.ts';
import { parameterName } from './parameter-name.ts';
import { parameterNumber } from './parameter-number.ts';
import type { QueryRule } from './query-rule.ts';
import { requiredParameters } from './required-parameters.ts';
import { returnTypeKnown } from './return-type-known.ts';
import { storedQueryKnown } from './stored-query-known.ts';
import { wantedOrExcluded } from './wanted-or-excluded.ts';

/** What a request message can violate by itself, in the order of the report. Decoding applies them. */
export function queryRules({ strictNames }: Reading): readonly QueryRule[] {
  return strictNames ? [parameterName, ...rules] : rules;
}

const rules: readonly QueryRule[] = [
  returnTypeKnown,
  storedQueryKnown,
  parameterCoding,
  parameterNumber,
  requiredParameters,
  identifierGiven,
  identifiersExclusive,
  criterionGiven,
  wantedOrExcluded,
  metadataLevelKnown,
];
