import type { FindDocumentsParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { documentConditions, documentConditionValues } from './document-conditions.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('find-documents', (columns) => ({
  ctes: [patients],
  patientId: patientAsked,
  answer: `
  select ${columns.DocumentEntry('d')}
  from patients join document_entry d on d.patient_id = patients.patient_id
  where ${documentConditions('d')}`,
}));

/** The DocumentEntries of one patient that match every parameter given — ITI TF-2 3.18.4.1.2.3.7.1. */
export const selectFindDocuments: Select<FindDocumentsParameters> = (sql, parameters, options) =>
  runSelection(sql, statements, { ...documentConditionValues(parameters), patientId: parameters.patientId }, options);
