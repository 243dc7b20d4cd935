import type { Rule, Violation } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { visitValues } from './attribute-values.ts';

/** Every value is of the datatype its field has — ITI TF-3 Table 4.2.3.1.7-2. */
export const attributeFormat: Rule<Submission> = {
  id: 'attribute-format',
  source: tf3('Table 4.2.3.1.7-2'),
  statement: 'Each attribute value has the format of its datatype.',
  code: 'XDSRegistryMetadataError',
  check(submission) {
    const violations: Violation[] = [];
    visitValues(submission, (value, { type }, at) => {
      // An empty value is an absent one, which is for other rules.
      if (type === undefined || value === '') return;
      const wrong = type.check(value);
      if (wrong !== undefined) violations.push({ at: at(), found: `'${value}', which as ${type.name} ${wrong}` });
    });
    return violations;
  },
};
