import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import type { OptionalityColumn } from '../optionality.ts';
import { findAttributes } from './attributes.ts';

/** What the sending actor must give is there — ITI TF-3 Table 4.3.1-3. */
export const requiredAttributes: Rule<Submission, OptionalityColumn> = {
  id: 'required-attributes',
  source: tf3('Table 4.3.1-3'),
  statement: 'Each attribute that the sender must give is present.',
  code: 'XDSRegistryMetadataError',
  check: (submission, column) =>
    findAttributes(submission, { column, optionality: 'R', present: false }).map((at) => ({ at, found: 'nothing' })),
};
