import type { MllpTransaction } from '../../runtime/mllp/transaction.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { pixRefused } from './answers.ts';
import { describeAudit } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { PixQueryRequest, PixQueryResponse } from './messages.ts';
import { queriedIdentifier } from './rules/queried-identifier.ts';
import { queryPriority } from './rules/query-priority.ts';
import { queryTag } from './rules/query-tag.ts';

/** PIX Query, HL7 2.5 — ITI TF-2 3.9. */
export const pixQuery: MllpTransaction<PixQueryRequest, PixQueryResponse> = {
  kind: 'mllp',
  id: 'ITI-9',
  name: 'PIX Query',
  source: tf2('3.9'),
  message: { type: 'QBP', triggers: ['Q23'] },
  version: '2.5',
  request: requestCodec,
  response: responseCodec,
  rules: [queryTag, queriedIdentifier, queryPriority],
  refuse: (findings, request) => pixRefused(request, hl7ErrorsFrom(findings)),
  audit: describeAudit,
};
