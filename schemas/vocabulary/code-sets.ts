import { LineCounter, parseDocument } from 'yaml';

/** One code of an affinity domain's value sets. */
export interface CodeSetEntry {
  readonly code: string;
  readonly codingScheme: string;
  readonly displayName: string;
}

const codedAttributes = [
  'classCode',
  'typeCode',
  'formatCode',
  'confidentialityCode',
  'eventCodeList',
  'healthcareFacilityTypeCode',
  'practiceSettingCode',
  'contentTypeCode',
  'codeList',
] as const;

/** The attributes whose values an affinity domain fixes — ITI TF-3 4.2.3.1.2. */
export type CodedAttribute = (typeof codedAttributes)[number];

/** The value sets of one affinity domain. An attribute that is not listed is not restricted. */
export interface CodeSets {
  readonly codes: Readonly<Partial<Record<CodedAttribute, readonly CodeSetEntry[]>>>;
  /** Allowed DocumentEntry.mimeType values; undefined: any. */
  readonly mimeTypes?: readonly string[];
}

/** True when code and codingScheme belong to the attribute's value set, or the attribute is not restricted. */
export function hasCode(sets: CodeSets, attribute: CodedAttribute, code: string, codingScheme: string): boolean {
  const entries = sets.codes[attribute];
  return entries === undefined || entries.some((entry) => entry.code === code && entry.codingScheme === codingScheme);
}

/**
 * Reads a code set file: YAML with one list per coded attribute, each line `[code, codingScheme, display name]`, and
 * `mimeTypes`. `problems` name line and key; a code that YAML reads as a number must be quoted.
 */
export function readCodeSets(text: string): { readonly codeSets: CodeSets; readonly problems: readonly string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map((error) => error.message);
  const codes: Partial<Record<CodedAttribute, readonly CodeSetEntry[]>> = {};
  let mimeTypes: readonly string[] | undefined;
  const at = (keys: readonly (string | number)[]) => {
    const node = document.getIn(keys, true) as { range?: readonly number[] } | undefined;
    return `line ${node?.range ? lines.linePos(node.range[0]!).line : 1}`;
  };
  const content: unknown = problems.length > 0 ? {} : document.toJS();
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return { codeSets: { codes }, problems: [...problems, 'line 1: must be a list of attributes'] };
  }
  for (const [key, value] of Object.entries(content)) {
    const isMime = key === 'mimeTypes';
    if (!isMime && !codedAttributes.includes(key as CodedAttribute)) {
      problems.push(
        `${at([key])}: ${key} is not a coded attribute; known are ${codedAttributes.join(', ')}, mimeTypes`,
      );
    } else if (!Array.isArray(value)) {
      problems.push(`${at([key])}: ${key} must be a list`);
    } else if (isMime) {
      mimeTypes = value.map(String);
    } else {
      codes[key as CodedAttribute] = readEntries(value, (index) => `${at([key, index])}: ${key}`, problems);
    }
  }
  return { codeSets: { codes, ...(mimeTypes === undefined ? {} : { mimeTypes }) }, problems };
}

function readEntries(rows: readonly unknown[], at: (index: number) => string, problems: string[]): CodeSetEntry[] {
  return rows.flatMap((row, index) => {
    const cells = Array.isArray(row) ? row : [];
    if (cells.length !== 3 || cells.some((cell) => typeof cell !== 'string' || cell === '')) {
      problems.push(`${at(index)}: each code is [code, codingScheme, display name], three texts (quote numbers)`);
      return [];
    }
    const [code, codingScheme, displayName] = cells as [string, string, string];
    return [{ code, codingScheme, displayName }];
  });
}
