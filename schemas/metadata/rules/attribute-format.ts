import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { attributeValues } from './attribute-values.ts';

/** Every value is of the datatype its field has — ITI TF-3 Table 4.2.3.1.7-2. */
export const attributeFormat: Rule<Submission> = {
  id: 'attribute-format',
  source: tf3('Table 4.2.3.1.7-2'),
  statement: 'Each attribute value has the format of its datatype.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    for (const { at, value, type } of attributeValues(submission)) {
      // An empty value is an absent one, which is for other rules.
      const wrong = value === '' ? undefined : type?.check(value);
      if (type !== undefined && wrong !== undefined) yield { at, found: `'${value}', which as ${type.name} ${wrong}` };
    }
  },
};
