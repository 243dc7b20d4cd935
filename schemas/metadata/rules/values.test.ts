import {
  aCode,
  aDocumentEntry,
  aFolder,
  anAuthor,
  aSubmission,
  aSubmissionSet,
} from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { international } from '../nouns.ts';
import { attributeFormat } from './attribute-format.ts';
import { attributeLength } from './attribute-length.ts';
import { authorNamed } from './author-named.ts';
import { codesInValueSets } from './codes-in-value-sets.ts';
import { mimeTypesInValueSet } from './mime-types-in-value-set.ts';
import { serviceTimesInOrder } from './service-times-in-order.ts';
import { sourcePatientInfoOnce } from './source-patient-info-once.ts';

const good = aSubmission();
type EntryChanges = Parameters<typeof aDocumentEntry>[0];
const entry = (changes: EntryChanges) => aSubmission({ documentEntries: [aDocumentEntry(changes)] });
const set = (changes: Parameters<typeof aSubmissionSet>[0]) =>
  aSubmission({ submissionSets: [aSubmissionSet(changes)] });

proveRule(attributeFormat, {
  accepts: {
    'good values': [aSubmission({ folders: [aFolder()] })],
    'an empty value (the decoder says so)': [entry({ creationTime: '' })],
    'a time with minutes only': [entry({ creationTime: '202501020304' })],
  },
  rejects: {
    'a time with a zone': { case: [entry({ creationTime: '20250102030405+0100' })], at: ['Document01.creationTime'] },
    'a day that does not exist': [entry({ serviceStartTime: '20250230' })],
    'a patientId with a namespace': {
      case: [entry({ patientId: 'p^^^NAME&1.2.3&ISO' })],
      at: ['Document01.patientId'],
    },
    'a hash that is none': [entry({ hash: 'abc' })],
    'a size in words': [entry({ size: 'ten' })],
    'a sourceId that is no OID': { case: [set({ sourceId: 'urn:oid:1.2.3' })], at: ['SubmissionSet01.sourceId'] },
    'the second of two institutions': {
      case: [entry({ author: [anAuthor({ authorInstitution: ['Good', '^no name'] })] })],
      at: ['Document01.author.authorInstitution[2]'],
    },
    'the author of a SubmissionSet': [set({ author: [anAuthor({ authorPerson: '^^' })] })],
    'a sourcePatientInfo that is no PID field': [entry({ sourcePatientInfo: ['PID-5'] })],
  },
});

proveRule(attributeLength, {
  accepts: { 'good values': [good], 'a title at its limit': [entry({ title: international('x'.repeat(128)) })] },
  rejects: {
    'a title over its limit': { case: [entry({ title: international('x'.repeat(129)) })], at: ['Document01.title'] },
    'a code over 256 characters': {
      case: [entry({ classCode: aCode('x'.repeat(257), '1.2') })],
      at: ['Document01.classCode.code'],
    },
    'a comment over 1024 characters': [entry({ comments: international('x'.repeat(1025)) })],
    'a slot value over 256 characters': [entry({ sourcePatientInfo: [`PID-11|${'x'.repeat(250)}`] })],
  },
});

proveRule(authorNamed, {
  accepts: {
    'a person': [good],
    'an institution only': [entry({ author: [anAuthor({ authorPerson: undefined })] })],
    'no author': [entry({ author: [] })],
  },
  rejects: {
    'a role and nobody': {
      case: [entry({ author: [anAuthor(), anAuthor({ authorPerson: undefined, authorInstitution: [] })] })],
      at: ['Document01.author[2]'],
    },
  },
});

proveRule(sourcePatientInfoOnce, {
  accepts: { 'one of each': [good], 'several identifiers': [entry({ sourcePatientInfo: ['PID-3|a~b', 'PID-3|c'] })] },
  rejects: {
    'two birth dates': {
      case: [entry({ sourcePatientInfo: ['PID-7|1970', 'PID-7|1971'] })],
      at: ['Document01.sourcePatientInfo'],
    },
    'a repeated sex': [entry({ sourcePatientInfo: ['PID-8|F~M'] })],
  },
});

proveRule(serviceTimesInOrder, {
  accepts: {
    'start before stop': [good],
    'the same moment': [entry({ serviceStartTime: '20250101', serviceStopTime: '20250101' })],
    'a stop of lower precision': [entry({ serviceStartTime: '20250601', serviceStopTime: '2025' })],
    'a start only': [entry({ serviceStartTime: '2025', serviceStopTime: undefined })],
  },
  rejects: {
    'stop before start': {
      case: [entry({ serviceStartTime: '202501020304', serviceStopTime: '20250101' })],
      at: ['Document01.serviceStartTime'],
    },
  },
});

const row = (code: string, codingScheme: string) => ({ code, codingScheme, displayName: 'any' });
const normal = row('N', '2.16.840.1.113883.5.25');

proveRule(codesInValueSets, {
  accepts: {
    'a code of the value set, whatever its display name': [good, { codes: { confidentialityCode: [normal] } }],
    'anything where there is no value set': [good, { codes: {} }],
  },
  rejects: {
    'a code of another scheme': {
      case: [good, { codes: { confidentialityCode: [row('N', '1.2.3')] } }],
      at: ['Document01.confidentialityCode'],
    },
    'one of two codes': [
      entry({ confidentialityCode: [aCode('N', normal.codingScheme), aCode('R', normal.codingScheme)] }),
      { codes: { confidentialityCode: [normal] } },
    ],
    'a contentTypeCode': { case: [good, { codes: { contentTypeCode: [] } }], at: ['SubmissionSet01.contentTypeCode'] },
    'a folder code': {
      case: [aSubmission({ folders: [aFolder()] }), { codes: { codeList: [] } }],
      at: ['Folder01.codeList'],
    },
  },
});

proveRule(mimeTypesInValueSet, {
  accepts: {
    'a type of the list': [good, { codes: {}, mimeTypes: ['text/plain'] }],
    'any type': [good, { codes: {} }],
  },
  rejects: {
    'another type': { case: [good, { codes: {}, mimeTypes: ['application/pdf'] }], at: ['Document01.mimeType'] },
  },
});
