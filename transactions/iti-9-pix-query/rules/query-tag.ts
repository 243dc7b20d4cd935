import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PixQueryRequest } from '../messages.ts';

/** ITI TF-2 3.9.4.1.2.2: QAK-1 of the answer repeats the tag; without one an answer cannot be told from another. */
export const queryTag: Rule<PixQueryRequest, void, Hl7ErrorCode> = {
  id: 'pix-query-tag',
  source: tf2('3.9.4.1.2.2'),
  statement: 'QPD-2 holds a query tag.',
  code: '101',
  *check(request) {
    if (request.queryTag === '') yield { at: hl7Location('QPD', 1, 2), found: 'nothing' };
  },
};
