import { tf2 } from '../../../schemas/spec-ref.ts';
import { storedQueryIds } from '../../../schemas/vocabulary/stored-queries.ts';
import type { StoredQueryDefinition } from './definition.ts';
import { findDocuments } from './find-documents.ts';

/** DocumentEntries of one patient by attributes they have and attributes they do not have — ITI TF-2 3.18.4.1.2.3.7.15. */
export const findDocumentsExclude = {
  name: 'FindDocumentsExclude',
  id: storedQueryIds.FindDocumentsExclude,
  source: tf2('3.18.4.1.2.3.7.15'),
  parameters: {
    ...findDocuments.parameters,
    referenceIdList: { slot: '$XDSDocumentEntryReferenceIdList', kind: 'string', takes: 'lists', like: true },
    classCodeExclude: { slot: '$XDSDocumentEntryClassCodeExclude', kind: 'code', takes: 'list' },
    typeCodeExclude: { slot: '$XDSDocumentEntryTypeCodeExclude', kind: 'code', takes: 'list' },
    practiceSettingCodeExclude: { slot: '$XDSDocumentEntryPracticeSettingCodeExclude', kind: 'code', takes: 'list' },
    healthcareFacilityTypeCodeExclude: {
      slot: '$XDSDocumentEntryHealthcareFacilityTypeCodeExclude',
      kind: 'code',
      takes: 'list',
    },
    eventCodeListExclude: { slot: '$XDSDocumentEntryEventCodeListExclude', kind: 'code', takes: 'list' },
    confidentialityCodeExclude: { slot: '$XDSDocumentEntryConfidentialityCodeExclude', kind: 'code', takes: 'list' },
    authorPersonExclude: { slot: '$XDSDocumentEntryAuthorPersonExclude', kind: 'string', takes: 'list', like: true },
    formatCodeExclude: { slot: '$XDSDocumentEntryFormatCodeExclude', kind: 'code', takes: 'list' },
    typeExclude: { slot: '$XDSDocumentEntryTypeExclude', kind: 'urn', takes: 'list' },
    referenceIdListExclude: {
      slot: '$XDSDocumentEntryReferenceIdListExclude',
      kind: 'string',
      takes: 'list',
      like: true,
    },
  },
  eitherOr: [
    ['classCode', 'classCodeExclude'],
    ['typeCode', 'typeCodeExclude'],
    ['practiceSettingCode', 'practiceSettingCodeExclude'],
    ['healthcareFacilityTypeCode', 'healthcareFacilityTypeCodeExclude'],
    ['eventCodeList', 'eventCodeListExclude'],
    ['confidentialityCode', 'confidentialityCodeExclude'],
    ['authorPerson', 'authorPersonExclude'],
    ['formatCode', 'formatCodeExclude'],
    ['type', 'typeExclude'],
    ['referenceIdList', 'referenceIdListExclude'],
  ],
} as const satisfies StoredQueryDefinition<'FindDocumentsExclude'>;
