import type { Rule } from '../../../schemas/rule.ts';
import { radTf2 } from '../../../schemas/spec-ref.ts';
import type { RetrieveImagingDocumentSetRequest } from '../messages.ts';

/** Each StudyRequest says which study — RAD TF-2 4.69.4.1.2. */
export const studyInstanceUidPresent: Rule<RetrieveImagingDocumentSetRequest> = {
  id: 'study-instance-uid-present',
  source: radTf2('4.69.4.1.2'),
  statement: 'Each StudyRequest has a studyInstanceUID that is not empty.',
  code: 'XDSIRequestError',
  *check({ studies }) {
    for (const [index, { studyInstanceUID }] of studies.entries()) {
      if (studyInstanceUID === '') yield { at: `StudyRequest ${index + 1}@studyInstanceUID`, found: 'nothing' };
    }
  },
};
