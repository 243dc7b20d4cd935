import { type Code, international } from '../../schemas/metadata/nouns.ts';
import type { CodedAttribute, CodeSetEntry, CodeSets } from '../../schemas/vocabulary/code-sets.ts';
import type { FoundCode } from './content/facts.ts';

/** Coded attributes a submission needs whatever is in its documents. */
export type NeededCode = Exclude<CodedAttribute, 'eventCodeList' | 'codeList'>;

const loinc = '2.16.840.1.113883.6.1';
const snomedCt = '2.16.840.1.113883.6.96';
const ihe = '1.3.6.1.4.1.19376.1.2.3';
const row = (code: string, codingScheme: string, displayName: string): CodeSetEntry => ({
  code,
  codingScheme,
  displayName,
});

/** What stands for a document that says nothing about itself, where the affinity domain has these codes. */
const general: Readonly<Record<NeededCode, CodeSetEntry>> = {
  classCode: row('REPORTS', '1.3.6.1.4.1.19376.1.2.6.1', 'Reports'),
  typeCode: row('34133-9', loinc, 'Summary of episode note'),
  formatCode: row('urn:ihe:iti:xds:2017:mimeTypeSufficient', ihe, 'mimeType Sufficient'),
  confidentialityCode: row('N', '2.16.840.1.113883.5.25', 'normal'),
  healthcareFacilityTypeCode: row('22232009', snomedCt, 'Hospital'),
  practiceSettingCode: row('394802001', snomedCt, 'General medicine'),
  contentTypeCode: row('34133-9', loinc, 'Summary of episode note'),
};
const ofImages: Readonly<Partial<Record<NeededCode, CodeSetEntry>>> = {
  classCode: row('IMAGES', '1.3.6.1.4.1.19376.1.2.6.1', 'Images'),
  typeCode: row('72170-4', loinc, 'Photographic image'),
};

/** The attributes a caller may give codes for. */
export const givenAttributes = [...(Object.keys(general) as NeededCode[]), 'eventCodeList'] as const;

/** Codes the caller gives, as `code` or `code^^codingScheme`; they win over what a document says. */
export type GivenCodes = Readonly<Partial<Record<CodedAttribute, readonly string[]>>>;

/** A given code that the affinity domain does not have. */
export class UnknownCode extends Error {
  constructor(attribute: CodedAttribute, value: string, allowed: readonly CodeSetEntry[]) {
    const some = allowed.slice(0, 8).map((entry) => `${entry.code} (${entry.displayName})`);
    const rest = allowed.length > some.length ? `, and ${allowed.length - some.length} more` : '';
    super(`${attribute} '${value}' is not in the value set of the affinity domain. It has ${some.join(', ')}${rest}.`);
    this.name = 'UnknownCode';
  }
}

/** Where the codes of one attribute come from, in this order. */
export interface CodeSources {
  readonly attribute: CodedAttribute;
  readonly codeSets: CodeSets;
  readonly given?: GivenCodes;
  readonly found?: readonly FoundCode[];
  readonly mimeType?: string;
}

/**
 * The codes of an attribute: those given, else those found in the document that the affinity domain has, else its
 * default. Never empty for a needed attribute. Throws UnknownCode for a given code outside the value set.
 */
export function chooseCodes(sources: CodeSources): Code[] {
  const { attribute, codeSets, given, found = [] } = sources;
  const wanted = given?.[attribute] ?? [];
  if (wanted.length > 0) return wanted.map((value) => givenCode(codeSets, attribute, value));
  const known = found.flatMap((code) => knownCode(codeSets, attribute, code) ?? []);
  if (known.length > 0) return known;
  const fallback = defaultCode(sources);
  return fallback === undefined ? [] : [codeFromEntry(fallback)];
}

function givenCode(codeSets: CodeSets, attribute: CodedAttribute, value: string): Code {
  const [code = '', codingScheme] = value.split('^^');
  const known = knownCode(codeSets, attribute, { code, ...(codingScheme === undefined ? {} : { codingScheme }) });
  if (known !== undefined) return known;
  throw new UnknownCode(attribute, value, codeSets.codes[attribute] ?? []);
}

/** The code as the affinity domain has it; where it has no value set, as it was found, if that is whole. */
function knownCode(codeSets: CodeSets, attribute: CodedAttribute, found: FoundCode): Code | undefined {
  const set = codeSets.codes[attribute];
  if (set === undefined) {
    if (found.codingScheme === undefined) return undefined;
    return { code: found.code, codingScheme: found.codingScheme, displayName: international(found.code) };
  }
  const entry = set.find(
    ({ code, codingScheme }) =>
      code === found.code && (found.codingScheme === undefined || codingScheme === found.codingScheme),
  );
  return entry && codeFromEntry(entry);
}

function defaultCode({ attribute, codeSets, mimeType = '' }: CodeSources): CodeSetEntry | undefined {
  if (attribute === 'eventCodeList' || attribute === 'codeList') return undefined;
  const preferred = [mimeType.startsWith('image/') ? ofImages[attribute] : undefined, general[attribute]];
  const set = codeSets.codes[attribute];
  if (set === undefined) return preferred.find((entry) => entry !== undefined);
  for (const entry of preferred) {
    const same = set.find(({ code, codingScheme }) => code === entry?.code && codingScheme === entry.codingScheme);
    if (same !== undefined) return same;
  }
  return set[0];
}

function codeFromEntry({ code, codingScheme, displayName }: CodeSetEntry): Code {
  return { code, codingScheme, displayName: international(displayName) };
}
