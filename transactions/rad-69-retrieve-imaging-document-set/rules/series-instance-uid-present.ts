import type { Rule } from '../../../schemas/rule.ts';
import { radTf2 } from '../../../schemas/spec-ref.ts';
import type { RetrieveImagingDocumentSetRequest } from '../messages.ts';

/** Each SeriesRequest says which series — RAD TF-2 4.69.4.1.2. */
export const seriesInstanceUidPresent: Rule<RetrieveImagingDocumentSetRequest> = {
  id: 'series-instance-uid-present',
  source: radTf2('4.69.4.1.2'),
  statement: 'Each SeriesRequest has a seriesInstanceUID that is not empty.',
  code: 'XDSIRequestError',
  *check({ studies }) {
    for (const { studyInstanceUID, series } of studies) {
      for (const [index, { seriesInstanceUID }] of series.entries()) {
        if (seriesInstanceUID !== '') continue;
        yield {
          at: `StudyRequest ${studyInstanceUID}, SeriesRequest ${index + 1}@seriesInstanceUID`,
          found: 'nothing',
        };
      }
    }
  },
};
