import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { FindDocumentsParameters } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
import {
  allOf,
  allOfValue,
  anyLike,
  anyOf,
  documentFilters,
  documentFilterValues,
  earliestSecond,
  inRange,
  likePattern,
  uuidsFrom,
} from './conditions.ts';
import { patientAsked, patients } from './patients.ts';
import { runSelection, type Select, selectionStatements } from './selection.ts';

const onDemand = `d.object_type = '${uuidsFrom([documentEntryTypes.OnDemand])[0]}'::uuid`;

const statements = selectionStatements('find-documents', (columns) => ({
  ctes: [patients],
  patientId: patientAsked,
  answer: `
  select ${columns.DocumentEntry('d')}
  from patients join document_entry d on d.patient_id = patients.patient_id
  where d.availability_status = any(:status::text[])
  and ${documentFilters('d')}
  and ${anyOf('d.class_code', 'classCode')}
  and ${anyOf('d.type_code', 'typeCode')}
  and ${anyOf('d.practice_setting_code', 'practiceSettingCode')}
  and ${anyOf('d.healthcare_facility_type_code', 'healthcareFacilityTypeCode')}
  and ${allOf('d.event_code_list', 'eventCodeList')}
  and ${inRange('d.creation_time', 'creationTime', onDemand)}
  and ${inRange('d.service_start_time', 'serviceStartTime', 'd.service_start_time is null')}
  and ${inRange('d.service_stop_time', 'serviceStopTime', 'd.service_stop_time is null')}
  and ${anyLike('d.author_person', 'authorPerson')}`,
}));

/**
 * The DocumentEntries of one patient that match every parameter given — ITI TF-2 3.18.4.1.2.3.7.1.
 *
 * A range on serviceStartTime or serviceStopTime says nothing about an entry without that attribute, and one on
 * creationTime nothing about On-Demand entries: they are not filtered out by it.
 */
export const selectFindDocuments: Select<FindDocumentsParameters> = (sql, parameters, options) =>
  runSelection(
    sql,
    statements,
    {
      ...documentFilterValues(parameters),
      patientId: parameters.patientId,
      status: parameters.status,
      classCode: parameters.classCode,
      typeCode: parameters.typeCode,
      practiceSettingCode: parameters.practiceSettingCode,
      healthcareFacilityTypeCode: parameters.healthcareFacilityTypeCode,
      eventCodeList: allOfValue(parameters.eventCodeList),
      creationTimeFrom: earliestSecond(parameters.creationTimeFrom),
      creationTimeTo: earliestSecond(parameters.creationTimeTo),
      serviceStartTimeFrom: earliestSecond(parameters.serviceStartTimeFrom),
      serviceStartTimeTo: earliestSecond(parameters.serviceStartTimeTo),
      serviceStopTimeFrom: earliestSecond(parameters.serviceStopTimeFrom),
      serviceStopTimeTo: earliestSecond(parameters.serviceStopTimeTo),
      authorPerson: parameters.authorPerson?.map(likePattern),
    },
    options,
  );
