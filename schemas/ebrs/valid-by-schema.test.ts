import { afterAll, describe, expect, it } from 'vitest';
import {
  aCode,
  aDocumentEntry,
  aFolder,
  anAssociation,
  anAuthor,
  aSubmission,
  aSubmissionSet,
} from '../../test/support/metadata.ts';
import { openSchema, type Schema, schemasPresent, xdsBodies } from '../../test/support/xsd.ts';
import type { RegistryObject, Submission } from '../metadata/nouns.ts';
import { collect } from '../sequence.ts';
import { associationTypes } from '../vocabulary/association-types.ts';
import { availabilityStatuses } from '../vocabulary/statuses.ts';
import { encodeAdhocQueryRequest, encodeAdhocQueryResponse } from './adhoc-query.ts';
import { encodeRegistryResponse } from './registry-response.ts';
import { encodeRetrieveDocumentSetRequest, encodeRetrieveDocumentSetResponse } from './retrieve-document-set.ts';
import { encodeSubmitObjectsRequest } from './submit-objects.ts';

const awkward = `<&>"'\u{1F600}\u00e9\t\n`;
const error = { errorCode: 'XDSRegistryError', codeContext: awkward, severity: 'Error', location: awkward } as const;
const warning = { errorCode: 'XDSExtraMetadataNotSaved', codeContext: 'not kept', severity: 'Warning' } as const;
const uuid = 'urn:uuid:8e2a1c5e-0a6f-4d0e-9b7c-0123456789ab';

/** Every attribute of every noun set. */
const everything: Submission = aSubmission({
  documentEntries: [
    aDocumentEntry({
      entryUUID: uuid,
      logicalID: uuid,
      version: '2',
      homeCommunityId: 'urn:oid:1.2.3',
      availabilityStatus: availabilityStatuses.Approved,
      author: [anAuthor(), anAuthor({ authorTelecommunication: ['^^Internet^ada@example.org'] })],
      comments: [{ value: awkward, lang: 'fr-CH', charset: 'UTF-8' }, { value: 'two' }],
      confidentialityCode: [aCode('N', '1.2'), aCode('R', '1.2')],
      documentAvailability: 'urn:ihe:iti:2010:DocumentAvailability:Online',
      extraMetadata: [{ name: 'urn:example:extra', values: ['a', awkward], slotType: 'urn:example:type' }],
      limitedMetadata: true,
      referenceIdList: ['A1^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:accession'],
      URI: 'a.txt',
    }),
  ],
  submissionSets: [aSubmissionSet({ intendedRecipient: ['Hospital^^^^^^^^^1.2.3'], limitedMetadata: true })],
  folders: [aFolder({ lastUpdateTime: '20250102030405', limitedMetadata: true, comments: [] })],
  objectRefs: [{ kind: 'ObjectRef', entryUUID: uuid, homeCommunityId: 'urn:oid:1.2.3' }],
  associations: [
    anAssociation({
      type: associationTypes.RPLC,
      documentation: aCode('1', '1.2'),
      previousVersion: '1',
      associationPropagation: 'no',
      originalStatus: 'a',
      newStatus: 'b',
    }),
  ],
});
const objects: RegistryObject[] = [...everything.documentEntries, ...everything.folders, ...everything.associations];

const retrieved = encodeRetrieveDocumentSetResponse({
  status: 'PartialSuccess',
  errors: [error],
  documents: [
    {
      homeCommunityId: 'urn:oid:1.2.3',
      repositoryUniqueId: '1.2',
      documentUniqueId: awkward,
      newRepositoryUniqueId: '1.3',
      newDocumentUniqueId: '1.4',
      mimeType: 'text/plain',
      content: (async function* () {})(),
    },
  ],
});

/** What a receiver validates is the message with each Include replaced by the base64 text — XOP 1.0 2.1. */
async function reconstituted(body: Iterable<string> | AsyncIterable<string>): Promise<string> {
  return (await collect(body)).join('').replace(/<xop:Include[^>]*\/>/g, 'AAAA');
}

const messages: Record<string, string | Promise<string>> = {
  'a submission': encodeSubmitObjectsRequest({ submission: aSubmission({ folders: [aFolder()] }) }),
  'a submission with every attribute': encodeSubmitObjectsRequest({ submission: everything }),
  'a success': encodeRegistryResponse({ status: 'Success', errors: [] }),
  'a failure': encodeRegistryResponse({ status: 'Failure', errors: [warning, error], requestId: uuid }),
  'a query': encodeAdhocQueryRequest({
    queryId: uuid,
    returnType: 'LeafClass',
    returnComposedObjects: true,
    homeCommunityId: 'urn:oid:1.2.3',
    slots: [{ name: '$XDSDocumentEntryPatientId', values: ["'p^^^&1.2&ISO'"] }],
  }),
  'an answer': reconstituted(encodeAdhocQueryResponse({ status: 'Success', errors: [warning], objects })),
  'an empty answer': reconstituted(encodeAdhocQueryResponse({ status: 'Failure', errors: [error], objects: [] })),
  'a retrieve request': encodeRetrieveDocumentSetRequest({
    documents: [{ homeCommunityId: 'urn:oid:1.2', repositoryUniqueId: '1.2', documentUniqueId: '1.2.3' }],
  }),
  'a retrieve response': reconstituted(retrieved.body),
};

describe.skipIf(!schemasPresent)('[ITI TF-2 V.3] what we write is valid by the published schemas', () => {
  let schema: Schema | undefined;
  const opened = () => {
    schema ??= openSchema(xdsBodies);
    return schema;
  };
  afterAll(() => schema?.[Symbol.dispose]());

  it.each(Object.entries(messages))('%s', async (_, message) => {
    expect(opened().objections(await message)).toEqual([]);
  });

  it('the schema does object to a message that is wrong', () => {
    const wrong = encodeRegistryResponse({ status: 'Success', errors: [] }).replace('status=', 'stadus=');
    expect(opened().objections(wrong)).not.toEqual([]);
  });
});
