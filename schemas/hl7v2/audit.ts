import type { ParticipantFacts } from '../audit/describe.ts';
import { type Outcome, outcomeOf } from '../audit/outcome.ts';
import type { Acknowledgment } from './acknowledgment.ts';
import type { MessageHeader } from './header.ts';
import type { Hl7Error } from './hl7-error.ts';

/** UserIDs of both sides of an HL7 v2 exchange: facility and application, joined by a bar — ITI TF-2 3.8.5.1. */
export function partiesOf(header: MessageHeader): ParticipantFacts {
  return {
    initiatorId: `${header.sendingFacility}|${header.sendingApplication}`,
    responderId: `${header.receivingFacility}|${header.receivingApplication}`,
  };
}

/**
 * The outcome of an HL7 v2 exchange: success for AA, serious failure for AE, AR and no answer. The description names
 * conditions and places only, never a value of the message.
 */
export function acknowledgedOutcome(exchange: {
  readonly request?: unknown;
  readonly outcome: { readonly response: Acknowledgment } | { readonly fault: Error };
}): Outcome {
  const { request, outcome } = exchange;
  if ('fault' in outcome) return outcomeOf({ request, outcome });
  const { code, errors } = outcome.response;
  const response = {
    status: code === 'AA' ? 'Success' : 'Failure',
    errors: errors.filter((error) => error.severity !== 'I').map(reportedError),
  };
  return outcomeOf({ request, outcome: { response } });
}

function reportedError(error: Hl7Error): { severity: 'Error' | 'Warning'; codeContext: string } {
  const place = error.location === undefined ? '' : ` at ${error.location}`;
  return { severity: error.severity === 'W' ? 'Warning' : 'Error', codeContext: `${error.code} ${error.text}${place}` };
}
