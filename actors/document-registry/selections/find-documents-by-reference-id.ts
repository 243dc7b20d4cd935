import type { FindDocumentsByReferenceIdParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { allLike, allLikeValue } from './conditions.ts';
import { documentConditions, documentConditionValues } from './document-conditions.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('find-documents-by-reference-id', (columns) => ({
  ctes: [patients],
  patientId: patientAsked,
  answer: `
  select ${columns.DocumentEntry('d')}
  from patients join document_entry d on d.patient_id = patients.patient_id
  where ${documentConditions('d')}
  and ${allLike('d.reference_id_list', 'referenceIdList')}`,
}));

/**
 * The DocumentEntries of one patient that carry these references and match every other parameter — ITI TF-2
 * 3.18.4.1.2.3.7.14. A reference is compared as a whole CXi, or as a LIKE pattern where the registry is told so: the prose
 * wants the one, a footnote of the table the other.
 */
export const selectFindDocumentsByReferenceId: Select<FindDocumentsByReferenceIdParameters> = (
  sql,
  parameters,
  options,
) =>
  runSelection(
    sql,
    statements,
    {
      ...documentConditionValues(parameters),
      patientId: parameters.patientId,
      referenceIdList: allLikeValue(parameters.referenceIdList, options.referenceIdMatch),
    },
    options,
  );
