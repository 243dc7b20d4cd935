import { formatSpecRef } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { escapeText, escapeAttribute as quote } from '../../schemas/xml/escape.ts';
import type { XmlSchema } from '../../schemas/xml/xml-schema.ts';
import type { MessageElement, SoapTransaction, WsdlFacts } from './transaction.ts';

/** What a WSDL is made of; handlers and codecs do not matter. */
export type DescribedTransaction = Pick<
  SoapTransaction<never, unknown>,
  'id' | 'name' | 'source' | 'action' | 'packaging' | 'asynchronous'
> & { readonly wsdl: WsdlFacts };

/** Operations that share port type, binding and policies. */
interface Group {
  readonly namespace: string;
  readonly packaging: 'simple' | 'mtom';
  /** Begins the names of port type, binding and port; unique in all, as some tools take no notice of namespaces. */
  readonly name: string;
  readonly operations: DescribedTransaction[];
}

/** One service as a WSDL sees it. */
export interface DescribedService {
  readonly transactions: readonly DescribedTransaction[];
  /** Where the caller reached it, without query. */
  readonly address: string;
  /** Answers may be sent elsewhere, for the transactions that offer it. */
  readonly asynchronous: boolean;
}

const policyNs = 'http://www.w3.org/ns/ws-policy';
const mtomNs = 'http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization';
const { wsdl, wsdlSoap12, wsaw, wsam, wsu, xs } = namespaces;

/** The target namespaces of a service; the first has the service, the others are imported into it. */
export function targetNamespaces(transactions: readonly DescribedTransaction[]): readonly string[] {
  return [...new Set(transactions.map((transaction) => transaction.wsdl.targetNamespace))];
}

/**
 * The WSDL 1.1 document of one target namespace — ITI TF-2 V.2.4: SOAP 1.2, document/literal, names as IHE publishes
 * them, wsaw:Action (as IHE's WSDLs) and wsam:Action (as W3C recommends). Policies say MTOM and WS-Addressing.
 */
export function writeWsdl(service: DescribedService, namespace: string): string {
  const groups = groupsOf(service.transactions);
  const own = groups.filter((group) => group.namespace === namespace);
  const isMain = namespace === groups[0]?.namespace;
  const [first] = own;
  if (first === undefined) throw new Error(`The service has no operation in ${namespace}.`);
  const others = isMain ? targetNamespaces(service.transactions).slice(1) : [];
  const schemas = [...new Set(own.flatMap(({ operations }) => operations.flatMap(schemasOf)))];
  const prefixes = [
    ...others.map((uri, i) => ` xmlns:n${i + 1}="${quote(uri)}"`),
    ...schemas.map((schema) => ` xmlns:${schema.prefix}="${quote(schema.namespace)}"`),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<wsdl:definitions name="${first.name}" targetNamespace="${quote(namespace)}" xmlns:tns="${quote(namespace)}"`,
    ` xmlns:wsdl="${wsdl}" xmlns:soap12="${wsdlSoap12}" xmlns:xs="${xs}" xmlns:wsaw="${wsaw}" xmlns:wsam="${wsam}"`,
    ` xmlns:wsp="${policyNs}" xmlns:wsu="${wsu}"${prefixes.join('')}>`,
    ...own.flatMap((group) => writePolicies(group, service.asynchronous)),
    ...others.map(
      (uri) => `<wsdl:import namespace="${quote(uri)}" location="${quote(`${service.address}?wsdl=${uri}`)}"/>`,
    ),
    '<wsdl:types><xs:schema>',
    ...schemas.map((schema) => writeImport(schema, service.address)),
    '</xs:schema></wsdl:types>',
    ...own.flatMap(({ operations }) => operations.flatMap(writeMessages)),
    ...own.flatMap(writePortType),
    ...own.flatMap(writeBinding),
    ...(isMain ? writeService(groups, others, service.address) : []),
    '</wsdl:definitions>',
    '',
  ].join('\n');
}

/** A binding has one packaging, and its names are those of one actor. */
function groupsOf(transactions: readonly DescribedTransaction[]): Group[] {
  const groups = new Map<string, Group>();
  for (const transaction of transactions) {
    const { targetNamespace: namespace, actor } = transaction.wsdl;
    const { packaging } = transaction;
    const key = [namespace, actor, packaging].join(' ');
    const taken = [...groups.values()].some((group) => group.name === actor);
    const name = taken ? `${actor}_${groups.size + 1}` : actor;
    const group = groups.get(key) ?? { namespace, packaging, name, operations: [] };
    group.operations.push(transaction);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function schemasOf({ wsdl: { request, response } }: DescribedTransaction): XmlSchema[] {
  return [request.schema, response.schema];
}

function writeImport({ namespace, name }: XmlSchema, address: string): string {
  return `<xs:import namespace="${quote(namespace)}" schemaLocation="${quote(`${address}?xsd=${name}`)}"/>`;
}

function writePolicies({ name, packaging, operations }: Group, asynchronous: boolean): string[] {
  const anywhere = asynchronous && operations.some((operation) => operation.asynchronous !== undefined);
  const replies = anywhere ? '<wsp:Policy/>' : '<wsp:Policy><wsam:AnonymousResponses/></wsp:Policy>';
  const mtom = packaging === 'mtom' ? `<mtom:OptimizedMimeSerialization xmlns:mtom="${mtomNs}"/>` : '';
  return [
    `<wsp:Policy wsu:Id="${name}_Policy"><wsp:ExactlyOne><wsp:All>`,
    `<wsam:Addressing>${replies}</wsam:Addressing>${mtom}`,
    '</wsp:All></wsp:ExactlyOne></wsp:Policy>',
  ];
}

function writeMessages({ wsdl: { operation, request, response } }: DescribedTransaction): string[] {
  return [writeMessage(operation, request), writeMessage(`${operation}Response`, response)];
}

function writeMessage(name: string, { schema, name: element }: MessageElement): string {
  return `<wsdl:message name="${name}_Message"><wsdl:part name="body" element="${schema.prefix}:${element}"/></wsdl:message>`;
}

function writePortType({ name, operations }: Group): string[] {
  return [
    `<wsdl:portType name="${name}_PortType">`,
    ...operations.flatMap((transaction) => {
      const { id, name: title, source, action } = transaction;
      const { actor, operation } = transaction.wsdl;
      return [
        `<wsdl:operation name="${actor}_${operation}">`,
        `<wsdl:documentation>${escapeText(`${id} ${title}, ${formatSpecRef(source)}`)}</wsdl:documentation>`,
        `<wsdl:input message="tns:${operation}_Message"${writeActions(action.request)}/>`,
        `<wsdl:output message="tns:${operation}Response_Message"${writeActions(action.response)}/>`,
        '</wsdl:operation>',
      ];
    }),
    '</wsdl:portType>',
  ];
}

function writeActions(action: string): string {
  return ` wsaw:Action="${quote(action)}" wsam:Action="${quote(action)}"`;
}

function writeBinding({ name, operations }: Group): string[] {
  return [
    `<wsdl:binding name="${name}_Binding_Soap12" type="tns:${name}_PortType">`,
    `<wsp:PolicyReference URI="#${name}_Policy"/>`,
    '<soap12:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>',
    '<wsaw:UsingAddressing/>',
    ...operations.flatMap(({ action, wsdl: { actor, operation } }) => [
      `<wsdl:operation name="${actor}_${operation}">`,
      `<soap12:operation soapAction="${quote(action.request)}" soapActionRequired="false" style="document"/>`,
      '<wsdl:input><soap12:body use="literal"/></wsdl:input>',
      '<wsdl:output><soap12:body use="literal"/></wsdl:output>',
      '</wsdl:operation>',
    ]),
    '</wsdl:binding>',
  ];
}

function writeService(groups: readonly Group[], others: readonly string[], address: string): string[] {
  return [
    `<wsdl:service name="${groups[0]!.name}_Service">`,
    ...groups.map(({ namespace, name }) => {
      const prefix = others.includes(namespace) ? `n${others.indexOf(namespace) + 1}` : 'tns';
      return (
        `<wsdl:port name="${name}_Port_Soap12" binding="${prefix}:${name}_Binding_Soap12">` +
        `<soap12:address location="${quote(address)}"/></wsdl:port>`
      );
    }),
    '</wsdl:service>',
  ];
}
