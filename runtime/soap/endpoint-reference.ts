import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { child, elements, textOf, type XmlElement } from '../../schemas/xml/element.ts';
import { escapeText } from '../../schemas/xml/escape.ts';
import { writeXml } from '../../schemas/xml/write.ts';

const { wsa } = namespaces;

/** "Answer on this connection" — WS-Addressing 1.0 Core 2.1. */
export const anonymousAddress = 'http://www.w3.org/2005/08/addressing/anonymous';

/** Where a message goes, and what must go with it — WS-Addressing 1.0 Core 2.1. */
export interface EndpointReference {
  readonly address: string;
  /** Header blocks that every message to it carries. */
  readonly parameters: readonly XmlElement[];
}

/** Reads a wsa:ReplyTo or wsa:FaultTo; the address is '' when there is none. */
export function readEndpointReference(block: XmlElement): EndpointReference {
  const address = child(block, wsa, 'Address');
  const parameters = child(block, wsa, 'ReferenceParameters');
  return {
    address: address === undefined ? '' : textOf(address).trim(),
    parameters: parameters === undefined ? [] : elements(parameters),
  };
}

/** wsa:To and the reference parameters as header blocks — WS-Addressing 1.0 SOAP Binding 3.4. */
export function writeDestination({ address, parameters }: EndpointReference): string {
  const mark = { ns: wsa, name: 'IsReferenceParameter', value: 'true' };
  const blocks = parameters.map((block) => writeXml({ ...block, attributes: [...block.attributes, mark] }));
  return `<a:To>${escapeText(address)}</a:To>${blocks.join('')}`;
}
