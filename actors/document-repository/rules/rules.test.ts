import { aDocumentEntry, aSubmission } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { documentRetrievable } from './document-retrievable.ts';
import { hashMatches } from './hash-matches.ts';
import type { ReceivedDocument } from './received-document.ts';
import { resubmissionHashIdentical, resubmissionSizeIdentical } from './resubmission-identical.ts';
import { sizeMatches } from './size-matches.ts';
import { sourceAccepted } from './source-accepted.ts';

const hash = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const received = (changes: Parameters<typeof aDocumentEntry>[0] = {}): [ReceivedDocument[]] => [
  [{ entry: aDocumentEntry({ uniqueId: '1.2.42.1', hash, size: '3', ...changes }), hash, size: 3 }],
];

proveRule(hashMatches, {
  accepts: {
    'the right hash': received(),
    'the right hash in capitals': received({ hash: hash.toUpperCase() }),
    'no hash': received({ hash: undefined }),
  },
  rejects: {
    'another hash': { case: received({ hash: hash.replace('a', 'b') }), at: ['DocumentEntry Document01.hash'] },
  },
});

proveRule(sizeMatches, {
  accepts: {
    'the right size': received(),
    'a padded size': received({ size: '003' }),
    'no size': received({ size: undefined }),
  },
  rejects: {
    'another size': { case: received({ size: '4' }), at: ['DocumentEntry Document01.size'] },
    'a size that is no number': received({ size: '3 octets' }),
    'an empty size': received({ size: '' }),
  },
});

proveRule(documentRetrievable, {
  accepts: { 'uniqueId and mimeType': received() },
  rejects: {
    'no uniqueId': { case: received({ uniqueId: undefined }), at: ['DocumentEntry Document01.uniqueId'] },
    'no mimeType': { case: received({ mimeType: undefined }), at: ['DocumentEntry Document01.mimeType'] },
  },
});

const kept = { uniqueId: '1.2.42.1', hash, size: 3 };

proveRule(resubmissionHashIdentical, {
  accepts: {
    'nothing kept': [received()[0], []],
    'the same document': [received()[0], [kept]],
    'another uniqueId': [received()[0], [{ ...kept, uniqueId: '1.2.42.2', hash: 'ff' }]],
  },
  rejects: { 'other octets': { case: [received()[0], [{ ...kept, hash: 'ff' }]], at: ['DocumentEntry Document01'] } },
});

proveRule(resubmissionSizeIdentical, {
  accepts: { 'the same document': [received()[0], [kept]] },
  rejects: { 'more octets': { case: [received()[0], [{ ...kept, size: 4 }]], at: ['DocumentEntry Document01'] } },
});

const from = (sourceId: string | undefined) => {
  const submission = aSubmission();
  return { ...submission, submissionSets: submission.submissionSets.map((set) => ({ ...set, sourceId })) };
};

proveRule(sourceAccepted, {
  accepts: {
    'a source of the list': [from('1.2.3'), { sources: ['1.2', '1.2.3'] }],
    'any source where there is no list': [from('1.2.3'), {}],
    'no source where there is no list (the registry says so)': [from(undefined), {}],
  },
  rejects: {
    'another source': {
      case: [from('1.2.3.4'), { sources: ['1.2.3'] }],
      at: ['SubmissionSet SubmissionSet01.sourceId'],
    },
    'no source': [from(undefined), { sources: ['1.2.3'] }],
    'every source where the list is empty': [from('1.2.3'), { sources: [] }],
  },
});
