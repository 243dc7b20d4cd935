/** One code of an affinity domain's value sets. */
export interface CodeSetEntry {
  readonly code: string;
  readonly codingScheme: string;
  readonly displayName: string;
}

/** The attributes whose values an affinity domain fixes — ITI TF-3 4.2.3.1.2. */
export type CodedAttribute =
  | 'classCode'
  | 'typeCode'
  | 'formatCode'
  | 'confidentialityCode'
  | 'eventCodeList'
  | 'healthcareFacilityTypeCode'
  | 'practiceSettingCode'
  | 'contentTypeCode'
  | 'codeList';

/** The value sets of one affinity domain. An attribute that is not listed is not restricted. */
export interface CodeSets {
  readonly codes: Readonly<Partial<Record<CodedAttribute, readonly CodeSetEntry[]>>>;
  /** Allowed DocumentEntry.mimeType values; undefined: any. */
  readonly mimeTypes?: readonly string[];
}
