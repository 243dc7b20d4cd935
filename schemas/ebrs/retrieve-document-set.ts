import type { Decoded, Finding } from '../rule.ts';
import type { Sequence } from '../sequence.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { child, children, textOf, type XmlElement } from '../xml/element.ts';
import { escapeText } from '../xml/escape.ts';
import {
  contentFrom,
  contentIdOf,
  contentPlaceOf,
  encodeInclude,
  type PlacedDocument,
  type ReceivedPart,
} from './document-content.ts';
import type { DocumentRequest, DocumentResponse, RegistryResponse, RetrieveDocumentSetResponse } from './messages.ts';
import { decodeRegistryResponse, encodeRegistryResponse } from './registry-response.ts';
import { ebrsRules } from './rules.ts';

/**
 * The DocumentRequests that are children of an element: of xds:RetrieveDocumentSetRequest (ITI-43), or of a SeriesRequest
 * (RAD-69). Ids are read without white space around them.
 */
export function decodeDocumentRequests(parent: XmlElement): Decoded<DocumentRequest[]> {
  const findings: Finding[] = [];
  const message = children(parent, namespaces.xds, 'DocumentRequest').map((request, index) =>
    decodeIds(request, `DocumentRequest[${index + 1}]`, findings),
  );
  return { message, findings };
}

/** Writes DocumentRequests; the enclosing element binds the prefix `xds`. */
export function encodeDocumentRequests(requests: readonly DocumentRequest[]): string {
  return requests.map((request) => `<xds:DocumentRequest>${encodeIds(request)}</xds:DocumentRequest>`).join('');
}

/** Reads xds:RetrieveDocumentSetRequest — ITI TF-2 3.43.4.1.2. */
export function decodeRetrieveDocumentSetRequest(
  request: XmlElement,
): Decoded<{ readonly documents: readonly DocumentRequest[] }> {
  const { message: documents, findings } = decodeDocumentRequests(request);
  if (documents.length > 0) return { message: { documents }, findings };
  const violation = { at: 'RetrieveDocumentSetRequest', found: 'nothing' };
  return { message: { documents }, findings: [...findings, { rule: ebrsRules.documentIds, violation }] };
}

/** Writes xds:RetrieveDocumentSetRequest with the namespace it needs. */
export function encodeRetrieveDocumentSetRequest(request: { readonly documents: readonly DocumentRequest[] }): string {
  const content = encodeDocumentRequests(request.documents);
  return `<xds:RetrieveDocumentSetRequest xmlns:xds="${namespaces.xds}">${content}</xds:RetrieveDocumentSetRequest>`;
}

function decodeIds(element: XmlElement, at: string, findings: Finding[]): DocumentRequest {
  const homeCommunityId = textIn(element, 'HomeCommunityId');
  const required = (name: string): string => {
    const value = textIn(element, name);
    if (!value) findings.push({ rule: ebrsRules.documentIds, violation: { at: `${at}.${name}`, found: 'nothing' } });
    return value ?? '';
  };
  return {
    ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
    repositoryUniqueId: required('RepositoryUniqueId'),
    documentUniqueId: required('DocumentUniqueId'),
  };
}

function textIn(element: XmlElement, name: string): string | undefined {
  const found = child(element, namespaces.xds, name);
  return found === undefined ? undefined : textOf(found).trim();
}

function encodeIds({ homeCommunityId, repositoryUniqueId, documentUniqueId }: DocumentRequest): string {
  return (
    encodeOptional('HomeCommunityId', homeCommunityId) +
    encodeOptional('RepositoryUniqueId', repositoryUniqueId) +
    encodeOptional('DocumentUniqueId', documentUniqueId)
  );
}

function encodeOptional(name: string, value: string | undefined): string {
  return value === undefined ? '' : `<xds:${name}>${escapeText(value)}</xds:${name}>`;
}

type DescribedDocument = Omit<DocumentResponse, 'content' | 'size'>;

/**
 * Reads xds:RetrieveDocumentSetResponse — ITI TF-2 3.43.5. `documents` is read once, inline ones first and then in wire
 * order; reading it can throw DocumentContentError. Without a RegistryResponse the status is Failure.
 */
export function decodeRetrieveDocumentSetResponse(
  element: XmlElement,
  parts: AsyncIterable<ReceivedPart>,
): Decoded<RetrieveDocumentSetResponse> {
  const response = child(element, namespaces.rs, 'RegistryResponse');
  const decoded: Decoded<RegistryResponse> =
    response === undefined
      ? { message: { status: 'Failure', errors: [] }, findings: [missingResponse] }
      : decodeRegistryResponse(response);
  const findings = [...decoded.findings];
  const placed: PlacedDocument<DescribedDocument>[] = [];
  for (const [index, document] of children(element, namespaces.xds, 'DocumentResponse').entries()) {
    const at = `DocumentResponse[${index + 1}]`;
    const content = child(document, namespaces.xds, 'Document');
    const place = content && contentPlaceOf(content);
    if (place !== undefined) placed.push({ document: describeDocument(document, at, findings), place });
    else findings.push({ rule: ebrsRules.documentContent, violation: { at, found: content ? 'neither' : 'nothing' } });
  }
  return { message: { ...decoded.message, documents: contentFrom(placed, parts) }, findings };
}

const missingResponse: Finding = {
  rule: ebrsRules.responsePresent,
  violation: { at: 'RetrieveDocumentSetResponse', found: 'nothing' },
};

function describeDocument(element: XmlElement, at: string, findings: Finding[]): DescribedDocument {
  const newRepositoryUniqueId = textIn(element, 'NewRepositoryUniqueId');
  const newDocumentUniqueId = textIn(element, 'NewDocumentUniqueId');
  return {
    ...decodeIds(element, at, findings),
    ...(newRepositoryUniqueId === undefined ? {} : { newRepositoryUniqueId }),
    ...(newDocumentUniqueId === undefined ? {} : { newDocumentUniqueId }),
    mimeType: textIn(element, 'mimeType') ?? '',
  };
}

/** A MIME part to be written. */
export interface PartToWrite extends ReceivedPart {
  readonly contentType: string;
}

/** Writes xds:RetrieveDocumentSetResponse and one part per document, in the order of the documents (an array). */
export function encodeRetrieveDocumentSetResponse(response: RetrieveDocumentSetResponse): {
  readonly body: Sequence<string>;
  readonly parts: readonly PartToWrite[];
} {
  const documents = atHand(response.documents);
  const parts = documents.map(({ mimeType, content }, index) => ({
    contentId: contentIdOf(index),
    contentType: mimeType,
    content,
  }));
  return { body: writeResponse(response, documents), parts };
}

function* writeResponse(response: RegistryResponse, documents: readonly DocumentResponse[]): Generator<string> {
  yield `<xds:RetrieveDocumentSetResponse xmlns:xds="${namespaces.xds}">${encodeRegistryResponse(response)}`;
  for (const [index, document] of documents.entries()) {
    yield `<xds:DocumentResponse>${encodeIds(document)}` +
      encodeOptional('NewRepositoryUniqueId', document.newRepositoryUniqueId) +
      encodeOptional('NewDocumentUniqueId', document.newDocumentUniqueId) +
      `<xds:mimeType>${escapeText(document.mimeType)}</xds:mimeType>` +
      `<xds:Document>${encodeInclude(contentIdOf(index))}</xds:Document></xds:DocumentResponse>`;
  }
  yield '</xds:RetrieveDocumentSetResponse>';
}

/** The root part names every document before the first part is written, so they must all be known. */
function atHand<T>(documents: Sequence<T>): readonly T[] {
  if (Symbol.iterator in documents) return [...documents];
  throw new TypeError('Documents to be sent are an array; what was received is read once and cannot be sent as it is.');
}
