import type { ParameterTable } from './definition.ts';
import type { DocumentFilters } from './parameters.ts';

/** The filters on DocumentEntries that several queries share — ITI TF-2 3.18.4.1.2.3.6. */
export const documentFilters = {
  formatCode: { slot: '$XDSDocumentEntryFormatCode', kind: 'code', takes: 'list' },
  confidentialityCode: { slot: '$XDSDocumentEntryConfidentialityCode', kind: 'code', takes: 'lists' },
  type: { slot: '$XDSDocumentEntryType', kind: 'urn', takes: 'list' },
} as const satisfies ParameterTable<DocumentFilters>;
