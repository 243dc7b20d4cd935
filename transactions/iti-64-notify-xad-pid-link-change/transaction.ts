import type { MllpTransaction } from '../../runtime/mllp/transaction.ts';
import { hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { linkChangeRefused } from './answers.ts';
import { describeLinkChange } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { LinkChangeRequest, LinkChangeResponse } from './messages.ts';
import { linkChangeIdentifiers, linkChangePriorIdentifiers } from './rules/link-change-identifiers.ts';

/** Notify XAD-PID Link Change, HL7 2.5, from a PIX Manager to a Document Registry — ITI TF-2 3.64. */
export const notifyXadPidLinkChange: MllpTransaction<LinkChangeRequest, LinkChangeResponse> = {
  kind: 'mllp',
  id: 'ITI-64',
  name: 'Notify XAD-PID Link Change',
  source: tf2('3.64'),
  message: { type: 'ADT', triggers: ['A43'] },
  version: '2.5',
  request: requestCodec,
  response: responseCodec,
  rules: [linkChangeIdentifiers, linkChangePriorIdentifiers],
  refuse: (findings, request) => linkChangeRefused(request, hl7ErrorsFrom(findings)),
  audit: describeLinkChange,
};
