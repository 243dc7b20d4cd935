import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import { freeTextLength } from '../fields.ts';
import type { Submission } from '../nouns.ts';
import { attributeValues } from './attribute-values.ts';

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
  *check(submission) {
    for (const { at, value, maxLength, isText } of attributeValues(submission)) {
      if (value.length <= maxLength) continue;
      const found = `${value.length} characters where ${maxLength} are allowed`;
      yield isText && value.length <= freeTextLength ? { at, found, severity: 'Warning' } : { at, found };
    }
  },
};
