import type {
  Association,
  Code,
  DocumentEntry,
  Folder,
  RegistryObject,
  SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { columnFromUUID } from './uuid.ts';
import type { RegistryView } from './view.ts';

/** The columns written for each table, with the SQL type their JSON value is read as. */
export const columns = {
  registry_object: {
    entry_uuid: 'uuid',
    kind: 'text',
    patient_id: 'text',
    unique_id: 'text',
    copy: 'integer',
    logical_id: 'uuid',
  },
  document_entry: {
    patient_id: 'text',
    entry_uuid: 'uuid',
    logical_id: 'uuid',
    version: 'integer',
    unique_id: 'text',
    object_type: 'uuid',
    availability_status: 'text',
    document_availability: 'text',
    class_code: 'text',
    type_code: 'text',
    format_code: 'text',
    healthcare_facility_type_code: 'text',
    practice_setting_code: 'text',
    confidentiality_code: 'text[]',
    event_code_list: 'text[]',
    creation_time: 'text',
    service_start_time: 'text',
    service_stop_time: 'text',
    author_person: 'text[]',
    reference_id_list: 'text[]',
    repository_unique_id: 'text',
    hash: 'text',
    size: 'bigint',
    ebrim: 'text',
  },
  submission_set: {
    patient_id: 'text',
    entry_uuid: 'uuid',
    unique_id: 'text',
    availability_status: 'text',
    source_id: 'text',
    submission_time: 'text',
    content_type_code: 'text',
    author_person: 'text[]',
    ebrim: 'text',
  },
  folder: {
    patient_id: 'text',
    entry_uuid: 'uuid',
    logical_id: 'uuid',
    version: 'integer',
    unique_id: 'text',
    availability_status: 'text',
    last_update_time: 'text',
    code_list: 'text[]',
    ebrim: 'text',
  },
  association: {
    patient_id: 'text',
    entry_uuid: 'uuid',
    type: 'text',
    source: 'uuid',
    target: 'uuid',
    availability_status: 'text',
    ebrim: 'text',
  },
} as const;

/** A table that registering writes. */
export type TableName = keyof typeof columns;
/** One row: a value for every column, null for what the object does not say. */
export type RowOf<T extends TableName> = { readonly [C in keyof (typeof columns)[T]]: unknown };

/**
 * The row every object has: where its entryUUID, uniqueId and logicalID are found; an Association lies with `patientId`.
 *
 * `copy` follows the last holder that `view` shows: whoever took the uniqueId after the rules looked has the same number,
 * and the constraint lets only one of the two in. `earlier` are the rows of the same insertion: new versions of two
 * entries of one document come together when both move to another patient.
 */
export function registryObjectRow(
  object: RegistryObject,
  patientId: string,
  { view, earlier }: { readonly view: RegistryView | undefined; readonly earlier: readonly RowOf<'registry_object'>[] },
): RowOf<'registry_object'> {
  const uniqueId = object.kind === 'Association' ? undefined : object.uniqueId;
  const holders = uniqueId === undefined ? [] : (view?.holders(uniqueId) ?? []);
  // What nobody holds yet no message holds twice.
  const beside = holders.length === 0 ? 0 : earlier.filter((row) => row.unique_id === uniqueId).length;
  return {
    entry_uuid: columnFromUUID(object.entryUUID),
    kind: object.kind,
    patient_id: object.kind === 'Association' ? patientId : object.patientId,
    unique_id: uniqueId ?? null,
    copy: Math.max(-1, ...holders.map(({ copy }) => copy)) + 1 + beside,
    logical_id: columnFromUUID(object.logicalID ?? object.entryUUID),
  };
}

/** A DocumentEntry's row; every attribute that a stored query asks for is a column. */
export function documentEntryRow(entry: DocumentEntry, ebrim: string): RowOf<'document_entry'> {
  return {
    patient_id: entry.patientId,
    entry_uuid: columnFromUUID(entry.entryUUID),
    logical_id: columnFromUUID(entry.logicalID ?? entry.entryUUID),
    version: Number(entry.version ?? 1),
    unique_id: entry.uniqueId,
    object_type: columnFromUUID(entry.objectType),
    availability_status: entry.availabilityStatus,
    document_availability: entry.documentAvailability ?? null,
    class_code: codeColumn(entry.classCode),
    type_code: codeColumn(entry.typeCode),
    format_code: codeColumn(entry.formatCode),
    healthcare_facility_type_code: codeColumn(entry.healthcareFacilityTypeCode),
    practice_setting_code: codeColumn(entry.practiceSettingCode),
    confidentiality_code: entry.confidentialityCode.map(codeColumn),
    event_code_list: entry.eventCodeList.map(codeColumn),
    creation_time: timeColumn(entry.creationTime),
    service_start_time: timeColumn(entry.serviceStartTime),
    service_stop_time: timeColumn(entry.serviceStopTime),
    author_person: authorPersons(entry),
    reference_id_list: entry.referenceIdList,
    repository_unique_id: entry.repositoryUniqueId ?? null,
    hash: entry.hash?.toLowerCase() ?? null,
    size: entry.size ?? null,
    ebrim,
  };
}

/** A SubmissionSet's row. */
export function submissionSetRow(set: SubmissionSet, ebrim: string): RowOf<'submission_set'> {
  return {
    patient_id: set.patientId,
    entry_uuid: columnFromUUID(set.entryUUID),
    unique_id: set.uniqueId,
    availability_status: set.availabilityStatus,
    source_id: set.sourceId,
    submission_time: timeColumn(set.submissionTime),
    content_type_code: codeColumn(set.contentTypeCode),
    author_person: authorPersons(set),
    ebrim,
  };
}

/** A Folder's row. */
export function folderRow(folder: Folder, ebrim: string): RowOf<'folder'> {
  return {
    patient_id: folder.patientId,
    entry_uuid: columnFromUUID(folder.entryUUID),
    logical_id: columnFromUUID(folder.logicalID ?? folder.entryUUID),
    version: Number(folder.version ?? 1),
    unique_id: folder.uniqueId,
    availability_status: folder.availabilityStatus,
    last_update_time: timeColumn(folder.lastUpdateTime),
    code_list: folder.codeList.map(codeColumn),
    ebrim,
  };
}

/** An Association's row; it lies with the patient of the SubmissionSet that brought it. */
export function associationRow(association: Association, patientId: string, ebrim: string): RowOf<'association'> {
  return {
    patient_id: patientId,
    entry_uuid: columnFromUUID(association.entryUUID),
    type: association.type,
    source: columnFromUUID(association.source),
    target: columnFromUUID(association.target),
    availability_status: association.availabilityStatus,
    ebrim,
  };
}

/** A code as stored queries write it: `code^^scheme` — ITI TF-2 3.18.4.1.2.3.4. */
function codeColumn(code: Code | undefined): string | null {
  return code === undefined ? null : `${code.code}^^${code.codingScheme}`;
}

/** A DTM of any precision as the 14 digits of its earliest second. */
function timeColumn(dtm: string | undefined): string | null {
  return dtm === undefined ? null : dtm + '00000101000000'.slice(dtm.length);
}

function authorPersons(object: DocumentEntry | SubmissionSet): string[] {
  return object.author.flatMap((author) => author.authorPerson ?? []);
}
