import type { DocumentEntry } from '../../../schemas/metadata/nouns.ts';
import { aDocumentEntry, aFolder, aSubmissionSet } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import {
  aKnownFolder,
  aKnownObject,
  aKnownSubmissionSet,
  aRegistration,
  aRegistry,
} from '../../../test/support/registry.ts';
import {
  documentEntryHash,
  documentEntrySize,
  documentEntryUniqueId,
  folderUniqueId,
  submissionSetUniqueId,
} from './unique-id.ts';

const uniqueId = '1.2.3';
const set = aRegistration({ submissionSets: [aSubmissionSet({ uniqueId })] });
const folder = aRegistration({ folders: [aFolder({ uniqueId })] });
const entry = (changes: Partial<DocumentEntry> = {}) =>
  aRegistration({ documentEntries: [aDocumentEntry({ uniqueId, ...changes })] });

for (const [rule, registration, at] of [
  [submissionSetUniqueId, set, 'SubmissionSet01.uniqueId'],
  [folderUniqueId, folder, 'Folder01.uniqueId'],
] as const) {
  proveRule(rule, {
    accepts: {
      'an id nobody uses': [registration, aRegistry()],
      'an id next to used ones': [registration, aRegistry([aKnownObject(), aKnownFolder(), aKnownSubmissionSet()])],
    },
    rejects: {
      'the id of a DocumentEntry': { case: [registration, aRegistry([aKnownObject({ uniqueId })])], at: [at] },
      'the id of a Folder': { case: [registration, aRegistry([aKnownFolder({ uniqueId })])], at: [at] },
      'the id of a SubmissionSet': { case: [registration, aRegistry([aKnownSubmissionSet({ uniqueId })])], at: [at] },
    },
  });
}

proveRule(documentEntryUniqueId, {
  accepts: {
    'an id nobody uses': [entry(), aRegistry()],
    'the id of a registered DocumentEntry': [entry(), aRegistry([aKnownObject({ uniqueId })])],
  },
  rejects: {
    'the id of a Folder': [entry(), aRegistry([aKnownFolder({ uniqueId })])],
    'the id of a SubmissionSet': [entry(), aRegistry([aKnownSubmissionSet({ uniqueId })])],
  },
});

const hash = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
proveRule(documentEntryHash, {
  accepts: {
    'a new document': [entry({ hash }), aRegistry()],
    'the registered hash in capitals': [
      entry({ hash: hash.toUpperCase() }),
      aRegistry([aKnownObject({ uniqueId, hash })]),
    ],
    'another hash under another uniqueId': [entry({ hash }), aRegistry([aKnownObject()])],
    'the hash that an update gave the document': [
      entry({ hash }),
      aRegistry([aKnownObject({ uniqueId, isSuperseded: true }), aKnownObject({ uniqueId, hash })]),
    ],
  },
  rejects: {
    'another hash under the same uniqueId': {
      case: [entry({ hash }), aRegistry([aKnownObject({ uniqueId })])],
      at: ['Document01.hash'],
    },
  },
});

proveRule(documentEntrySize, {
  accepts: {
    'a new document': [entry({ size: '7' }), aRegistry()],
    'the registered size': [entry({ size: '7' }), aRegistry([aKnownObject({ uniqueId, size: 7 })])],
  },
  rejects: {
    'another size under the same uniqueId': {
      case: [entry({ size: '7' }), aRegistry([aKnownObject({ uniqueId, size: 8 })])],
      at: ['Document01.size'],
    },
  },
});
