import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import { SoapFault } from './fault.ts';

/** Throws SoapFault (Sender) unless the body is the element a transaction has there — ITI TF-2 V.3.3. */
export function expectBody(body: XmlElement, prefix: keyof typeof namespaces, name: string): void {
  if (body.ns === namespaces[prefix] && body.name === name) return;
  throw new SoapFault(
    'Sender',
    `The body holds ${body.name} in namespace ${body.ns || 'none'}, not ${prefix}:${name}.`,
  );
}
