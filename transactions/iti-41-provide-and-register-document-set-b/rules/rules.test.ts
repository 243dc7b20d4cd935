import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { aDocumentEntry, aSubmission } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { aProvideAndRegisterRequest } from '../../../test/support/provided-documents.ts';
import { documentIdsUnique } from './document-ids-unique.ts';
import { documentMetadataPresent } from './document-metadata-present.ts';
import { documentPresent } from './document-present.ts';
import { uniqueIdsDistinct } from './unique-ids-distinct.ts';

const good = aProvideAndRegisterRequest();
const second = aDocumentEntry({ entryUUID: 'Document02', uniqueId: '1.2.42.9' });
const two = aProvideAndRegisterRequest(
  { Document01: 'a', Document02: 'b' },
  aSubmission({ documentEntries: [aDocumentEntry(), second] }),
);
const onDemand = aProvideAndRegisterRequest(
  {},
  aSubmission({ documentEntries: [aDocumentEntry({ objectType: documentEntryTypes.OnDemand })] }),
);

proveRule(documentIdsUnique, {
  accepts: {
    'one Document': [good],
    'two Documents with two ids': [two],
    'no Document': [aProvideAndRegisterRequest({})],
  },
  rejects: {
    'the same id twice': {
      case: [{ ...good, documentIds: ['Document01', 'Document01'] }],
      at: ['Document Document01'],
    },
  },
});

proveRule(documentPresent, {
  accepts: {
    'every entry with its Document': [two],
    'an On-Demand entry without bytes': [onDemand],
  },
  rejects: {
    'an entry without a Document': {
      case: [
        aProvideAndRegisterRequest({ Document01: 'a' }, aSubmission({ documentEntries: [aDocumentEntry(), second] })),
      ],
      at: ['DocumentEntry Document02'],
    },
    'entries when there is no Document at all': {
      case: [aProvideAndRegisterRequest({}, aSubmission({ documentEntries: [aDocumentEntry(), second] }))],
      at: ['DocumentEntry Document01', 'DocumentEntry Document02'],
    },
  },
});

proveRule(documentMetadataPresent, {
  accepts: { 'every Document with its entry': [two] },
  rejects: {
    'a Document nobody describes': {
      case: [aProvideAndRegisterRequest({ Document01: 'a', Document09: 'b' })],
      at: ['Document Document09'],
    },
    'a Document whose id is written in another case': [
      aProvideAndRegisterRequest({ Document01: 'a', document01: 'b' }),
    ],
  },
});

proveRule(uniqueIdsDistinct, {
  accepts: {
    'two uniqueIds': [two],
    'entries without uniqueId (the registry says so)': [
      aProvideAndRegisterRequest(
        {},
        aSubmission({
          documentEntries: [aDocumentEntry({ uniqueId: undefined }), aDocumentEntry({ uniqueId: undefined })],
        }),
      ),
    ],
  },
  rejects: {
    'one uniqueId for two entries': {
      case: [
        aProvideAndRegisterRequest(
          { Document01: 'a', Document02: 'b' },
          aSubmission({ documentEntries: [aDocumentEntry(), aDocumentEntry({ entryUUID: 'Document02' })] }),
        ),
      ],
      at: ['DocumentEntry Document02.uniqueId'],
    },
  },
});
