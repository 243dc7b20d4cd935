import { describe, expect, it } from 'vitest';
import { aDocumentEntry, aSubmission } from '../../test/support/metadata.ts';
import { collect } from '../sequence.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import {
  decodeAdhocQueryRequest,
  decodeAdhocQueryResponse,
  encodeAdhocQueryRequest,
  encodeAdhocQueryResponse,
} from './adhoc-query.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from './registry-response.ts';
import {
  decodeRetrieveDocumentSetRequest,
  decodeRetrieveDocumentSetResponse,
  encodeRetrieveDocumentSetRequest,
  encodeRetrieveDocumentSetResponse,
} from './retrieve-document-set.ts';
import { decodeSubmitObjectsRequest, encodeSubmitObjectsRequest } from './submit-objects.ts';

const parse = (text: string): XmlElement => parseXml(Buffer.from(text));
const error = { errorCode: 'XDSRegistryError', codeContext: 'x "y"\n<z>', severity: 'Error', location: 'l' } as const;
const warning = { errorCode: 'XDSExtraMetadataNotSaved', codeContext: '', severity: 'Warning' } as const;
const ids = ({ findings }: { readonly findings: readonly { rule: { id: string } }[] }) =>
  findings.map(({ rule }) => rule.id);

describe('[ITI TF-3 4.2.4] rs:RegistryResponse', () => {
  it.each([
    { status: 'Success', errors: [] },
    { status: 'Success', errors: [warning] },
    { status: 'Failure', errors: [error, warning], requestId: 'urn:uuid:1' },
    { status: 'PartialSuccess', errors: [error] },
  ] as const)('is read as it was written: $status', (response) => {
    expect(decodeRegistryResponse(parse(encodeRegistryResponse(response)))).toEqual({
      message: response,
      findings: [],
    });
  });

  it.each([
    [[warning], 'Warning'],
    [[warning, error], 'Error'],
  ] as const)('names the highest severity', (errors, severity) => {
    const urn = `urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:${severity}`;
    expect(encodeRegistryResponse({ status: 'Failure', errors })).toContain(`highestSeverity="${urn}"`);
  });

  it('takes an error without severity for an Error', () => {
    const text = `<RegistryResponse xmlns="${namespaces.rs}" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure">
      <RegistryErrorList><RegistryError errorCode="Unheard" codeContext="of"/></RegistryErrorList></RegistryResponse>`;
    const { errors } = decodeRegistryResponse(parse(text)).message;
    expect(errors).toEqual([{ errorCode: 'Unheard', codeContext: 'of', severity: 'Error' }]);
  });

  it.each([
    ['urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:PartialSuccess', 'PartialSuccess', 'Warning'],
    ['Success', 'Success', 'Warning'],
    ['urn:x:toString', 'Failure', 'Error'],
    ['', 'Failure', 'Error'],
  ])('reports the status %j', (urn, status, severity) => {
    const { message, findings } = decodeRegistryResponse(parse(`<r xmlns="${namespaces.rs}" status="${urn}"/>`));
    expect(message.status).toBe(status);
    expect(findings.map(({ rule, violation }) => [rule.id, violation.severity])).toEqual([
      ['ebrs-response-status', severity],
    ]);
  });
});

describe('[ebRS 3.0 5.1] lcm:SubmitObjectsRequest', () => {
  it('keeps what stands beside the submission', () => {
    const slots = `<rs:RequestSlotList xmlns:rs="${namespaces.rs}"><rim:Slot name="a"/></rs:RequestSlotList>`;
    const text = encodeSubmitObjectsRequest({ submission: aSubmission() })
      .replace('<rim:RegistryObjectList', `${slots}$&`)
      .replace('<lcm:SubmitObjectsRequest', '$& id="urn:x" comment="c"');
    const { message, findings } = decodeSubmitObjectsRequest(parse(text));
    expect(findings).toEqual([]);
    expect(message.submission).toEqual(aSubmission());
    const again = encodeSubmitObjectsRequest(message);
    expect(again).toContain('<rim:Slot name="a"/>');
    expect(again).toContain('comment="c"');
    expect(decodeSubmitObjectsRequest(parse(again)).message).toEqual(message);
  });

  it.each([
    ['', 'nothing'],
    ['<rim:RegistryObjectList/><rim:RegistryObjectList/>', 'element RegistryObjectList'],
  ])('has one list: %j', (content, found) => {
    const text = `<lcm:S xmlns:lcm="${namespaces.lcm}" xmlns:rim="${namespaces.rim}">${content}</lcm:S>`;
    const { findings } = decodeSubmitObjectsRequest(parse(text));
    expect(findings.map(({ rule, violation }) => [rule.id, violation.found])).toEqual([
      ['ebrs-registry-object-list', found],
    ]);
  });
});

describe('[ITI TF-2 3.18.4.1] query:AdhocQueryRequest and Response', () => {
  const request = {
    queryId: 'urn:uuid:1',
    returnType: 'LeafClass',
    returnComposedObjects: true,
    homeCommunityId: 'urn:oid:1.2',
    slots: [
      { name: '$XDSDocumentEntryEventCodeList', values: ["('a^^1')", "('b^^1')"] },
      { name: '$XDSDocumentEntryEventCodeList', values: ["('c^^1')"] },
    ],
  };

  it('the request is read as it was written, repeated slots apart', () => {
    expect(decodeAdhocQueryRequest(parse(encodeAdhocQueryRequest(request)))).toEqual({
      message: request,
      findings: [],
    });
  });

  it('a request without its parts says so', () => {
    const decoded = decodeAdhocQueryRequest(parse(`<q xmlns="${namespaces.query}"/>`));
    expect(ids(decoded)).toEqual(['ebrs-response-option', 'ebrs-query']);
    expect(decoded.message).toMatchObject({ queryId: '', returnType: 'RegistryObject', slots: [] });
  });

  it.each([
    ['1', true],
    ['true', true],
    ['false', false],
    ['0', false],
  ])('returnComposedObjects="%s" is %s', (text, expected) => {
    const query = encodeAdhocQueryRequest(request).replace('Objects="true"', `Objects="${text}"`);
    expect(decodeAdhocQueryRequest(parse(query)).message.returnComposedObjects).toBe(expected);
  });

  const objects = [aDocumentEntry(), { kind: 'ObjectRef', entryUUID: 'urn:uuid:2' }] as const;
  async function* arriving<T>(values: readonly T[]): AsyncGenerator<T> {
    yield* values;
  }

  it.each([
    ['at hand', objects],
    ['arriving', arriving(objects)],
  ])('the response is read as it was written, objects %s', async (_, sequence) => {
    const response = { status: 'Success', errors: [warning] } as const;
    const pieces = await collect(encodeAdhocQueryResponse({ ...response, objects: sequence }));
    expect(pieces).toHaveLength(objects.length + 2);
    expect(decodeAdhocQueryResponse(parse(pieces.join('')))).toEqual({
      message: { ...response, objects },
      findings: [],
    });
  });

  it('rendered objects pass unchanged', async () => {
    const ebrim = '<rim:ObjectRef id="as  it  is"/>';
    const answer = encodeAdhocQueryResponse({ status: 'Success', errors: [], objects: [{ kind: 'rendered', ebrim }] });
    expect((await collect(answer))[1]).toBe(ebrim);
  });

  it('a response without list is empty, with a warning', () => {
    const text = encodeRegistryResponse({ status: 'Success', errors: [] });
    const { message, findings } = decodeAdhocQueryResponse(parse(text));
    expect(message.objects).toEqual([]);
    expect(findings.map(({ violation }) => violation.severity)).toEqual(['Warning']);
  });
});

describe('[ITI TF-2 3.43] xds:RetrieveDocumentSet', () => {
  const documents = [
    { homeCommunityId: 'urn:oid:1', repositoryUniqueId: '1.2', documentUniqueId: '1.2.3^a&b' },
    { repositoryUniqueId: '1.2', documentUniqueId: '1.2.4' },
  ];

  it('the request is read as it was written', () => {
    const text = encodeRetrieveDocumentSetRequest({ documents });
    expect(decodeRetrieveDocumentSetRequest(parse(text))).toEqual({ message: { documents }, findings: [] });
  });

  it('a request that names no document, or half of one, says so', () => {
    const open = `<xds:R xmlns:xds="${namespaces.xds}">`;
    expect(ids(decodeRetrieveDocumentSetRequest(parse(`${open}</xds:R>`)))).toEqual(['ebrs-document-ids']);
    const half = `${open}<xds:DocumentRequest><xds:DocumentUniqueId> 1 </xds:DocumentUniqueId></xds:DocumentRequest></xds:R>`;
    const decoded = decodeRetrieveDocumentSetRequest(parse(half));
    expect(decoded.message.documents).toEqual([{ repositoryUniqueId: '', documentUniqueId: '1' }]);
    expect(decoded.findings.map(({ violation }) => violation.at)).toEqual(['DocumentRequest[1].RepositoryUniqueId']);
  });

  async function* octets(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }

  it('the response is read as it was written, with its parts', async () => {
    const encoded = encodeRetrieveDocumentSetResponse({
      status: 'PartialSuccess',
      errors: [error],
      documents: documents.map((document, i) => ({ ...document, mimeType: 'text/plain', content: octets(`c${i}`) })),
    });
    async function* parts() {
      yield* encoded.parts;
    }
    const body = parse((await collect(encoded.body)).join(''));
    const { message, findings } = decodeRetrieveDocumentSetResponse(body, parts());
    expect(findings).toEqual([]);
    expect(message).toMatchObject({ status: 'PartialSuccess', errors: [error] });
    const read: unknown[] = [];
    for await (const { content, ...document } of message.documents)
      read.push({ ...document, text: Buffer.concat(await collect(content)).toString() });
    expect(read).toEqual(documents.map((document, i) => ({ ...document, mimeType: 'text/plain', text: `c${i}` })));
  });

  it('a response without its parts says so', async () => {
    const text = `<xds:R xmlns:xds="${namespaces.xds}"><xds:DocumentResponse/></xds:R>`;
    const decoded = decodeRetrieveDocumentSetResponse(parse(text), octetless());
    expect(ids(decoded)).toEqual(['ebrs-response-present', 'ebrs-document-content']);
    expect(await collect(decoded.message.documents)).toEqual([]);
  });

  async function* octetless(): AsyncGenerator<never> {}

  it('what was received is not sent as it is', () => {
    const response = { status: 'Success', errors: [], documents: octetless() } as const;
    expect(() => encodeRetrieveDocumentSetResponse(response)).toThrow(TypeError);
  });
});
