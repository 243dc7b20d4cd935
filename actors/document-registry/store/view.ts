import type { Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { columnFromUUID, isEntryUUID, uuidFromColumn } from './uuid.ts';

/** What a registry knows of one patient id — ITI TF-2 3.8.4. */
export interface KnownPatient {
  readonly patientId: string;
  /** The end of the merge chain: the id itself while it is active. */
  readonly survivingId: string;
}

/** What rules may know of one registered object. */
export interface KnownObject {
  readonly kind: RegistryObject['kind'];
  readonly entryUUID: string;
  /** As registered; of an Association, the patient of its SubmissionSet. */
  readonly patientId: string;
  /** The patient the object is about now. */
  readonly survivingId: string;
  readonly uniqueId?: string;
  /** Its number among the holders of its uniqueId, from 0. */
  readonly copy: number;
  /** The full URN; absent for what is always Approved (SubmissionSet, Association). */
  readonly availabilityStatus?: string;
  /** DocumentEntries only, as `urn:uuid:…`. */
  readonly objectType?: string;
  /** Lower case. */
  readonly hash?: string;
  readonly size?: number;
  /** True for a DocumentEntry that is the source of an XFRM or XFRM_RPLC. */
  readonly isTransformation: boolean;
}

/** Which part of the registry a judgement needs. */
export interface ViewRequest {
  /** Ids that are no entryUUIDs are legal here and known to nobody. */
  readonly entryUUIDs: readonly string[];
  readonly uniqueIds: readonly string[];
  readonly patientIds: readonly string[];
}

/** The part of the registry that was asked for, as it was at one moment. Rules read it without waiting. */
export interface RegistryView {
  patient(patientId: string): KnownPatient | undefined;
  object(entryUUID: string): KnownObject | undefined;
  /** Several DocumentEntries may carry one uniqueId — ITI TF-2 3.42.4.1.3.3.7. */
  holders(uniqueId: string): readonly KnownObject[];
}

/** A view of the given patients and objects. */
export function registryView(patients: readonly KnownPatient[], objects: readonly KnownObject[]): RegistryView {
  const patientsById = new Map(patients.map((patient) => [patient.patientId, patient]));
  const objectsById = new Map(objects.map((object) => [object.entryUUID, object]));
  const holders = new Map<string | undefined, KnownObject[]>();
  for (const object of objects) {
    const others = holders.get(object.uniqueId);
    if (others === undefined) holders.set(object.uniqueId, [object]);
    else others.push(object);
  }
  return {
    patient: (patientId) => patientsById.get(patientId),
    object: (entryUUID) => objectsById.get(entryUUID),
    holders: (uniqueId) => holders.get(uniqueId) ?? [],
  };
}

const viewText = `with known as (
  select o.entry_uuid, o.kind, o.patient_id, o.unique_id, o.copy from registry_object o where o.entry_uuid = any($1::uuid[])
  union
  select o.entry_uuid, o.kind, o.patient_id, o.unique_id, o.copy from registry_object o where o.unique_id = any($2::text[])
)
select 'Patient' as kind, null::uuid as entry_uuid, p.patient_id, p.surviving_id, null::text as unique_id, 0 as copy,
  null::text as availability_status, null::uuid as object_type, null::text as hash, null::bigint as size,
  false as is_transformation
from patient p where p.patient_id = any($3::text[])
union all
select k.kind, k.entry_uuid, k.patient_id, coalesce(p.surviving_id, k.patient_id), k.unique_id, k.copy,
  coalesce(d.availability_status, f.availability_status), d.object_type, d.hash, d.size,
  k.kind = 'DocumentEntry' and exists (select from association a
    where a.source = k.entry_uuid and a.patient_id = k.patient_id and a.type in ('${associationTypes.XFRM}', '${associationTypes.XFRM_RPLC}'))
from known k
left join patient p on p.patient_id = k.patient_id
left join document_entry d on k.kind = 'DocumentEntry' and d.patient_id = k.patient_id and d.entry_uuid = k.entry_uuid
left join folder f on k.kind = 'Folder' and f.patient_id = k.patient_id and f.entry_uuid = k.entry_uuid`;

/** Reads everything a submission is judged by in one round trip and one snapshot. */
export async function selectView(sql: Sql, request: ViewRequest): Promise<RegistryView> {
  const rows = await sql.query<ViewRow>(
    viewText,
    [request.entryUUIDs.filter(isEntryUUID).map(columnFromUUID), request.uniqueIds, request.patientIds],
    'view',
  );
  return registryView(
    rows
      .filter((row) => row.kind === 'Patient')
      .map((row) => ({ patientId: row.patient_id, survivingId: row.surviving_id })),
    rows.filter((row) => row.kind !== 'Patient').map(knownObject),
  );
}

type ViewRow = {
  readonly kind: RegistryObject['kind'] | 'Patient';
  readonly entry_uuid: string;
  readonly patient_id: string;
  readonly surviving_id: string;
  readonly unique_id: string | null;
  readonly copy: number;
  readonly availability_status: string | null;
  readonly object_type: string | null;
  readonly hash: string | null;
  readonly size: number | null;
  readonly is_transformation: boolean;
};

function knownObject(row: ViewRow): KnownObject {
  return {
    kind: row.kind as RegistryObject['kind'],
    entryUUID: uuidFromColumn(row.entry_uuid),
    patientId: row.patient_id,
    survivingId: row.surviving_id,
    copy: row.copy,
    ...(row.unique_id === null ? {} : { uniqueId: row.unique_id }),
    ...(row.availability_status === null ? {} : { availabilityStatus: row.availability_status }),
    ...(row.object_type === null ? {} : { objectType: uuidFromColumn(row.object_type) }),
    ...(row.hash === null ? {} : { hash: row.hash }),
    ...(row.size === null ? {} : { size: row.size }),
    isTransformation: row.is_transformation,
  };
}
