import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PixQueryRequest } from '../messages.ts';

/** ITI TF-2 3.9.4.1.2.3: only immediate answers are given. */
export const queryPriority: Rule<PixQueryRequest, void, Hl7ErrorCode> = {
  id: 'pix-query-priority',
  source: tf2('3.9.4.1.2.3'),
  statement: 'RCP-1, when present, is I (immediate).',
  code: '103',
  *check({ priority }) {
    if (priority !== undefined && priority !== 'I') yield { at: hl7Location('RCP', 1, 1), found: priority };
  },
};
