import type { RegistryError } from '../errors/registry-error.ts';
import type { Decoded, Finding } from '../rule.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { errorSeverities, responseStatuses } from '../vocabulary/statuses.ts';
import { attribute, child, children, elements, type XmlElement } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import type { RegistryResponse, ResponseStatus } from './messages.ts';
import { ebrsRules } from './rules.ts';
import { attributesExcept, unrecognisedOf, writeKeptAttributes, writeKeptElements } from './unrecognised.ts';

/**
 * Reads rs:RegistryResponse, or the part of it that query:AdhocQueryResponse extends — ITI TF-3 4.2.4.2.
 *
 * A status that is not one of the three URNs is a finding; it counts as what its last word says, else as Failure. An
 * error without severity is an Error, as the schema has it.
 */
export function decodeRegistryResponse(response: XmlElement): Decoded<RegistryResponse> {
  const findings: Finding[] = [];
  const status = decodeStatus(attribute(response, 'status') ?? '', findings);
  const list = child(response, namespaces.rs, 'RegistryErrorList');
  const errors = list === undefined ? [] : children(list, namespaces.rs, 'RegistryError').map(decodeRegistryError);
  const requestId = attribute(response, 'requestId');
  const others = elements(response).filter(({ ns, name }) => ns === namespaces.rs && name === 'ResponseSlotList');
  const message: RegistryResponse = {
    status,
    errors,
    ...(requestId === undefined ? {} : { requestId }),
    ...unrecognisedOf(attributesExcept(response, ['status', 'requestId']), others),
  };
  return { message, findings };
}

function decodeStatus(urn: string, findings: Finding[]): ResponseStatus {
  const word = urn.slice(urn.lastIndexOf(':') + 1);
  const status = Object.hasOwn(responseStatuses, word) ? (word as ResponseStatus) : undefined;
  if (status === undefined || responseStatuses[status] !== urn) {
    const severity = status === undefined ? 'Error' : 'Warning';
    const violation = { at: 'RegistryResponse.status', found: urn || 'nothing', severity } as const;
    findings.push({ rule: ebrsRules.responseStatus, violation });
  }
  return status ?? 'Failure';
}

function decodeRegistryError(error: XmlElement): RegistryError {
  const location = attribute(error, 'location');
  return {
    errorCode: attribute(error, 'errorCode') ?? '',
    codeContext: attribute(error, 'codeContext') ?? '',
    severity: attribute(error, 'severity')?.endsWith(':Warning') ? 'Warning' : 'Error',
    ...(location === undefined ? {} : { location }),
  };
}

/** Writes rs:RegistryResponse with the namespaces it needs. */
export function encodeRegistryResponse(response: RegistryResponse): string {
  const open = `<rs:RegistryResponse xmlns:rs="${namespaces.rs}" xmlns:rim="${namespaces.rim}"`;
  const attributes = encodeResponseAttributes(response);
  const content = writeKeptElements(response.unrecognised) + encodeRegistryErrorList(response.errors);
  return content === '' ? `${open}${attributes}/>` : `${open}${attributes}>${content}</rs:RegistryResponse>`;
}

/** The attributes every response has: status, requestId, and what was kept. */
export function encodeResponseAttributes({ status, requestId, unrecognised }: RegistryResponse): string {
  const id = requestId === undefined ? '' : ` requestId="${escapeAttribute(requestId)}"`;
  return ` status="${responseStatuses[status]}"${id}${writeKeptAttributes(unrecognised)}`;
}

/** Writes rs:RegistryErrorList with the right highestSeverity; nothing when there is no error. Prefix `rs` is bound. */
export function encodeRegistryErrorList(errors: readonly RegistryError[]): string {
  if (errors.length === 0) return '';
  const highest = errors.some(({ severity }) => severity === 'Error') ? 'Error' : 'Warning';
  const list = errors.map(
    ({ errorCode, codeContext, severity, location }) =>
      `<rs:RegistryError errorCode="${escapeAttribute(errorCode)}" codeContext="${escapeAttribute(codeContext)}"` +
      ` severity="${errorSeverities[severity]}"` +
      `${location === undefined ? '' : ` location="${escapeAttribute(location)}"`}/>`,
  );
  return `<rs:RegistryErrorList highestSeverity="${errorSeverities[highest]}">${list.join('')}</rs:RegistryErrorList>`;
}
