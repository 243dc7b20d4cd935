import { acknowledgmentCodeFor } from '../../schemas/hl7v2/conditions.ts';
import type { Hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import type { LinkChangeRequest, LinkChangeResponse } from './messages.ts';

/** The AA a registry gives when everything has moved, or when the change is of other domains. */
export function linkChangeAccepted({ header }: LinkChangeRequest): LinkChangeResponse {
  return { code: 'AA', acknowledges: header.controlId, errors: [] };
}

/** The refusal of a change; nothing has moved. */
export function linkChangeRefused({ header }: LinkChangeRequest, errors: readonly Hl7Error[]): LinkChangeResponse {
  return { code: acknowledgmentCodeFor(errors.map(({ code }) => code)), acknowledges: header.controlId, errors };
}
