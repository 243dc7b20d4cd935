import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { documentAvailabilities } from '../../../schemas/vocabulary/statuses.ts';
import type { DocumentCriteria } from '../../../transactions/iti-18-registry-stored-query/queries/parameters.ts';
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
import { atLevel, levelValues } from './metadata-level.ts';

/** An On-Demand entry, whose content has no creationTime yet. */
const onDemand = (d: string) => `${d}.object_type = '${uuidsFrom([documentEntryTypes.OnDemand])[0]}'::uuid`;

/**
 * Everything FindDocuments can ask of an entry beside whose it is, on a document_entry alias — ITI TF-2 3.18.4.1.2.3.7.1.
 *
 * A range on serviceStartTime or serviceStopTime says nothing about an entry without that attribute, and one on
 * creationTime nothing about On-Demand entries: they are not filtered out by it.
 */
export const documentConditions = (d: string) => `${d}.availability_status = any(:status::text[])
  and ${atLevel(d)}
  and ${documentFilters(d)}
  and ${anyOf(`${d}.class_code`, 'classCode')}
  and ${anyOf(`${d}.type_code`, 'typeCode')}
  and ${anyOf(`${d}.practice_setting_code`, 'practiceSettingCode')}
  and ${anyOf(`${d}.healthcare_facility_type_code`, 'healthcareFacilityTypeCode')}
  and ${anyOf(`coalesce(${d}.document_availability, '${documentAvailabilities.Online}')`, 'documentAvailability')}
  and ${allOf(`${d}.event_code_list`, 'eventCodeList')}
  and ${inRange(`${d}.creation_time`, 'creationTime', onDemand(d))}
  and ${inRange(`${d}.service_start_time`, 'serviceStartTime', `${d}.service_start_time is null`)}
  and ${inRange(`${d}.service_stop_time`, 'serviceStopTime', `${d}.service_stop_time is null`)}
  and ${anyLike(`${d}.author_person`, 'authorPerson')}`;

/** The values of `documentConditions`. */
export function documentConditionValues(criteria: DocumentCriteria) {
  // Spread last: an object that begins with a spread and goes on for long is a slow dictionary to V8.
  return {
    status: criteria.status,
    classCode: criteria.classCode,
    typeCode: criteria.typeCode,
    practiceSettingCode: criteria.practiceSettingCode,
    healthcareFacilityTypeCode: criteria.healthcareFacilityTypeCode,
    documentAvailability: criteria.documentAvailability,
    eventCodeList: allOfValue(criteria.eventCodeList),
    creationTimeFrom: earliestSecond(criteria.creationTimeFrom),
    creationTimeTo: earliestSecond(criteria.creationTimeTo),
    serviceStartTimeFrom: earliestSecond(criteria.serviceStartTimeFrom),
    serviceStartTimeTo: earliestSecond(criteria.serviceStartTimeTo),
    serviceStopTimeFrom: earliestSecond(criteria.serviceStopTimeFrom),
    serviceStopTimeTo: earliestSecond(criteria.serviceStopTimeTo),
    authorPerson: criteria.authorPerson?.map(likePattern),
    ...levelValues(criteria),
    ...documentFilterValues(criteria),
  };
}
