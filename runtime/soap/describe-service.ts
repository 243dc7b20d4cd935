import { withImported, writeSchema } from '../../schemas/xml/xml-schema.ts';
import type { Description } from './endpoint-types.ts';
import { type DescribedService, targetNamespaces, writeWsdl } from './wsdl.ts';

/**
 * Answers a GET by what its query asks for: `wsdl` the service, `wsdl=namespace` what it imports, `xsd=name` a schema.
 *
 * Undefined when it asks for none of these, or for one that is not there.
 */
export function describeService(service: DescribedService, query: string): Description | undefined {
  const asked = [...new URLSearchParams(query)].find(([key]) => /^(wsdl|xsd)$/i.test(key));
  if (asked === undefined || service.transactions.length === 0) return undefined;
  const [key, value] = asked;
  const xml = 'text/xml; charset=UTF-8';
  if (key.toLowerCase() === 'wsdl') {
    const known = targetNamespaces(service.transactions);
    const namespace = value === '' ? known[0]! : value;
    return known.includes(namespace) ? { contentType: xml, text: writeWsdl(service, namespace) } : undefined;
  }
  const elements = service.transactions.flatMap(({ wsdl }) => [wsdl.request, wsdl.response]);
  const schema = withImported(elements.map((element) => element.schema)).find(({ name }) => name === value);
  if (schema === undefined) return undefined;
  return { contentType: xml, text: writeSchema(schema, (name) => `${service.address}?xsd=${name}`) };
}
