import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tcpTransport } from '../../runtime/mllp/tcp-transport.ts';
import { writeRequestAddressing } from '../../runtime/soap/addressing.ts';
import { writePackage } from '../../runtime/soap/package.ts';
import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import { writeElement } from '../../schemas/ebrim/write-element.ts';
import { segmentNamed } from '../../schemas/hl7v2/access.ts';
import { messageTypeFrom } from '../../schemas/hl7v2/header.ts';
import { parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, elements, type XmlElement } from '../../schemas/xml/element.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { retrieveDocumentSet } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import {
  patientRegistryDuplicatesResolved,
  patientRegistryRecordAdded,
  patientRegistryRecordRevised,
} from '../../transactions/iti-44-patient-identity-feed-hl7v3/transaction.ts';
import { multiPatientQueries } from '../../transactions/iti-51-multi-patient-stored-query/queries/multi-patient-queries.ts';
import { multiPatientStoredQuery } from '../../transactions/iti-51-multi-patient-stored-query/transaction.ts';
import { updateDocumentSet } from '../../transactions/iti-57-update-document-set/transaction.ts';
import { registerOnDemandDocumentEntry } from '../../transactions/iti-61-register-on-demand-document-entry/transaction.ts';
import { removeMetadata } from '../../transactions/iti-62-remove-metadata/transaction.ts';
import { removeDocuments } from '../../transactions/iti-86-remove-documents/transaction.ts';
import { restrictedUpdateDocumentSet } from '../../transactions/iti-92-restricted-update-document-set/transaction.ts';
import { retrieveImagingDocumentSet } from '../../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { feedOnePatient, findDocuments, provide } from '../support/domain-traffic.ts';
import {
  messagesPresent,
  outermost,
  partsNamedIn,
  publishedFiles,
  publishedXml,
  readPublished,
} from '../support/published.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { insides, postSoap, type SoapAnswer, type WireRequest } from '../support/soap-answers.ts';
import { bytesOf } from '../support/soap-packages.ts';
import { openSchema, type Schema, schemasPresent } from '../support/xsd.ts';

type Addressed = Pick<SoapTransaction<unknown, unknown>, 'id' | 'action' | 'packaging'>;

/** The transactions each body element belongs to; a submission is sent to all that take one. */
const transactions: Readonly<Record<string, readonly Addressed[]>> = {
  AdhocQueryRequest: [registryStoredQuery],
  ProvideAndRegisterDocumentSetRequest: [provideAndRegisterDocumentSet],
  SubmitObjectsRequest: [
    registerDocumentSet,
    registerOnDemandDocumentEntry,
    updateDocumentSet,
    restrictedUpdateDocumentSet,
  ],
  RetrieveDocumentSetRequest: [retrieveDocumentSet],
  RemoveObjectsRequest: [removeMetadata],
  RemoveDocumentsRequest: [removeDocuments],
  RetrieveImagingDocumentSetRequest: [retrieveImagingDocumentSet],
  PRPA_IN201301UV02: [patientRegistryRecordAdded],
  PRPA_IN201302UV02: [patientRegistryRecordRevised],
  PRPA_IN201304UV02: [patientRegistryDuplicatesResolved],
};

const multiPatientIds: readonly string[] = Object.values(multiPatientQueries).map(({ id }) => id);

/** The transactions a body belongs to; ITI-51 and ITI-18 share their element and differ in the query's id. */
function transactionsOf(body: XmlElement): readonly Addressed[] {
  const ids = elements(body).map((element) => attribute(element, 'id') ?? '');
  return ids.some((id) => multiPatientIds.includes(id)) ? [multiPatientStoredQuery] : transactions[body.name]!;
}

/** A published file as a sender would have sent it: a capture with its own Content-Type, anything else as an envelope. */
function asCaptured(file: string): WireRequest {
  const bytes = readPublished(file);
  const text = bytes.toString('latin1');
  const [boundary] = /^--\S+/.exec(text) ?? [];
  if (boundary !== undefined) {
    return {
      contentType: `multipart/related; type="application/xop+xml"; boundary="${boundary.slice(2)}"`,
      body: bytes,
    };
  }
  const head = /^(?:POST|HTTP|Default)[\s\S]*?\r?\n\r?\n/.exec(text)?.[0] ?? '';
  const type = /^content-type: *(.*(?:\n[ \t]+.*)*)/im.exec(head)?.[1] ?? 'application/soap+xml; charset=UTF-8';
  return { contentType: type.replace(/\s+/g, ' ').trim(), body: bytes.subarray(head.length) };
}

/** A published body element, addressed to the endpoint of its transaction, every part it names in the package. */
async function asRequest(body: XmlElement, to: Addressed, url: string): Promise<WireRequest> {
  const { action, packaging } = to;
  const message = await writePackage({
    packaging,
    action: action.request,
    headers: writeRequestAddressing({ action: action.request, messageId: 'urn:uuid:1', to: url }),
    body: [writeElement(body, ` xmlns:rim="${namespaces.rim}"`)],
    parts: packaging === 'mtom' ? partsNamedIn(body) : [],
  });
  return { contentType: message.headers['content-type']!, body: await bytesOf(message.body) };
}

describe.skipIf(!messagesPresent)('messages published by others, over the sockets of a running domain', () => {
  let domain: TestDomain;
  let schema: Schema | undefined;
  beforeAll(async () => {
    domain = await aRunningDomain();
    schema = schemasPresent ? openSchema('drivers/soap12-xds.xsd') : undefined;
  });
  afterAll(async () => {
    schema?.[Symbol.dispose]();
    await domain[Symbol.asyncDispose]();
  });

  const mustBeProper = (answer: SoapAnswer) => {
    expect(answer.raw).not.toMatch(insides);
    expect(schema?.objections(answer.envelope) ?? []).toEqual([]);
    if (answer.fault === undefined) expect(answer.status).toBe(200);
    else expect([400, 415, 500]).toContain(answer.status);
  };

  const soapFiles = publishedFiles(/\.(xml|mtom|txt)$/i);
  const endpoints = ['ITI-18', 'ITI-41', 'RAD-69'];

  it.each(soapFiles)('%s as it is gets a response or a fault from every endpoint', async (file) => {
    const answers = await Promise.all(endpoints.map((id) => postSoap(domain.url(id), asCaptured(file))));
    answers.forEach(mustBeProper);
  });

  const requests = soapFiles.flatMap((file) => {
    const root = publishedXml(file);
    return root === undefined
      ? []
      : outermost(root, ({ name }) => name in transactions).flatMap((body) =>
          transactionsOf(body).map((to) => [file, to.id, body, to] as const),
        );
  });

  it('there are requests of all transactions', () => {
    expect(requests.length).toBeGreaterThan(80);
    expect([...new Set(requests.map(([, , body]) => body.name))].sort()).toEqual(Object.keys(transactions).sort());
  });

  it.each(requests)('%s, sent as %s, is answered by its transaction', async (file, id, body, to) => {
    const answer = await postSoap(domain.url(id), await asRequest(body, to, domain.url(id)));
    mustBeProper(answer);
    // Base64 that was shortened by hand cannot be taken for a document.
    const shortened = file === 'openxds/samples/ProvideAndRegisterDocumentSet-bRequest.xml';
    if (shortened) expect(answer.fault).toContain('not base64');
    else expect(answer.fault).toBeUndefined();
  });

  const hl7Files = publishedFiles(/\.hl7$|hl7v2\/.*\.txt$/);

  it.each(hl7Files)('%s gets an acknowledgment of HL7 v2 or a closed connection', async (file) => {
    for (const actor of ['document-registry', 'patient-identifier-cross-reference-manager']) {
      const transport = tcpTransport(domain.url('ITI-8', actor), { answerMs: 20_000 });
      try {
        const answer = parseHl7Message((await transport.send(readPublished(file))).message);
        expect(['ACK', 'RSP']).toContain(messageTypeFrom(answer).type);
        expect(segmentNamed(answer, 'MSA')).toBeDefined();
      } catch (error) {
        expect(error).toBeInstanceOf(Unavailable);
        expect((error as Error).message).toContain('closed the connection');
      } finally {
        await transport.close();
      }
    }
  });

  it('after all that a patient is fed, and a document registered, found and nothing else kept', async () => {
    const before = await domain.kept();
    expect(before.files).toEqual([]);
    expect(before.rows).toMatchObject({ 'document_registry.registry_object': 0, 'document_repository.document': 0 });
    const patientId = await feedOnePatient(domain, 'AFTER-1');
    expect(await provide(domain, { set: 'S', documents: { a: 'after' }, patientId })).toMatchObject({
      status: 'Success',
    });
    expect(await findDocuments(domain, patientId)).toHaveLength(1);
    const failures = (await domain.logged()).filter(({ level }) => (level as number) >= 50);
    expect(failures).toEqual([]);
  });
});
