import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import { type CodedAttribute, type CodeSets, hasCode } from '../../vocabulary/code-sets.ts';
import type { Code, Submission } from '../nouns.ts';

const entryCodes = [
  'classCode',
  'typeCode',
  'formatCode',
  'confidentialityCode',
  'eventCodeList',
  'healthcareFacilityTypeCode',
  'practiceSettingCode',
] as const;

/**
 * Codes are those the affinity domain agreed on — ITI TF-3 4.2.3.1.2.
 *
 * Code and codingScheme count, display names do not. An attribute without a value set is free.
 */
export const codesInValueSets: Rule<Submission, CodeSets> = {
  id: 'codes-in-value-sets',
  source: tf3('4.2.3.1.2'),
  statement: 'Each code, with its codingScheme, is in the value set that the affinity domain has for the attribute.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries, submissionSets, folders }, sets) {
    for (const entry of documentEntries) {
      for (const name of entryCodes) yield* outside({ object: entry.entryUUID, name, codes: entry[name], sets });
    }
    for (const { entryUUID: object, contentTypeCode: codes } of submissionSets) {
      yield* outside({ object, name: 'contentTypeCode', codes, sets });
    }
    for (const { entryUUID: object, codeList: codes } of folders) {
      yield* outside({ object, name: 'codeList', codes, sets });
    }
  },
};

function* outside(where: {
  object: string;
  name: CodedAttribute;
  codes: Code | readonly Code[] | undefined;
  sets: CodeSets;
}) {
  const { object, name, codes, sets } = where;
  if (codes === undefined) return;
  for (const { code, codingScheme } of Array.isArray(codes) ? (codes as readonly Code[]) : [codes as Code]) {
    if (hasCode(sets, name, code, codingScheme)) continue;
    yield { at: `${object}.${name}`, found: `${code}^^${codingScheme}` };
  }
}
