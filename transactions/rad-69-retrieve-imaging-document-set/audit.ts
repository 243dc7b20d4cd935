import type { DescribeAudit, Exchange } from '../../runtime/transaction.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { auditEvent, detail, eventIds, iheTransaction, studyObject } from '../../schemas/audit/describe.ts';
import { outcomeFromErrors, outcomeOf } from '../../schemas/audit/outcome.ts';
import type { DocumentRequest } from '../../schemas/ebrs/messages.ts';
import { concerns } from '../../schemas/errors/concerns.ts';
import type { RetrieveDocumentSetResponse, RetrieveImagingDocumentSetRequest, StudyRequest } from './messages.ts';

type RetrieveExchange = Exchange<RetrieveImagingDocumentSetRequest, RetrieveDocumentSetResponse>;

const eventType = iheTransaction('RAD-69', 'Retrieve Imaging Document Set');

/**
 * What both sides of RAD-69 record: DICOM Instances Accessed at the consumer, DICOM Instances Transferred at the source —
 * RAD TF-2 4.69.5.
 *
 * A PartialSuccess gives two events, one listing what was handed over and one what failed: failed is what an error names,
 * since a received answer can be read only once and is not looked at here.
 */
export const describeRetrieveImaging: DescribeAudit<RetrieveImagingDocumentSetRequest, RetrieveDocumentSetResponse> = (
  exchange,
) => {
  const requested = exchange.request?.studies ?? [];
  if (!('response' in exchange.outcome) || exchange.outcome.response.status !== 'PartialSuccess') {
    return [event(exchange, requested, outcomeOf(exchange))];
  }
  const { errors } = exchange.outcome.response;
  const asked = new Set(
    requested.flatMap(({ series }) => series.flatMap(({ documents }) => documents.map((d) => d.documentUniqueId))),
  );
  const failures = errors.filter((error) => error.severity === 'Error');
  // By location at once where that answers; a search through the texts for each of ten thousand instances would be slow.
  const located = new Set(failures.map(({ location }) => location));
  const elsewhere = failures.filter(({ location }) => location === undefined || !asked.has(location));
  const failed = ({ documentUniqueId: id }: DocumentRequest) =>
    located.has(id) || elsewhere.some((error) => concerns(error, id));
  const remarks = errors.filter((error) => error.severity === 'Warning');
  return [
    event(
      exchange,
      only(requested, (document) => !failed(document)),
      outcomeFromErrors(remarks),
    ),
    event(exchange, only(requested, failed), outcomeFromErrors(failures)),
  ];
};

function event(
  exchange: RetrieveExchange,
  studies: readonly StudyRequest[],
  outcome: ReturnType<typeof outcomeOf>,
): AuditEvent {
  const fetched = exchange.side === 'initiator';
  return auditEvent(exchange, {
    eventId: fetched ? eventIds.instancesAccessed : eventIds.instancesTransferred,
    eventType,
    action: fetched ? 'C' : 'R',
    outcome,
    participants: { flow: 'retrieval' },
    objects: studies.map((study) => studyObject(study.studyInstanceUID, detailsOf(study))),
  });
}

function detailsOf(study: StudyRequest) {
  const documents = study.series.flatMap((series) => series.documents);
  const each = (type: string, values: readonly (string | undefined)[]) =>
    [...new Set(values)].flatMap((value) => detail(type, value));
  return [
    ...each(
      'Repository Unique Id',
      documents.map((document) => document.repositoryUniqueId),
    ),
    ...each(
      'ihe:homeCommunityID',
      documents.map((document) => document.homeCommunityId),
    ),
    ...each(
      'Series Instance Unique Id',
      study.series.map((series) => series.seriesInstanceUID),
    ),
    ...each(
      'ihe:DocumentUniqueId',
      documents.map((document) => document.documentUniqueId),
    ),
  ];
}

/** The studies and series that still have documents when only some of these count. */
function only(studies: readonly StudyRequest[], counts: (document: DocumentRequest) => boolean): StudyRequest[] {
  return studies.flatMap((study) => {
    const series = study.series
      .map((each) => ({ ...each, documents: each.documents.filter(counts) }))
      .filter((each) => each.documents.length > 0);
    return series.length === 0 ? [] : [{ ...study, series }];
  });
}
