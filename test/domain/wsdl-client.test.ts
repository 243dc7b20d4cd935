import { randomUUID } from 'node:crypto';
import { type Client, createClientAsync } from 'soap';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { withImported } from '../../schemas/xml/xml-schema.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { feedOnePatient, findDocuments } from '../support/domain-traffic.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { openOwnSchemas, openSchema, type Schema, schemasPresent } from '../support/xsd.ts';

/*
 * The client of the `soap` package knows nothing of this project but the address of a WSDL. What it lacks:
 * - SOAP 1.2 has to be asked for (`forceSoap12Headers`), though the binding says so;
 * - it writes no WS-Addressing headers, so they are added by hand, with the action the WSDL names;
 * - operations with a hyphen get none of its promises unless their names are changed (`normalizeNames`);
 * - XML attributes go below `attributes` instead of beside elements, and a list of one is read as that one;
 * - it does not pack MTOM, so ITI-41 and ITI-43 are not called with it.
 */
let domain: TestDomain;
let client: Client;
beforeAll(async () => {
  domain = await aRunningDomain();
  client = await createClientAsync(`${domain.url('ITI-42')}?wsdl`, {
    forceSoap12Headers: true,
    normalizeNames: true,
  });
});
afterAll(() => domain[Symbol.asyncDispose]());

interface Answer {
  readonly attributes: { readonly status: string };
  readonly RegistryErrorList?: { readonly RegistryError: readonly { attributes: { errorCode: string } }[] };
  readonly RegistryObjectList?: { readonly ExtrinsicObject?: Attributed | readonly Attributed[] } | null;
}
interface Attributed {
  readonly attributes: Readonly<Record<string, string>>;
}

/** Calls an operation of the WSDL, with the action the WSDL gives for it. */
async function call(operation: string, message: object): Promise<Answer> {
  const bindings = Object.values(client.wsdl.definitions.bindings);
  const action = bindings.map(({ methods }) => methods[operation]?.soapAction).find(Boolean);
  if (action === undefined) throw new Error(`The WSDL has no ${operation}.`);
  const { wsa, soap12 } = namespaces;
  client.clearSoapHeaders();
  client.addSoapHeader(
    `<a:Action xmlns:a="${wsa}" xmlns:e="${soap12}" e:mustUnderstand="1">${action}</a:Action>` +
      `<a:MessageID xmlns:a="${wsa}">urn:uuid:${randomUUID()}</a:MessageID>` +
      `<a:ReplyTo xmlns:a="${wsa}"><a:Address>${wsa}/anonymous</a:Address></a:ReplyTo>`,
  );
  const [answer] = await client[`${operation.replaceAll('-', '_')}Async`](message);
  return answer as Answer;
}

const success = 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success';
const failure = 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure';
const slot = (name: string, ...values: string[]) => ({ attributes: { name }, ValueList: { Value: values } });
const name = (value: string) => ({ LocalizedString: { attributes: { value } } });
const newId = () => `id-${randomUUID()}`;
const code = (object: string, scheme: string, value: string, codingScheme: string) => ({
  attributes: { id: newId(), classifiedObject: object, classificationScheme: scheme, nodeRepresentation: value },
  Slot: [slot('codingScheme', codingScheme)],
  Name: name(value),
});
const identifier = (object: string, scheme: string, value: string, label: string) => ({
  attributes: { id: newId(), registryObject: object, identificationScheme: scheme, value },
  Name: name(label),
});
const loinc = '2.16.840.1.113883.6.1';
const snomed = '2.16.840.1.113883.6.96';
const uniqueOid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

interface Entry {
  readonly id: string;
  readonly patientId: string;
  readonly uniqueId: string;
  readonly title: string;
  readonly lid?: string;
}

/** A DocumentEntry, its children in the order of the schema. */
function extrinsicObject({ id, lid, patientId, uniqueId, title }: Entry) {
  const attributes = { id, mimeType: 'text/plain', objectType: 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1' };
  return {
    attributes: lid === undefined ? attributes : { ...attributes, lid },
    Slot: [
      slot('creationTime', '20250102030405'),
      slot('languageCode', 'en-US'),
      slot('sourcePatientId', patientId),
      slot('hash', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'),
      slot('size', '0'),
      slot('repositoryUniqueId', '1.3.6.1.4.1.21367.13.70.101'),
    ],
    Name: name(title),
    Classification: [
      code(id, 'urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a', 'REPORTS', '1.3.6.1.4.1.19376.1.2.6.1'),
      code(id, 'urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f', 'N', '2.16.840.1.113883.5.25'),
      code(
        id,
        'urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d',
        'urn:ihe:iti:xds:2017:mimeTypeSufficient',
        '1.3.6.1.4.1.19376.1.2.3',
      ),
      code(id, 'urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1', '22232009', snomed),
      code(id, 'urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead', '394802001', snomed),
      code(id, 'urn:uuid:f0306f51-975f-434e-a61c-c59651d33983', '34133-9', loinc),
    ],
    ExternalIdentifier: [
      identifier(id, 'urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427', patientId, 'XDSDocumentEntry.patientId'),
      identifier(id, 'urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab', uniqueId, 'XDSDocumentEntry.uniqueId'),
    ],
  };
}

/** A submission of one entry; `member` are more slots of the association that links it. */
function submission(entry: Entry, member: readonly object[] = []) {
  const set = 'SubmissionSet01';
  return {
    RegistryObjectList: {
      ExtrinsicObject: [extrinsicObject(entry)],
      RegistryPackage: [
        {
          attributes: { id: set },
          Slot: [slot('submissionTime', '20250102040000')],
          Classification: [
            code(set, 'urn:uuid:aa543740-bdda-424e-8c96-df4873be8500', '34133-9', loinc),
            {
              attributes: {
                id: newId(),
                classifiedObject: set,
                classificationNode: 'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd',
              },
            },
          ],
          ExternalIdentifier: [
            identifier(
              set,
              'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446',
              entry.patientId,
              'XDSSubmissionSet.patientId',
            ),
            identifier(
              set,
              'urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832',
              '1.3.6.1.4.1.21367.13.90.1',
              'XDSSubmissionSet.sourceId',
            ),
            identifier(set, 'urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8', uniqueOid(), 'XDSSubmissionSet.uniqueId'),
          ],
        },
      ],
      Association: [
        {
          attributes: {
            id: newId(),
            associationType: 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember',
            sourceObject: set,
            targetObject: entry.id,
          },
          Slot: [slot('SubmissionSetStatus', 'Original'), ...member],
        },
      ],
    },
  };
}

/** FindDocuments of a patient's approved entries. */
const query = (patientId: string, returnType = 'LeafClass') => ({
  ResponseOption: { attributes: { returnType, returnComposedObjects: true } },
  AdhocQuery: {
    attributes: { id: 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d' },
    Slot: [
      slot('$XDSDocumentEntryPatientId', `'${patientId}'`),
      slot('$XDSDocumentEntryStatus', "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"),
    ],
  },
});

describe('[ITI TF-2 V.2.4] a client that knows only our WSDL', () => {
  it('registers a document (ITI-42), finds it (ITI-18) and gives it a new version (ITI-57)', async () => {
    const patientId = await feedOnePatient(domain, 'WSDL-1');
    const uniqueId = uniqueOid();
    const entry = { id: 'Document01', patientId, uniqueId, title: 'by WSDL & more' };
    const registered = await call('DocumentRegistry_RegisterDocumentSet-b', submission(entry));
    expect(registered.attributes.status).toBe(success);
    expect(await findDocuments(domain, patientId)).toMatchObject([{ uniqueId, title: [{ value: 'by WSDL & more' }] }]);

    const found = await call('DocumentRegistry_RegistryStoredQuery', query(patientId));
    const [object, ...more] = [found.RegistryObjectList!.ExtrinsicObject!].flat();
    expect([found.attributes.status, more]).toEqual([success, []]);
    const { id, lid } = object!.attributes;
    expect(id).toMatch(/^urn:uuid:/);

    const next = { ...entry, id: `urn:uuid:${randomUUID()}`, lid: lid ?? id!, title: 'second version' };
    const updated = await call('DocumentRegistry_UpdateDocumentSet', submission(next, [slot('PreviousVersion', '1')]));
    expect(updated).toMatchObject({ attributes: { status: success } });
    expect(await findDocuments(domain, patientId)).toMatchObject([{ uniqueId, title: [{ value: 'second version' }] }]);
  });

  it('is told what is wrong in the words of the metadata, and by a fault what is wrong with the message', async () => {
    const patientId = await feedOnePatient(domain, 'WSDL-2');
    const spoilt = {
      id: 'Document01',
      patientId: patientId.replace('WSDL-2', 'nobody'),
      uniqueId: uniqueOid(),
      title: 'x',
    };
    const refused = await call('DocumentRegistry_RegisterDocumentSet-b', submission(spoilt));
    expect(refused.attributes.status).toBe(failure);
    expect(refused.RegistryErrorList!.RegistryError.map((error) => error.attributes.errorCode)).toContain(
      'XDSUnknownPatientId',
    );
    client.clearSoapHeaders();
    await expect(client.DocumentRegistry_RegistryStoredQueryAsync!(query(patientId))).rejects.toThrow(
      /MessageID is required/,
    );
  });

  it.skipIf(!schemasPresent)('writes messages that our schemas and the published ones find valid', async () => {
    const patientId = await feedOnePatient(domain, 'WSDL-3');
    const schemas = withImported(
      [registryStoredQuery, registerDocumentSet].flatMap(({ wsdl }) => [wsdl!.request.schema, wsdl!.response.schema]),
    );
    using own: Schema = openOwnSchemas(schemas);
    using published: Schema = openSchema('iti/schema/IHE/XDSI.b_ImagingDocumentSource.xsd');
    for (const [operation, message] of [
      ['DocumentRegistry_RegisterDocumentSet-b', submission({ id: 'd', patientId, uniqueId: uniqueOid(), title: 'x' })],
      ['DocumentRegistry_RegistryStoredQuery', query(patientId, 'ObjectRef')],
    ] as const) {
      await call(operation, message);
      const body = /<soap:Body>([\s\S]*)<\/soap:Body>/.exec(client.lastRequest!)![1]!;
      for (const schema of [own, published]) expect(schema.objections(body)).toEqual([]);
    }
  });

  it.each(['ITI-18', 'ITI-41', 'RAD-69'])(
    'finds the WSDL of the service of %s at the address it was told',
    async (id) => {
      const url = domain.url(id).replace('127.0.0.1', 'localhost');
      const text = await (await fetch(`${url}?wsdl`)).text();
      expect(text).toContain(`<soap12:address location="${url}"/>`);
      for (const [, location] of text.matchAll(/schemaLocation="([^"]+)"/g)) {
        expect((await fetch(location!)).headers.get('content-type')).toBe('text/xml; charset=UTF-8');
      }
    },
  );
});
