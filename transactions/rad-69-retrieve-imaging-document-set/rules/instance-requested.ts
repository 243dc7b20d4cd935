import type { Rule } from '../../../schemas/rule.ts';
import { radTf2 } from '../../../schemas/spec-ref.ts';
import type { RetrieveImagingDocumentSetRequest } from '../messages.ts';

/** Every level of the request holds at least one of the next — RAD TF-2 4.69.4.1.2. */
export const instanceRequested: Rule<RetrieveImagingDocumentSetRequest> = {
  id: 'instance-requested',
  source: radTf2('4.69.4.1.2'),
  statement: 'The request has a StudyRequest, each of them a SeriesRequest, and each of these a DocumentRequest.',
  code: 'XDSIRequestError',
  *check({ studies }) {
    if (studies.length === 0) yield { at: 'RetrieveImagingDocumentSetRequest', found: 'no StudyRequest' };
    for (const { studyInstanceUID, series } of studies) {
      if (series.length === 0) yield { at: `StudyRequest ${studyInstanceUID}`, found: 'no SeriesRequest' };
      for (const { seriesInstanceUID, documents } of series) {
        if (documents.length === 0) yield { at: `SeriesRequest ${seriesInstanceUID}`, found: 'no DocumentRequest' };
      }
    }
  },
};
