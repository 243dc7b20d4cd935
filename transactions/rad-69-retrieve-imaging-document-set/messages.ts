import type { DocumentRequest, RetrieveDocumentSetResponse } from '../../schemas/ebrs/messages.ts';

/** xdsi:RetrieveImagingDocumentSetRequest — RAD TF-2 4.69.4.1.2. DocumentUniqueIds are SOP Instance UIDs. */
export interface RetrieveImagingDocumentSetRequest {
  readonly studies: readonly StudyRequest[];
  /** Transfer syntaxes the consumer can decode; a set. */
  readonly transferSyntaxUIDs: readonly string[];
}
/** Instances of one study, by series. */
export interface StudyRequest {
  readonly studyInstanceUID: string;
  readonly series: readonly SeriesRequest[];
}
/** Instances of one series. */
export interface SeriesRequest {
  readonly seriesInstanceUID: string;
  readonly documents: readonly DocumentRequest[];
}
export type { RetrieveDocumentSetResponse };
