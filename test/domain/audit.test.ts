import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossReference } from '../../actors/patient-identity-source/cross-reference.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, child, children, type XmlElement } from '../../schemas/xml/element.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { pixQuery } from '../../transactions/iti-9-pix-query/transaction.ts';
import { sendImagingRetrieval } from '../../transactions/rad-69-retrieve-imaging-document-set/client.ts';
import { retrieveImagingDocumentSet } from '../../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { aCtInstance } from '../support/dicom.ts';
import {
  feedOnePatient,
  findDocuments,
  importInstance,
  patientIdIn,
  provide,
  publishStudy,
  retrieve,
  testFeed,
} from '../support/domain-traffic.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { postSoap } from '../support/soap-answers.ts';
import { bytesOf } from '../support/soap-packages.ts';
import { openSchema, schemasPresent } from '../support/xsd.ts';

const code = (element: XmlElement | undefined) => (element === undefined ? '-' : attribute(element, 'csd-code'));

/** One audit message in a line: transaction, event, action, outcome; participants as role and requestor; objects. */
function lineOf(xml: string): string {
  const message = parseXml(Buffer.from(xml));
  const event = child(message, '', 'EventIdentification')!;
  const participants = children(message, '', 'ActiveParticipant').map((participant) => {
    const role = code(child(participant, '', 'RoleIDCode'));
    return `${role}${attribute(participant, 'UserIsRequestor') === 'true' ? '!' : ''}`;
  });
  const objects = children(message, '', 'ParticipantObjectIdentification').map((object) => {
    const [type, role] = ['ParticipantObjectTypeCode', 'ParticipantObjectTypeCodeRole'].map((n) =>
      attribute(object, n),
    );
    return `${type}/${role} ${code(child(object, '', 'ParticipantObjectIDTypeCode'))}`;
  });
  const [action, outcome] = ['EventActionCode', 'EventOutcomeIndicator'].map((name) => attribute(event, name));
  const [type, id] = ['EventTypeCode', 'EventID'].map((name) => code(child(event, '', name)));
  return `${type} ${id} ${action}${outcome}: ${participants.join(' ')}: ${objects.join(', ')}`;
}

/** Who and what a message is about, whichever side wrote it. */
function partiesOf(xml: string): string {
  const message = parseXml(Buffer.from(xml));
  const users = children(message, '', 'ActiveParticipant').map((participant) => attribute(participant, 'UserID'));
  const objects = children(message, '', 'ParticipantObjectIdentification');
  const outcome = attribute(child(message, '', 'EventIdentification')!, 'EventOutcomeIndicator');
  return [outcome, ...users, ...objects.map((object) => attribute(object, 'ParticipantObjectID'))].join(' | ');
}

/** Both sides of one exchange, by what they have in common. */
const sourceFirst = '110153! 110152';
const sourceLast = '110153 110152!';
const patient = '1/1 2';
const submissionSet = '2/20 urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd';
const fed = `ITI-8 110110 C0: ${sourceFirst}: ${patient}`;
const submitted = (id: string, outcome: number) => [
  `${id} 110106 R${outcome}: ${sourceFirst}: ${patient}, ${submissionSet}`,
  `${id} 110107 C${outcome}: ${sourceFirst}: ${patient}, ${submissionSet}`,
];

describe('[ITI TF-1 9.4] each transaction is audited by both sides, in the spool of a running domain', () => {
  let domain: TestDomain;
  let patientId: string;
  beforeAll(async () => {
    domain = await aRunningDomain();
    patientId = patientIdIn(domain, 'P1');
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  /** What was spooled while the work was done. */
  async function auditOf(work: () => Promise<unknown>): Promise<string[]> {
    const before = await domain.audited();
    await work();
    const after = await domain.audited();
    for (const message of before) after.splice(after.indexOf(message), 1);
    return after;
  }

  const own = () => ({ ...domain.state.assigningAuthority, type: 'ISO' });
  const document = { repositoryUniqueId: '1.3.6.1.4.1.21367.13.71.101', documentUniqueId: '2.25.1003' };
  const study = { studyInstanceUID: '2.25.1001', series: [{ seriesInstanceUID: '2.25.1002', documents: [document] }] };

  async function retrieveInstance(): Promise<void> {
    const call = domain.call(retrieveImagingDocumentSet);
    const answer = await sendImagingRetrieval(call, { studies: [study], transferSyntaxUIDs: ['1.2.840.10008.1.2.1'] });
    expect(answer.status).toBe('Success');
    for await (const { content } of answer.documents) await bytesOf(content);
  }

  const steps: readonly [what: string, work: () => Promise<unknown>, lines: readonly string[]][] = [
    [
      '[ITI TF-2 3.8.5] a feed, to the PIX Manager and on to the registry',
      () => feedOnePatient(domain, 'P1'),
      [fed, fed, fed, fed],
    ],
    [
      '[ITI TF-2 3.9.5] a PIX query',
      () =>
        crossReference({ identifier: { id: 'P1', authority: own() } }, { ...testFeed, call: domain.call(pixQuery) }),
      Array(2).fill(`ITI-9 110112 E0: ${sourceFirst}: ${patient}, 2/24 ITI-9`),
    ],
    [
      '[ITI TF-2 3.41.5, 3.42.5] a submission, to the repository and on to the registry',
      () => provide(domain, { set: 'S1', documents: { a: 'x' }, patientId }),
      [...submitted('ITI-41', 0), ...submitted('ITI-42', 0)],
    ],
    [
      '[ITI TF-2 3.41.5, 3.42.5] a submission that the registry refuses',
      () => provide(domain, { set: 'S1', documents: { b: 'x' }, patientId }),
      [...submitted('ITI-41', 8), ...submitted('ITI-42', 8)],
    ],
    [
      '[ITI TF-2 3.18.5] a query about a patient',
      () => findDocuments(domain, patientId),
      Array(2).fill(`ITI-18 110112 E0: ${sourceFirst}: ${patient}, 2/24 ITI-18`),
    ],
    [
      '[ITI TF-2 3.43.5] a retrieval of which half fails',
      () => retrieve(domain, ['a', 'nowhere']),
      ['R0', 'R8', 'C0', 'C8'].map((end) => `ITI-43 ${end < 'D' ? 110107 : 110106} ${end}: ${sourceLast}: 2/3 9`),
    ],
    ['an import, which is no transaction', () => importInstance(domain, aCtInstance()), []],
    [
      '[RAD TF-2 4.68] a manifest, by the source as RAD-68, by the repository as the ITI-41 it is',
      () => publishStudy(domain, study.studyInstanceUID, patientId),
      [submitted('RAD-68', 0)[0]!, submitted('ITI-41', 0)[1]!, ...submitted('ITI-42', 0)],
    ],
    [
      '[RAD TF-2 4.69] a retrieval of images',
      retrieveInstance,
      [`RAD-69 110103 C0: ${sourceLast}: 2/3 110180`, `RAD-69 110104 R0: ${sourceLast}: 2/3 110180`],
    ],
  ];

  it.each(steps)('%s', async (_, work, lines) => {
    const messages = await auditOf(work);
    expect(messages.map(lineOf).sort()).toEqual([...lines].sort());
    // Both sides tell of the same users and objects: each description is there twice.
    const parties = messages.map(partiesOf).sort();
    expect(parties.filter((_, index) => index % 2 === 0)).toEqual(parties.filter((_, index) => index % 2 === 1));
  });

  it('[ITI TF-2 3.20] a request that ends in a fault is audited as a failure of its transaction', async () => {
    const envelope = (body: string) =>
      `<s:Envelope xmlns:s="${namespaces.soap12}" xmlns:a="${namespaces.wsa}"><s:Header>` +
      `<a:Action>urn:ihe:iti:2007:RegistryStoredQuery</a:Action><a:MessageID>urn:uuid:1</a:MessageID></s:Header>` +
      `<s:Body>${body}</s:Body></s:Envelope>`;
    const request = { contentType: 'application/soap+xml', body: Buffer.from(envelope('<other/>')) };
    const messages = await auditOf(async () =>
      expect((await postSoap(domain.url('ITI-18'), request)).fault).toBeDefined(),
    );
    expect(messages.map(lineOf)).toEqual([expect.stringMatching(/^ITI-18 110112 E(8|12): 110153! 110152:/)]);
  });

  it.skipIf(!schemasPresent)(
    '[DICOM PS3.15 A.5] every message of the spool is valid by the published schema',
    async () => {
      const messages = await domain.audited();
      expect(messages.length).toBeGreaterThan(25);
      using schema = openSchema('audit/dicom2017c.xsd');
      expect(messages.flatMap((message) => schema.objections(message))).toEqual([]);
    },
  );
});
