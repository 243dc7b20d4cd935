import { padDtm } from '../../../schemas/datatypes/dtm.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type {
  AllOf,
  AnyOf,
  DocumentFilters,
} from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';

/** How references are compared: as whole values or as LIKE patterns — ITI TF-2 3.18.4.1.2.3.7.14. */
export type ReferenceIdMatch = 'exact' | 'like';

/**
 * Conditions of stored queries as SQL text with `:name` places. Each holds when its parameter is absent, so that one
 * constant text serves every combination — ITI TF-2 3.18.4.1.2.3.
 */

/** The column holds one of the values. */
export const anyOf = (column: string, name: string) => `(:${name}::text[] is null or ${column} = any(:${name}))`;

/** The array column holds, for each of the lists, one of its values: OR inside a list, AND between them (3.5). */
export const allOf = (column: string, name: string) =>
  `(:${name}::jsonb is null or not exists (select from jsonb_array_elements(:${name}::jsonb) listed(codes)
    where not ${column} && array(select jsonb_array_elements_text(listed.codes))))`;

/** One of the array column's values matches one of the LIKE patterns. */
export const anyLike = (column: string, name: string) =>
  `(:${name}::text[] is null or exists (select from unnest(${column}) value(text) where value.text like any(:${name})))`;

/**
 * One of the array column's values matches, for each of the lists, one of its LIKE patterns: `allOf` with patterns. The
 * value is made by `allLikeValue`.
 */
export const allLike = (column: string, name: string) =>
  `(:${name}::jsonb is null or not exists (select from jsonb_array_elements(:${name}::jsonb) listed(patterns)
    where not exists (select from unnest(${column}) value(text)
      where value.text like any(array(select jsonb_array_elements_text(listed.patterns))))))`;

/** The column holds none of the values; a row without one holds none. */
export const noneOf = (column: string, name: string) =>
  `(:${name}::text[] is null or ${column} is null or ${column} <> all(:${name}))`;

/** The array column holds none of the values. */
export const noneOfList = (column: string, name: string) => `(:${name}::text[] is null or not ${column} && :${name})`;

/** None of the array column's values matches one of the LIKE patterns. */
export const noneLike = (column: string, name: string) =>
  `(:${name}::text[] is null or not exists (select from unnest(${column}) value(text) where value.text like any(:${name})))`;

/**
 * From <= column < To. The prose of 3.18.4.1.2.3.3 calls To inclusive, its formula excludes it; the formula is kept.
 * `unless` names rows the range says nothing about.
 */
export const inRange = (column: string, name: string, unless = 'false') =>
  `(${unless} or ((:${name}From::text is null or ${column} >= :${name}From) and (:${name}To::text is null or ${column} < :${name}To)))`;

/** `$XDSDocumentEntryType`, FormatCode and ConfidentialityCode on a document_entry alias. */
export const documentFilters = (d: string) =>
  `${d}.object_type = any(:type::uuid[])
  and ${anyOf(`${d}.format_code`, 'formatCode')}
  and ${allOf(`${d}.confidentiality_code`, 'confidentialityCode')}`;

/** The values of `documentFilters`; without a type only Stable entries are meant (3.18.4.1.2.3.6.2). */
export function documentFilterValues(filters: DocumentFilters) {
  return {
    type: typeValues(filters.type),
    formatCode: filters.formatCode,
    confidentialityCode: allOfValue(filters.confidentialityCode),
  };
}

/** The object types to return: what was asked, or Stable. */
export function typeValues(type: AnyOf | undefined): readonly string[] {
  return uuidsFrom(type ?? [documentEntryTypes.Stable]);
}

/** A repeated slot as the JSON that `allOf` reads. */
export function allOfValue(lists: AllOf | undefined): string | undefined {
  return lists === undefined ? undefined : JSON.stringify(lists);
}

/** A repeated slot as the JSON that `allLike` reads: of patterns, or of values to be met letter for letter. */
export function allLikeValue(lists: AllOf | undefined, match: ReferenceIdMatch = 'exact'): string | undefined {
  return allOfValue(lists?.map((list) => list.map(match === 'like' ? likePattern : literalPattern)));
}

/** The UUIDs among the ids without `urn:uuid:`. Anything else names no object of a registry, so it finds nothing. */
export function uuidsFrom(ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(id)?.[1] ?? []);
}

/** A DTM of any precision as the 14 digits of its earliest second, as the tables hold times. */
export function earliestSecond(dtm: string | undefined): string | undefined {
  return dtm === undefined ? undefined : padDtm(dtm);
}

/** The pattern with `%` and `_` only as wildcards: a backslash is an ordinary character in ITI-18. */
export function likePattern(pattern: string): string {
  return pattern.replaceAll('\\', '\\\\');
}

/** The pattern that only the text itself matches. */
export function literalPattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
