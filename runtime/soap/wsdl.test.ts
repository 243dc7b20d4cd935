import { describe, expect, it } from 'vitest';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, children, elements, textOf, type XmlElement } from '../../schemas/xml/element.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { catalogue } from '../../transactions/catalogue.ts';
import { describeService } from './describe-service.ts';
import type { SoapTransaction } from './transaction.ts';
import type { DescribedTransaction } from './wsdl.ts';

const { wsdl, wsdlSoap12, wsaw, wsam, xs } = namespaces;
const address = 'https://registry.example:8443/registry';
const soap = (catalogue as readonly { kind: string }[]).filter(
  (each): each is SoapTransaction<never, unknown> => each.kind === 'soap',
);
const described = soap.filter((each): each is DescribedTransaction & (typeof soap)[number] => each.wsdl !== undefined);
/** Like ITI-41 on the wire, so that no service has both. */
const transactions = described.filter(({ id }) => id !== 'RAD-68');
const ask = (query: string, asynchronous = false, of: readonly DescribedTransaction[] = transactions) =>
  describeService({ transactions: of, address, asynchronous }, query);
const documentOf = (
  query: string,
  asynchronous = false,
  of: readonly DescribedTransaction[] = transactions,
): XmlElement => parseXml(Buffer.from(ask(query, asynchronous, of)!.text));
const named = (element: XmlElement, name: string, ns: string = wsdl) => children(element, ns, name);
const nameOf = (element: XmlElement) => attribute(element, 'name');

describe('[ITI TF-2 V.2.4] a WSDL', () => {
  const main = documentOf('wsdl');
  const imports = named(main, 'import').map((each) => attribute(each, 'location')!);
  const documents = [main, ...imports.map((location) => documentOf(new URL(location).search.slice(1)))];

  it('is given for every SOAP transaction', () => {
    expect(soap.filter((each) => each.wsdl === undefined).map(({ id }) => id)).toEqual([]);
  });

  it('has one document for each target namespace, imported into the first, which has the service', () => {
    expect(documents.map((each) => attribute(each, 'targetNamespace'))).toEqual([
      ...new Set(transactions.map((each) => each.wsdl.targetNamespace)),
    ]);
    expect(documents.map((each) => named(each, 'service').length)).toEqual([1, ...imports.map(() => 0)]);
    const [service] = named(main, 'service');
    const addresses = named(service!, 'port').map((port) =>
      attribute(named(port, 'address', wsdlSoap12)[0]!, 'location'),
    );
    expect(new Set(addresses)).toEqual(new Set([address]));
    const ports = named(service!, 'port').map(nameOf);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it.each(transactions.map((each) => [each.id, each.action.request, each] as const))(
    'names %s %s as IHE does, with its actions and messages',
    (_, __, { action, packaging, wsdl: facts }) => {
      const document = documents.find((each) => attribute(each, 'targetNamespace') === facts.targetNamespace)!;
      const [portType, ...more] = named(document, 'portType').filter((each) =>
        named(each, 'operation').some((operation) => nameOf(operation) === `${facts.actor}_${facts.operation}`),
      );
      expect(more).toEqual([]);
      const operation = named(portType!, 'operation').find(
        (each) => nameOf(each) === `${facts.actor}_${facts.operation}`,
      )!;
      for (const [direction, value, element] of [
        ['input', action.request, facts.request],
        ['output', action.response, facts.response],
      ] as const) {
        const [message] = named(operation, direction);
        expect([attribute(message!, 'Action', wsaw), attribute(message!, 'Action', wsam)]).toEqual([value, value]);
        const name = attribute(message!, 'message')!.replace('tns:', '');
        const [body] = named(named(document, 'message').find((each) => nameOf(each) === name)!, 'part');
        expect(attribute(body!, 'element')).toBe(`${element.schema.prefix}:${element.name}`);
        expect(element.schema.declarations).toContain(`<xs:element name="${element.name}"`);
      }
      const bindings = named(document, 'binding').filter(
        (each) => attribute(each, 'type') === `tns:${nameOf(portType!)}`,
      );
      expect(bindings).toHaveLength(1);
      const bound = named(bindings[0]!, 'operation').find((each) => nameOf(each) === nameOf(operation))!;
      expect(attribute(named(bound, 'operation', wsdlSoap12)[0]!, 'soapActionRequired')).toBe('false');
      const [reference] = elements(bindings[0]!).filter(({ name }) => name === 'PolicyReference');
      const policy = elements(document).find(
        (each) => attribute(each, 'Id', namespaces.wsu) === attribute(reference!, 'URI')!.slice(1),
      )!;
      expect(JSON.stringify(policy).includes('OptimizedMimeSerialization')).toBe(packaging === 'mtom');
    },
  );

  it('binds no name twice', () => {
    for (const document of documents) {
      const names = named(document, 'portType').flatMap((each) => named(each, 'operation').map(nameOf));
      expect(new Set(names).size).toBe(names.length);
      const messages = named(document, 'message').map(nameOf);
      expect(new Set(messages).size).toBe(messages.length);
    }
  });

  it('says that answers go to the anonymous address only, unless they may go elsewhere', () => {
    const query = described.filter(({ id }) => id === 'ITI-18');
    expect(ask('wsdl', false, query)!.text).toContain('<wsam:AnonymousResponses/>');
    expect(ask('wsdl', true, query)!.text).not.toContain('AnonymousResponses');
    const update = described.filter(({ id }) => id === 'ITI-57');
    expect(ask('wsdl', true, update)!.text).toContain('<wsam:AnonymousResponses/>');
  });

  it('imports schemas that are there, as they are from each other', () => {
    const seen = new Set<string>();
    const follow = (document: XmlElement) => {
      for (const location of JSON.stringify(document).matchAll(/"name":"schemaLocation","value":"([^"]+)"/g)) {
        const url = new URL(location[1]!);
        expect(url.href.startsWith(`${address}?xsd=`)).toBe(true);
        if (seen.has(url.search)) continue;
        seen.add(url.search);
        const schema = documentOf(url.search.slice(1));
        expect([schema.ns, schema.name]).toEqual([xs, 'schema']);
        follow(schema);
      }
    };
    documents.forEach(follow);
    expect([...seen].sort()).toContain('?xsd=rim.xsd');
  });

  it('is found by any spelling of the query that clients use, and nothing else is', () => {
    for (const query of ['wsdl', 'WSDL', 'wsdl=', 'x=1&wsdl']) expect(ask(query)!.text).toBe(ask('wsdl')!.text);
    for (const query of ['', 'x', 'wsdl=urn:other', 'xsd=other.xsd', 'xsd']) expect(ask(query)).toBeUndefined();
    expect(ask('wsdl', false, [])).toBeUndefined();
    expect(ask('wsdl')!.contentType).toBe('text/xml; charset=UTF-8');
    expect(textOf(main)).toContain('ITI-18 Registry Stored Query, ITI TF-2 3.18');
  });
});
