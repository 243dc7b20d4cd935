import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import type { OptionalityColumn } from '../optionality.ts';
import { findAttributes } from './attributes.ts';

/** What the sending actor must not give is not there, limitedMetadata in the first place — ITI TF-3 Table 4.3.1-3. */
export const prohibitedAttributes: Rule<Submission, OptionalityColumn> = {
  id: 'prohibited-attributes',
  source: tf3('Table 4.3.1-3'),
  statement: 'No attribute that the sender must not give is present.',
  code: 'XDSRegistryMetadataError',
  check: (submission, column) =>
    findAttributes(submission, { column, optionality: 'X', present: true }).map((at) => ({ at, found: 'a value' })),
};
