import { associationTypes } from '../schemas/vocabulary/association-types.ts';
import type { CodedAttribute, CodeSets } from '../schemas/vocabulary/code-sets.ts';
import { documentEntryTypes } from '../schemas/vocabulary/object-types.ts';
import { availabilityStatuses, documentAvailabilities } from '../schemas/vocabulary/statuses.ts';
import type { ParameterRow } from '../transactions/iti-18-registry-stored-query/queries/definition.ts';
import { CommandError } from './exit-codes.ts';

/** The words of a parameter whose values are URNs, with what they stand for; undefined: it has none. */
export function wordsOf(
  key: string,
  { kind }: Pick<ParameterRow, 'kind'>,
): Readonly<Record<string, string>> | undefined {
  if (kind === 'status') return availabilityStatuses;
  if (kind !== 'urn') return undefined;
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    type: documentEntryTypes,
    typeExclude: documentEntryTypes,
    documentAvailability: documentAvailabilities,
    associationTypes,
  };
  return words[key];
}

/**
 * The values a registry is asked for by what a user writes: `Approved` for its URN, `REPORTS` for the codes of the
 * affinity domain's value set that are so called. A whole URN and `code^^codingScheme` stay as they are.
 *
 * Throws CommandError for a word or a code that is none of them: the registry would find nothing, and not say why.
 */
export function queryValues(key: string, row: Pick<ParameterRow, 'kind'>, text: string, codeSets: CodeSets): string[] {
  if (row.kind === 'code') return codesCalled(key, text, codeSets);
  const words = wordsOf(key, row);
  if (words === undefined || text.startsWith('urn:')) return [text];
  if (Object.hasOwn(words, text)) return [words[text]!];
  throw new CommandError(`${key} ${text}: write a URN or one of ${Object.keys(words).join(', ')}.`);
}

function codesCalled(key: string, text: string, codeSets: CodeSets): string[] {
  const attribute = key === 'contentType' ? 'contentTypeCode' : key.replace(/Exclude$/, '');
  const known = codeSets.codes[attribute as CodedAttribute];
  if (text.includes('^^') || known === undefined) return [text];
  const found = known.filter(({ code }) => code === text).map(({ code, codingScheme }) => `${code}^^${codingScheme}`);
  if (found.length > 0) return found;
  throw new CommandError(`${key} ${text} is not in the value set of the affinity domain; write code^^codingScheme.`);
}
