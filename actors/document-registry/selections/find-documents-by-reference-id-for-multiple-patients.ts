import type { FindDocumentsByReferenceIdForMultiplePatientsParameters } from '../../../transactions/iti-51-multi-patient-stored-query/queries/parameters.ts';
import { anchoredStatements, firstList, listAnchor, patientAnchor } from './anchored.ts';
import { allLike, allLikeValue } from './conditions.ts';
import { documentConditions, documentConditionValues } from './document-conditions.ts';
import { runSelection, type Select } from './selection.ts';

const references = { table: 'document_entry', alias: 'd', name: 'reference_id_list' };

const statements = anchoredStatements(
  'multi-patient-references',
  { patientId: patientAnchor('document_entry', 'd'), referenceIdList: listAnchor(references, 'references') },
  (columns) => ({
    select: columns.DocumentEntry('d'),
    conditions: `${documentConditions('d')}\n  and ${allLike('d.reference_id_list', 'referenceIdList')}`,
  }),
);

/**
 * The DocumentEntries of these patients, or of everyone when none is named, that carry these references and match every
 * other parameter — ITI TF-2 3.51.4.1.2. Without patients the references are the way in, by an index of whole values: they
 * are then compared letter for letter whatever the registry is told about patterns.
 */
export const selectFindDocumentsByReferenceIdForMultiplePatients: Select<
  FindDocumentsByReferenceIdForMultiplePatientsParameters
> = (sql, parameters, options) => {
  const anchor = parameters.patientId === undefined ? 'referenceIdList' : 'patientId';
  const match = anchor === 'patientId' ? options.referenceIdMatch : 'exact';
  return runSelection(
    sql,
    statements[anchor],
    {
      ...documentConditionValues(parameters),
      patientIds: parameters.patientId,
      references: firstList(parameters.referenceIdList),
      referenceIdList: allLikeValue(parameters.referenceIdList, match),
    },
    options,
  );
};
