import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { isAbsent } from '../../../schemas/hl7v2/identifier.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PixQueryRequest } from '../messages.ts';

/** ITI TF-2 3.9.4.1.2.2: one identifier with the domain that assigned it. */
export const queriedIdentifier: Rule<PixQueryRequest, void, Hl7ErrorCode> = {
  id: 'pix-queried-identifier',
  source: tf2('3.9.4.1.2.2'),
  statement: 'QPD-3 holds an identifier in its first component and its assigning authority in the fourth.',
  code: '101',
  *check({ identifier }) {
    if (identifier.id === '') yield { at: hl7Location('QPD', 1, 3, 1, 1), found: 'nothing' };
    if (isAbsent(identifier.authority)) yield { at: hl7Location('QPD', 1, 3, 1, 4), found: 'nothing' };
  },
};
