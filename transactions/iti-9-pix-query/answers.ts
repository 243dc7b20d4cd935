import { type AcknowledgmentCode, acknowledgmentCodeFor } from '../../schemas/hl7v2/conditions.ts';
import type { Hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import { queryDefinition } from './codec.ts';
import type { PixQueryRequest, PixQueryResponse } from './messages.ts';

/** What a known patient's query is answered with: OK with identifiers, NF with none — ITI TF-2 3.9.4.2.2.6, cases 1, 2, 6. */
export function pixFound(request: PixQueryRequest, identifiers: readonly Identifier[]): PixQueryResponse {
  const status = identifiers.length === 0 ? 'NF' : 'OK';
  return { ...answerTo(request), code: 'AA', status, errors: [], identifiers };
}

/** The refusal of a query: unknown identifier or domain (cases 3 to 5), or a message that breaks a rule. */
export function pixRefused(
  request: PixQueryRequest,
  errors: readonly Hl7Error[],
  code: AcknowledgmentCode = acknowledgmentCodeFor(errors.map((error) => error.code)),
): PixQueryResponse {
  return { ...answerTo(request), code, status: 'AE', errors, identifiers: [] };
}

function answerTo(request: PixQueryRequest) {
  return { acknowledges: request.header.controlId, queryTag: request.queryTag, query: queryDefinition(request) };
}
