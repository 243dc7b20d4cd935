import type { Rule, Violation } from '../../rule.ts';
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
  check({ documentEntries, submissionSets, folders }, sets) {
    const outside: Violation[] = [];
    const look = (object: string, name: CodedAttribute, { code, codingScheme }: Code) => {
      if (hasCode(sets, name, code, codingScheme)) return;
      outside.push({ at: `${object}.${name}`, found: `${code}^^${codingScheme}` });
    };
    const lookAt = (object: string, name: CodedAttribute, codes: Code | readonly Code[] | undefined) => {
      if (codes === undefined) return;
      if (!Array.isArray(codes)) look(object, name, codes as Code);
      else for (const code of codes as readonly Code[]) look(object, name, code);
    };
    for (const entry of documentEntries) {
      for (const name of entryCodes) lookAt(entry.entryUUID, name, entry[name]);
    }
    for (const { entryUUID, contentTypeCode } of submissionSets) lookAt(entryUUID, 'contentTypeCode', contentTypeCode);
    for (const { entryUUID, codeList } of folders) lookAt(entryUUID, 'codeList', codeList);
    return outside;
  },
};
