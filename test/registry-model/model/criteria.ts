import type { Code, DocumentEntry, Folder, SubmissionSet } from '../../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { documentAvailabilities } from '../../../schemas/vocabulary/statuses.ts';
import type {
  AllOf,
  AnyOf,
  DocumentCriteria,
  DocumentExclusions,
  DocumentFilters,
  FindSubmissionSetsParameters,
  FolderCriteria,
} from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';

/**
 * The parameters of stored queries as questions about one object — ITI TF-2 3.18.4.1.2.3. All that are given must be met;
 * one that is absent asks for nothing.
 */

/** FormatCode, ConfidentialityCode and Type; who says nothing of types wants Stable documents (3.18.4.1.2.3.6.2). */
export function passesFilters(entry: DocumentEntry, filters: DocumentFilters): boolean {
  return (
    isAnyOf(filters.type ?? [documentEntryTypes.Stable], [entry.objectType]) &&
    isAnyOf(filters.formatCode, codes(entry.formatCode)) &&
    isAllOf(filters.confidentialityCode, codes(...entry.confidentialityCode))
  );
}

/** Everything FindDocuments asks of an entry — ITI TF-2 3.18.4.1.2.3.7.1. */
export function meetsDocumentCriteria(entry: DocumentEntry, asked: DocumentCriteria): boolean {
  const isOnDemand = entry.objectType === documentEntryTypes.OnDemand;
  return (
    passesFilters(entry, asked) &&
    isAnyOf(asked.status, [entry.availabilityStatus]) &&
    isAnyOf(asked.classCode, codes(entry.classCode)) &&
    isAnyOf(asked.typeCode, codes(entry.typeCode)) &&
    isAnyOf(asked.practiceSettingCode, codes(entry.practiceSettingCode)) &&
    isAnyOf(asked.healthcareFacilityTypeCode, codes(entry.healthcareFacilityTypeCode)) &&
    isAllOf(asked.eventCodeList, codes(...entry.eventCodeList)) &&
    isAnyOf(asked.documentAvailability, [entry.documentAvailability ?? documentAvailabilities.Online]) &&
    isLikeAny(asked.authorPerson, persons(entry)) &&
    // A range says nothing of an entry without the attribute, and of On-Demand entries, which have no creationTime.
    (isOnDemand || isInRange(entry.creationTime, asked.creationTimeFrom, asked.creationTimeTo)) &&
    isInRange(entry.serviceStartTime, asked.serviceStartTimeFrom, asked.serviceStartTimeTo) &&
    isInRange(entry.serviceStopTime, asked.serviceStopTimeFrom, asked.serviceStopTimeTo)
  );
}

/** References are compared as a whole — ITI TF-2 3.18.4.1.2.3.7.14. */
export function carriesReferences(entry: DocumentEntry, asked: AllOf | undefined): boolean {
  return isAllOf(asked, entry.referenceIdList);
}

/** None of the excluded values is one of the entry's — CP-ITI-1323. */
export function hasNothingExcluded(entry: DocumentEntry, excluded: DocumentExclusions): boolean {
  const isFree = (without: AnyOf | undefined, values: readonly string[]) =>
    without === undefined || !values.some((value) => without.includes(value));
  return (
    isFree(excluded.classCodeExclude, codes(entry.classCode)) &&
    isFree(excluded.typeCodeExclude, codes(entry.typeCode)) &&
    isFree(excluded.practiceSettingCodeExclude, codes(entry.practiceSettingCode)) &&
    isFree(excluded.healthcareFacilityTypeCodeExclude, codes(entry.healthcareFacilityTypeCode)) &&
    isFree(excluded.formatCodeExclude, codes(entry.formatCode)) &&
    isFree(excluded.eventCodeListExclude, codes(...entry.eventCodeList)) &&
    isFree(excluded.confidentialityCodeExclude, codes(...entry.confidentialityCode)) &&
    isFree(excluded.referenceIdListExclude, entry.referenceIdList) &&
    isFree(excluded.typeExclude, [entry.objectType]) &&
    (excluded.authorPersonExclude === undefined || !isLikeAny(excluded.authorPersonExclude, persons(entry)))
  );
}

/** Everything FindSubmissionSets asks of a SubmissionSet — ITI TF-2 3.18.4.1.2.3.7.2. */
export function meetsSetCriteria(set: SubmissionSet, asked: FindSubmissionSetsParameters): boolean {
  return (
    isAnyOf(asked.status, [set.availabilityStatus]) &&
    isAnyOf(asked.sourceId, [set.sourceId]) &&
    isAnyOf(asked.contentType, codes(set.contentTypeCode)) &&
    isInRange(set.submissionTime, asked.submissionTimeFrom, asked.submissionTimeTo) &&
    isLikeAny(asked.authorPerson === undefined ? undefined : [asked.authorPerson], persons(set))
  );
}

/** Everything FindFolders asks of a Folder — ITI TF-2 3.18.4.1.2.3.7.3. */
export function meetsFolderCriteria(folder: Folder, asked: FolderCriteria): boolean {
  return (
    isAnyOf(asked.status, [folder.availabilityStatus]) &&
    isAllOf(asked.codeList, codes(...folder.codeList)) &&
    isInRange(folder.lastUpdateTime, asked.lastUpdateTimeFrom, asked.lastUpdateTimeTo)
  );
}

/** OR inside a list. */
export function isAnyOf(asked: AnyOf | undefined, values: readonly (string | undefined)[]): boolean {
  return asked === undefined || values.some((value) => value !== undefined && asked.includes(value));
}

/** AND between the lists, OR inside each — ITI TF-2 3.18.4.1.2.3.5. */
function isAllOf(asked: AllOf | undefined, values: readonly string[]): boolean {
  return asked === undefined || asked.every((list) => isAnyOf(list, values));
}

/** From is inclusive and To is not; a time of less precision is its earliest second (3.18.4.1.2.3.3). */
function isInRange(time: string | undefined, from: string | undefined, to: string | undefined): boolean {
  if (time === undefined) return true;
  const second = (dtm: string) => dtm + '00000101000000'.slice(dtm.length);
  return (from === undefined || second(time) >= second(from)) && (to === undefined || second(time) < second(to));
}

/** `%` is any run of characters, `_` any one, everything else itself — ITI TF-2 3.18.4.1.2.3.7.1. */
function isLikeAny(patterns: AnyOf | undefined, values: readonly string[]): boolean {
  if (patterns === undefined) return true;
  const tests = patterns.map((pattern) => {
    const source = [...pattern].map((c) =>
      c === '%' ? '.*' : c === '_' ? '.' : c.replace(/[\\^$.*+?()[\]{}|]/, '\\$&'),
    );
    return new RegExp(`^${source.join('')}$`, 'su');
  });
  return values.some((value) => tests.some((test) => test.test(value)));
}

function codes(...given: readonly (Code | undefined)[]): string[] {
  return given.flatMap((code) => (code === undefined ? [] : [`${code.code}^^${code.codingScheme}`]));
}

function persons({ author }: DocumentEntry | SubmissionSet): string[] {
  return author.flatMap(({ authorPerson }) => authorPerson ?? []);
}
