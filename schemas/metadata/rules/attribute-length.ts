import type { Rule, Violation } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import { freeTextLength } from '../fields.ts';
import type { Submission } from '../nouns.ts';
import { visitValues } from './attribute-values.ts';

/**
 * No value is longer than ebRIM lets it be — ITI TF-3 4.2.3.1.7, ebRIM 3.0 (LongName, FreeFormText).
 *
 * The shorter limits of titles are a Warning only: senders follow the schema, which has the longer one.
 */
export const attributeLength: Rule<Submission> = {
  id: 'attribute-length',
  source: tf3('4.2.3.1.7'),
  statement: 'No attribute value is longer than its field allows.',
  code: 'XDSRegistryMetadataError',
  check(submission) {
    const violations: Violation[] = [];
    visitValues(submission, (value, { maxLength, isText }, at) => {
      if (value.length <= maxLength) return;
      const found = `${value.length} characters where ${maxLength} are allowed`;
      const advised = isText && value.length <= freeTextLength;
      violations.push(advised ? { at: at(), found, severity: 'Warning' } : { at: at(), found });
    });
    return violations;
  },
};
