import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import {
  decodeDocumentRequests,
  decodeRetrieveDocumentSetResponse,
  encodeDocumentRequests,
  encodeRetrieveDocumentSetResponse,
} from '../../schemas/ebrs/retrieve-document-set.ts';
import type { Finding } from '../../schemas/rule.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, child, children, textOf, type XmlElement, type XmlNode } from '../../schemas/xml/element.ts';
import { escapeAttribute, escapeText } from '../../schemas/xml/escape.ts';
import type {
  RetrieveDocumentSetResponse,
  RetrieveImagingDocumentSetRequest,
  SeriesRequest,
  StudyRequest,
} from './messages.ts';

const rootName = 'RetrieveImagingDocumentSetRequest';

/**
 * xdsi:RetrieveImagingDocumentSetRequest — RAD TF-2 4.69.4.1.2. UIDs are read without white space around them.
 *
 * DocumentRequest belongs to the namespace of ITI-43 and is written so. A widely copied schema puts it into that of
 * RAD-69, so both are read.
 */
export const requestCodec: MessageCodec<RetrieveImagingDocumentSetRequest> = {
  decode(body) {
    expectBody(body, 'xdsi', rootName);
    const findings: Finding[] = [];
    const studies = children(body, namespaces.xdsi, 'StudyRequest').map((study) => decodeStudy(study, findings));
    const list = child(body, namespaces.xdsi, 'TransferSyntaxUIDList');
    const uids = list === undefined ? [] : children(list, namespaces.xdsi, 'TransferSyntaxUID');
    return { message: { studies, transferSyntaxUIDs: uids.map((uid) => textOf(uid).trim()) }, findings };
  },
  encode: (request) => ({ body: writeRequest(request), parts: [] }),
};

/** xds:RetrieveDocumentSetResponse — RAD TF-2 4.69.4.2.2, the answer of ITI-43. `documents` is read once, in wire order. */
export const responseCodec: MessageCodec<RetrieveDocumentSetResponse> = {
  decode(body, parts) {
    expectBody(body, 'xds', 'RetrieveDocumentSetResponse');
    return decodeRetrieveDocumentSetResponse(body, parts);
  },
  encode: encodeRetrieveDocumentSetResponse,
};

function decodeStudy(study: XmlElement, findings: Finding[]): StudyRequest {
  const studyInstanceUID = (attribute(study, 'studyInstanceUID') ?? '').trim();
  const series = children(study, namespaces.xdsi, 'SeriesRequest').map((each) => decodeSeries(each, findings));
  return { studyInstanceUID, series };
}

function decodeSeries(series: XmlElement, findings: Finding[]): SeriesRequest {
  const seriesInstanceUID = (attribute(series, 'seriesInstanceUID') ?? '').trim();
  const documents = decodeDocumentRequests(inItiNamespace(series));
  for (const { rule, violation } of documents.findings) {
    findings.push({ rule, violation: { ...violation, at: `SeriesRequest ${seriesInstanceUID}, ${violation.at}` } });
  }
  return { seriesInstanceUID, documents: documents.message };
}

/** The same tree with every element of the RAD-69 namespace moved into that of ITI-43. */
function inItiNamespace(element: XmlElement): XmlElement {
  const moved = (node: XmlNode): XmlNode => (typeof node === 'string' ? node : inItiNamespace(node));
  const ns = element.ns === namespaces.xdsi ? namespaces.xds : element.ns;
  return { ...element, ns, children: element.children.map(moved) };
}

function* writeRequest(request: RetrieveImagingDocumentSetRequest): Generator<string> {
  yield `<xdsi:${rootName} xmlns:xdsi="${namespaces.xdsi}" xmlns:xds="${namespaces.xds}">`;
  for (const { studyInstanceUID, series } of request.studies) {
    yield `<xdsi:StudyRequest studyInstanceUID="${escapeAttribute(studyInstanceUID)}">`;
    for (const { seriesInstanceUID, documents } of series) {
      yield `<xdsi:SeriesRequest seriesInstanceUID="${escapeAttribute(seriesInstanceUID)}">` +
        `${encodeDocumentRequests(documents)}</xdsi:SeriesRequest>`;
    }
    yield '</xdsi:StudyRequest>';
  }
  const uids = request.transferSyntaxUIDs.map(
    (uid) => `<xdsi:TransferSyntaxUID>${escapeText(uid)}</xdsi:TransferSyntaxUID>`,
  );
  yield `<xdsi:TransferSyntaxUIDList>${uids.join('')}</xdsi:TransferSyntaxUIDList></xdsi:${rootName}>`;
}
