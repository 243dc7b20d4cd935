import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { EncodedMessage, MessageCodec, Part } from '../../runtime/soap/transaction.ts';
import {
  contentFrom,
  contentIdOf,
  contentPlaceOf,
  encodeInclude,
  type PlacedDocument,
} from '../../schemas/ebrs/document-content.ts';
import type { SubmitObjectsRequest } from '../../schemas/ebrs/messages.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from '../../schemas/ebrs/registry-response.ts';
import { ebrsRules } from '../../schemas/ebrs/rules.ts';
import { decodeSubmitObjectsRequest, encodeSubmitObjectsRequest } from '../../schemas/ebrs/submit-objects.ts';
import type { Decoded, Finding, RuleText } from '../../schemas/rule.ts';
import type { Sequence } from '../../schemas/sequence.ts';
import { tf2 } from '../../schemas/spec-ref.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, child, elements, type XmlElement } from '../../schemas/xml/element.ts';
import { escapeAttribute } from '../../schemas/xml/escape.ts';
import type { ProvideAndRegisterRequest, ProvideAndRegisterResponse, ProvidedDocument } from './messages.ts';

/** What the wire form of the request must look like beside its metadata; reported while decoding. */
export const provideAndRegisterRules = {
  submitObjectsRequest: {
    id: 'provide-and-register-submit-objects-request',
    source: tf2('3.41.4.1.2'),
    statement: 'The request has exactly one SubmitObjectsRequest.',
    code: 'XDSRepositoryMetadataError',
  },
  documentId: {
    id: 'provide-and-register-document-id',
    source: tf2('3.41.4.1.2'),
    statement: 'Each Document has an id, which is that of its DocumentEntry.',
    code: 'XDSRepositoryMetadataError',
  },
} as const satisfies Record<string, RuleText>;

const rootName = 'ProvideAndRegisterDocumentSetRequest';

/**
 * xds:ProvideAndRegisterDocumentSetRequest — ITI TF-2 3.41.4.1.2.
 *
 * Decoding reads the root part only. `documents` is read once, inline ones first and then in wire order; reading it
 * throws DocumentContentError for a part that is missing and for bad base64.
 */
export const requestCodec: MessageCodec<ProvideAndRegisterRequest> = {
  decode(body, parts) {
    expectBody(body, 'xds', rootName);
    const { message, findings } = decodeMetadata(body);
    const documents = decodeDocuments(body);
    return {
      message: {
        ...message,
        documentIds: documents.message.map(({ document }) => document.id),
        documents: contentFrom(documents.message, parts),
      },
      findings: [...findings, ...documents.findings],
    };
  },
  encode: encodeRequest,
};

/** rs:RegistryResponse — ITI TF-2 3.41.4.2. */
export const responseCodec: MessageCodec<ProvideAndRegisterResponse> = {
  decode(body) {
    expectBody(body, 'rs', 'RegistryResponse');
    return decodeRegistryResponse(body);
  },
  encode: (response) => ({ body: [encodeRegistryResponse(response)], parts: [] }),
};

function decodeMetadata(body: XmlElement): Decoded<SubmitObjectsRequest> {
  const request = child(body, namespaces.lcm, 'SubmitObjectsRequest');
  const decoded = decodeSubmitObjectsRequest(request ?? { ns: namespaces.lcm, name: '', attributes: [], children: [] });
  const findings: Finding[] = request === undefined ? [] : [...decoded.findings];
  const rule = provideAndRegisterRules.submitObjectsRequest;
  if (request === undefined) findings.push({ rule, violation: { at: rootName, found: 'nothing' } });
  for (const element of elements(body)) {
    if (element === request || isDocument(element)) continue;
    const second = element.ns === namespaces.lcm && element.name === 'SubmitObjectsRequest';
    const violation = { at: rootName, found: second ? 'several' : `element ${element.name}` };
    findings.push({ rule: second ? rule : ebrsRules.contentKnown, violation });
  }
  return { message: decoded.message, findings };
}

function isDocument(element: XmlElement): boolean {
  return element.ns === namespaces.xds && element.name === 'Document';
}

function decodeDocuments(body: XmlElement): Decoded<PlacedDocument<{ readonly id: string }>[]> {
  const findings: Finding[] = [];
  const message = elements(body)
    .filter(isDocument)
    .flatMap((element, index) => {
      const id = attribute(element, 'id') ?? '';
      const at = `Document[${index + 1}]`;
      if (id === '') findings.push({ rule: provideAndRegisterRules.documentId, violation: { at, found: 'nothing' } });
      const place = contentPlaceOf(element);
      if (place !== undefined) return [{ document: { id }, place }];
      findings.push({ rule: ebrsRules.documentContent, violation: { at, found: 'neither' } });
      return [];
    });
  return { message, findings };
}

function encodeRequest(request: ProvideAndRegisterRequest): EncodedMessage {
  const documents = atHand(request.documents);
  const types = new Map(request.submission.documentEntries.map((entry) => [entry.entryUUID, entry.mimeType]));
  const parts = documents.map(
    ({ id, content }, index): Part => ({
      contentId: contentIdOf(index),
      contentType: types.get(id) || 'application/octet-stream',
      content,
    }),
  );
  return { body: writeRequest(request, documents), parts };
}

function* writeRequest(request: ProvideAndRegisterRequest, documents: readonly ProvidedDocument[]): Generator<string> {
  yield `<xds:${rootName} xmlns:xds="${namespaces.xds}">${encodeSubmitObjectsRequest(request)}`;
  for (const [index, { id }] of documents.entries()) {
    yield `<xds:Document id="${escapeAttribute(id)}">${encodeInclude(contentIdOf(index))}</xds:Document>`;
  }
  yield `</xds:${rootName}>`;
}

/** The root part names every document before the first part is written, so they must all be known. */
function atHand<T>(documents: Sequence<T>): readonly T[] {
  if (Symbol.iterator in documents) return [...documents];
  throw new TypeError('Documents to be sent are an array; what was received is read once and cannot be sent as it is.');
}
