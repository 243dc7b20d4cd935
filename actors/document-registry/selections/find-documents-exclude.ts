import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type {
  AnyOf,
  FindDocumentsExcludeParameters,
} from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import { allLike, allLikeValue, likePattern, literalPattern, noneLike, noneOf, noneOfList } from './conditions.ts';
import { documentConditions, documentConditionValues } from './document-conditions.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const statements = selectionStatements('find-documents-exclude', (columns) => ({
  ctes: [patients],
  patientId: patientAsked,
  answer: `
  select ${columns.DocumentEntry('d')}
  from patients join document_entry d on d.patient_id = patients.patient_id
  where ${documentConditions('d')}
  and ${noneOf('d.class_code', 'classCodeExclude')}
  and ${noneOf('d.type_code', 'typeCodeExclude')}
  and ${noneOf('d.practice_setting_code', 'practiceSettingCodeExclude')}
  and ${noneOf('d.healthcare_facility_type_code', 'healthcareFacilityTypeCodeExclude')}
  and ${noneOf('d.format_code', 'formatCodeExclude')}
  and ${noneOfList('d.event_code_list', 'eventCodeListExclude')}
  and ${noneOfList('d.confidentiality_code', 'confidentialityCodeExclude')}
  and ${noneLike('d.author_person', 'authorPersonExclude')}
  and ${allLike('d.reference_id_list', 'referenceIdList')}
  and ${noneLike('d.reference_id_list', 'referenceIdListExclude')}`,
}));

/**
 * The DocumentEntries of one patient that match every parameter and have none of the values excluded — ITI TF-2
 * 3.18.4.1.2.3.7.15. An entry without the attribute has none of its values, so it stays; of a list attribute one value
 * that is excluded is enough to leave the entry out.
 */
export const selectFindDocumentsExclude: Select<FindDocumentsExcludeParameters> = (sql, parameters, options) => {
  const reference = options.referenceIdMatch === 'like' ? likePattern : literalPattern;
  return runSelection(
    sql,
    statements,
    {
      ...documentConditionValues({ ...parameters, ...typesLeft(parameters.typeExclude) }),
      patientId: parameters.patientId,
      classCodeExclude: parameters.classCodeExclude,
      typeCodeExclude: parameters.typeCodeExclude,
      practiceSettingCodeExclude: parameters.practiceSettingCodeExclude,
      healthcareFacilityTypeCodeExclude: parameters.healthcareFacilityTypeCodeExclude,
      formatCodeExclude: parameters.formatCodeExclude,
      eventCodeListExclude: parameters.eventCodeListExclude,
      confidentialityCodeExclude: parameters.confidentialityCodeExclude,
      authorPersonExclude: parameters.authorPersonExclude?.map(likePattern),
      referenceIdList: allLikeValue(parameters.referenceIdList, options.referenceIdMatch),
      referenceIdListExclude: parameters.referenceIdListExclude?.map(reference),
    },
    options,
  );
};

/** Whoever excludes a type wants the others; whoever says nothing of types wants Stable entries, as everywhere. */
function typesLeft(excluded: AnyOf | undefined): { readonly type?: AnyOf } {
  if (excluded === undefined) return {};
  const out = excluded.map((type) => type.toLowerCase());
  return { type: Object.values(documentEntryTypes).filter((type) => !out.includes(type)) };
}
