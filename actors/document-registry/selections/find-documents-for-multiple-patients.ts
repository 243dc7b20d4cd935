import type { FindDocumentsForMultiplePatientsParameters } from '../../../transactions/iti-51-multi-patient-stored-query/queries/parameters.ts';
import { anchoredStatements, codeAnchor, firstList, listAnchor, patientAnchor } from './anchored.ts';
import { documentConditions, documentConditionValues } from './document-conditions.ts';
import { runSelection, type Select } from './selection.ts';

const eventCodes = { table: 'document_entry', alias: 'd', name: 'event_code_list' };

const statements = anchoredStatements(
  'multi-patient-documents',
  {
    patientId: patientAnchor('document_entry', 'd'),
    eventCodeList: listAnchor(eventCodes, 'eventCodes'),
    classCode: codeAnchor('class_code', 'classCode'),
    healthcareFacilityTypeCode: codeAnchor('healthcare_facility_type_code', 'healthcareFacilityTypeCode'),
  },
  (columns) => ({ select: columns.DocumentEntry('d'), conditions: documentConditions('d') }),
);

/** The ways in, the one that usually leads to the fewest rows first. */
const order = ['patientId', 'eventCodeList', 'classCode', 'healthcareFacilityTypeCode'] as const;

/**
 * The DocumentEntries of these patients, or of everyone when none is named, that match every other parameter — ITI TF-2
 * 3.51.4.1.2. Each is shown under the patient it is about now.
 */
export const selectFindDocumentsForMultiplePatients: Select<FindDocumentsForMultiplePatientsParameters> = (
  sql,
  parameters,
  options,
) => {
  const anchor = order.find((name) => parameters[name] !== undefined);
  if (anchor === undefined) throw new Error('a query for everything reached the registry');
  const values = {
    ...documentConditionValues(parameters),
    patientIds: parameters.patientId,
    eventCodes: firstList(parameters.eventCodeList),
  };
  return runSelection(sql, statements[anchor], values, options);
};
