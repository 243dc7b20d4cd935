import { proveRule } from '../../../test/support/prove-rule.ts';
import type { RetrieveImagingDocumentSetRequest, SeriesRequest, StudyRequest } from '../messages.ts';
import { instanceRequested } from './instance-requested.ts';
import { seriesInstanceUidPresent } from './series-instance-uid-present.ts';
import { studyInstanceUidPresent } from './study-instance-uid-present.ts';
import { transferSyntaxListed } from './transfer-syntax-listed.ts';

const document = { repositoryUniqueId: '2.25.88', documentUniqueId: '2.25.1003' };
const series: SeriesRequest = { seriesInstanceUID: '2.25.1002', documents: [document] };
const study: StudyRequest = { studyInstanceUID: '2.25.1001', series: [series] };
const request: RetrieveImagingDocumentSetRequest = { studies: [study], transferSyntaxUIDs: ['1.2.840.10008.1.2.1'] };
const withSeries = (...all: SeriesRequest[]) => ({ ...request, studies: [{ ...study, series: all }] });

proveRule(studyInstanceUidPresent, {
  accepts: { 'a named study': [request] },
  rejects: {
    'an empty study UID': {
      case: [{ ...request, studies: [study, { ...study, studyInstanceUID: '' }] }],
      at: ['StudyRequest 2@studyInstanceUID'],
    },
  },
});

proveRule(seriesInstanceUidPresent, {
  accepts: { 'a named series': [request] },
  rejects: {
    'an empty series UID': {
      case: [withSeries({ ...series, seriesInstanceUID: '' })],
      at: ['StudyRequest 2.25.1001, SeriesRequest 1@seriesInstanceUID'],
    },
  },
});

proveRule(instanceRequested, {
  accepts: { 'one instance': [request], 'two series': [withSeries(series, series)] },
  rejects: {
    'no study': { case: [{ ...request, studies: [] }], at: ['RetrieveImagingDocumentSetRequest'] },
    'a study without series': { case: [withSeries()], at: ['StudyRequest 2.25.1001'] },
    'a series without documents': {
      case: [withSeries(series, { ...series, documents: [] })],
      at: ['SeriesRequest 2.25.1002'],
    },
  },
});

proveRule(transferSyntaxListed, {
  accepts: { 'one syntax': [request] },
  rejects: {
    'an empty list': { case: [{ ...request, transferSyntaxUIDs: [] }], at: ['TransferSyntaxUIDList'] },
    'an empty UID': {
      case: [{ ...request, transferSyntaxUIDs: ['1.2.840.10008.1.2.1', ''] }],
      at: ['TransferSyntaxUIDList, TransferSyntaxUID 2'],
    },
  },
});
