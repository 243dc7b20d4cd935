import type { ParameterTable } from './definition.ts';
import { documentFilters } from './document-filters.ts';
import { atMetadataLevel } from './metadata-update.ts';
import type { DocumentCriteria } from './parameters.ts';

/** What FindDocuments and the queries like it search by, whosever the entries are — ITI TF-2 3.18.4.1.2.3.7.1. */
export const documentCriteria = {
  classCode: { slot: '$XDSDocumentEntryClassCode', kind: 'code', takes: 'list' },
  typeCode: { slot: '$XDSDocumentEntryTypeCode', kind: 'code', takes: 'list' },
  practiceSettingCode: { slot: '$XDSDocumentEntryPracticeSettingCode', kind: 'code', takes: 'list' },
  creationTimeFrom: { slot: '$XDSDocumentEntryCreationTimeFrom', kind: 'dtm', takes: 'one' },
  creationTimeTo: { slot: '$XDSDocumentEntryCreationTimeTo', kind: 'dtm', takes: 'one' },
  serviceStartTimeFrom: { slot: '$XDSDocumentEntryServiceStartTimeFrom', kind: 'dtm', takes: 'one' },
  serviceStartTimeTo: { slot: '$XDSDocumentEntryServiceStartTimeTo', kind: 'dtm', takes: 'one' },
  serviceStopTimeFrom: { slot: '$XDSDocumentEntryServiceStopTimeFrom', kind: 'dtm', takes: 'one' },
  serviceStopTimeTo: { slot: '$XDSDocumentEntryServiceStopTimeTo', kind: 'dtm', takes: 'one' },
  healthcareFacilityTypeCode: {
    slot: '$XDSDocumentEntryHealthcareFacilityTypeCode',
    kind: 'code',
    takes: 'list',
  },
  eventCodeList: { slot: '$XDSDocumentEntryEventCodeList', kind: 'code', takes: 'lists' },
  authorPerson: { slot: '$XDSDocumentEntryAuthorPerson', kind: 'string', takes: 'list', like: true },
  ...documentFilters,
  status: { slot: '$XDSDocumentEntryStatus', kind: 'status', takes: 'list', required: true },
  documentAvailability: { slot: '$XDSDocumentEntryDocumentAvailability', kind: 'urn', takes: 'list' },
  ...atMetadataLevel,
} as const satisfies ParameterTable<DocumentCriteria>;
