import type { Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
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
  /** True for a version of a DocumentEntry that another one follows. */
  readonly isSuperseded?: boolean;
  /** True for a DocumentEntry that is the source of an XFRM or XFRM_RPLC which was not deprecated. */
  readonly isTransformation: boolean;
}

/** Which part of the registry a judgement needs. */
export interface ViewRequest {
  /** Ids that are no entryUUIDs are legal here and known to nobody. */
  readonly entryUUIDs: readonly string[];
  readonly uniqueIds: readonly string[];
  readonly patientIds: readonly string[];
}

/** The part of the registry that was asked for. Rules read it without waiting. */
export interface RegistryView {
  patient(patientId: string): KnownPatient | undefined;
  object(entryUUID: string): KnownObject | undefined;
  /** Several DocumentEntries may carry one uniqueId — ITI TF-2 3.42.4.1.3.3.7. */
  holders(uniqueId: string): readonly KnownObject[];
  /** True for an id that versions of a registered object have in common, whether or not the first one is still there. */
  isLogicalID(id: string): boolean;
}

/** A view of the given patients and objects, and of logicalIDs whose versions may be others. */
export function registryView(
  patients: readonly KnownPatient[],
  objects: readonly KnownObject[],
  logicalIDs: readonly string[] = [],
): RegistryView {
  const logical = new Set(logicalIDs);
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
    isLogicalID: (id) => logical.has(id),
  };
}

/** What the registry is expected to hold of a submission that is new altogether: its patients, active, and nothing else. */
export function viewOfNew({ patientIds }: ViewRequest): RegistryView {
  return registryView(
    patientIds.map((patientId) => ({ patientId, survivingId: patientId })),
    [],
  );
}

/** Touches no partition: a submission that is new altogether is judged by this alone. */
const foundText = `select 'Patient' as kind, null::uuid as entry_uuid, p.patient_id, p.surviving_id,
  null::text as unique_id, 0 as copy
from patient p where p.patient_id = any($3::text[])
union all
select distinct 'LogicalID', o.logical_id, '', '', null, 0
from registry_object o where o.logical_id = any($1::uuid[]) and o.kind in ('DocumentEntry', 'Folder')
union all
select o.kind, o.entry_uuid, o.patient_id, coalesce(p.surviving_id, o.patient_id), o.unique_id, o.copy
from (
  select * from registry_object where entry_uuid = any($1::uuid[])
  union
  select * from registry_object where unique_id = any($2::text[])
) o left join patient p on p.patient_id = o.patient_id`;

/** The association lies with the patient of its own submission, who may have been merged with the document's since. */
const detailText = `select d.entry_uuid, d.availability_status, d.object_type, d.hash, d.size, d.latest,
  exists (select from association a where a.source = d.entry_uuid
    and a.type in ('${associationTypes.XFRM}', '${associationTypes.XFRM_RPLC}')
    and a.availability_status = '${availabilityStatuses.Approved}') as is_transformation
from unnest($1::text[], $2::uuid[]) k(patient_id, entry_uuid)
join document_entry d on d.patient_id = k.patient_id and d.entry_uuid = k.entry_uuid
union all
select f.entry_uuid, f.availability_status, null, null, null, true, false
from unnest($1::text[], $2::uuid[]) k(patient_id, entry_uuid)
join folder f on f.patient_id = k.patient_id and f.entry_uuid = k.entry_uuid`;

/** Reads everything a submission is judged by: one round trip, and one more when something it names is registered. */
export async function selectView(sql: Sql, request: ViewRequest): Promise<RegistryView> {
  const found = await sql.query<FoundRow>(
    foundText,
    [request.entryUUIDs.filter(isEntryUUID).map(columnFromUUID), request.uniqueIds, request.patientIds],
    'view',
  );
  const patients = found.filter(({ kind }) => kind === 'Patient');
  const logicalIDs = found.filter(({ kind }) => kind === 'LogicalID').map((row) => uuidFromColumn(row.entry_uuid));
  const objects = found.filter(({ kind }) => kind !== 'Patient' && kind !== 'LogicalID');
  const details = await selectDetails(sql, objects);
  return registryView(
    patients.map((row) => ({ patientId: row.patient_id, survivingId: row.surviving_id })),
    objects.map((row) => knownObject(row, details.get(row.entry_uuid))),
    logicalIDs,
  );
}

async function selectDetails(sql: Sql, found: readonly FoundRow[]): Promise<ReadonlyMap<string, DetailRow>> {
  const detailed = found.filter(({ kind }) => kind === 'DocumentEntry' || kind === 'Folder');
  if (detailed.length === 0) return new Map();
  const rows = await sql.query<DetailRow>(
    detailText,
    [detailed.map((row) => row.patient_id), detailed.map((row) => row.entry_uuid)],
    'view-details',
  );
  return new Map(rows.map((row) => [row.entry_uuid, row]));
}

type FoundRow = {
  readonly kind: RegistryObject['kind'] | 'Patient' | 'LogicalID';
  readonly entry_uuid: string;
  readonly patient_id: string;
  readonly surviving_id: string;
  readonly unique_id: string | null;
  readonly copy: number;
};

type DetailRow = {
  readonly entry_uuid: string;
  readonly availability_status: string;
  readonly object_type: string | null;
  readonly hash: string | null;
  readonly size: number | null;
  readonly latest: boolean;
  readonly is_transformation: boolean;
};

function knownObject(row: FoundRow, detail: DetailRow | undefined): KnownObject {
  const { object_type: objectType = null, hash = null, size = null } = detail ?? {};
  return {
    kind: row.kind as RegistryObject['kind'],
    entryUUID: uuidFromColumn(row.entry_uuid),
    patientId: row.patient_id,
    survivingId: row.surviving_id,
    copy: row.copy,
    ...(row.unique_id === null ? {} : { uniqueId: row.unique_id }),
    ...(detail === undefined ? {} : { availabilityStatus: detail.availability_status }),
    ...(objectType === null ? {} : { objectType: uuidFromColumn(objectType) }),
    ...(hash === null ? {} : { hash }),
    ...(size === null ? {} : { size }),
    ...(detail?.latest === false ? { isSuperseded: true } : {}),
    isTransformation: detail?.is_transformation ?? false,
  };
}
