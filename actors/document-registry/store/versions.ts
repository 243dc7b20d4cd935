import type { Sql } from '../../../runtime/sql/database.ts';
import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { holdAll, holdObjects } from './hold.ts';
import { holdPatients } from './patients.ts';
import { supersedeAssociations } from './superseded-associations.ts';
import { columnFromUUID, isEntryUUID, uuidFromColumn } from './uuid.ts';

/** A registered version of a DocumentEntry or Folder. */
export interface RegisteredVersion {
  readonly kind: 'DocumentEntry' | 'Folder';
  readonly entryUUID: string;
  readonly logicalID: string;
  /** From 1. */
  readonly version: number;
  /** No version follows it. */
  readonly latest: boolean;
  /** The full URN. */
  readonly availabilityStatus: string;
  /** As registered. */
  readonly patientId: string;
  /** The patient the object is about now. */
  readonly survivingId: string;
  readonly uniqueId: string;
  /** DocumentEntries only, as `urn:uuid:…`. */
  readonly objectType?: string;
}

/** A registered Association as updates see it. */
export interface RegisteredAssociation {
  readonly kind: 'Association';
  readonly entryUUID: string;
  /** The full URN. */
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly sourceKind: RegistryObject['kind'];
  readonly availabilityStatus: string;
  /** Neither end is a version that another one follows. */
  readonly latest: boolean;
  /** Its text as it is kept. */
  readonly ebrim: string;
}

/** The versions and associations an update is about. */
export interface VersionsView {
  /** The newest version of a logical object, DocumentEntry or Folder. */
  latest(logicalID: string): RegisteredVersion | undefined;
  version(entryUUID: string): RegisteredVersion | undefined;
  association(entryUUID: string): RegisteredAssociation | undefined;
  /** The Folder memberships and relationships with the object as an end, whatever their status. */
  associationsOf(entryUUID: string): readonly RegisteredAssociation[];
}

/** Which part of the registry an update is about; ids that are no UUIDs are legal and known to nobody. */
export interface VersionsRequest {
  /** Of DocumentEntries and Folders that get a new version. */
  readonly logicalIDs: readonly string[];
  /** Of objects whose status changes, and of the ends of submitted associations. */
  readonly entryUUIDs: readonly string[];
  /** Whom the request is about; only to be held. */
  readonly patientIds?: readonly string[];
}

/** What an update may do beside what a submission may. */
export interface VersionWriter {
  /**
   * Holds every version of the logical objects, what Approved associations tie to the latest of them, and the other
   * objects, until the update ends: of two updates of one object, or of two that are tied together, the second sees what
   * the first made of it. The patients are held too: nobody is merged meanwhile.
   */
  hold(request: VersionsRequest): Promise<void>;
  versions(request: VersionsRequest): Promise<VersionsView>;
  /** The ebRIM text of registered DocumentEntries as it is kept, by entryUUID. */
  entryTexts(entryUUIDs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** These versions are no longer the latest; their status is another matter. */
  supersede(versions: readonly Pick<RegisteredVersion, 'kind' | 'entryUUID'>[]): Promise<void>;
  /** The SubmissionSet, inserted before, asked for something and has no members: nothing of it is missing. */
  filesNothing(submissionSet: string): Promise<void>;
}

/** The writer of one transaction. */
export function versionWriter(sql: Sql): VersionWriter {
  return {
    hold: (request) => holdVersions(sql, request),
    versions: (request) => selectVersions(sql, request),
    entryTexts: (ids) => selectEntryTexts(sql, ids),
    supersede: (versions) => supersede(sql, versions),
    filesNothing: async (id) => void (await sql.query(filesNothingText, [columnFromUUID(id)], 'files-nothing')),
  };
}

/** A view of the given versions and associations. */
export function versionsView(
  versions: readonly RegisteredVersion[],
  associations: readonly RegisteredAssociation[],
): VersionsView {
  const byId = new Map(versions.map((version) => [version.entryUUID, version]));
  const latest = new Map(versions.filter((v) => v.latest).map((version) => [version.logicalID, version]));
  const associationsById = new Map(associations.map((association) => [association.entryUUID, association]));
  const byEnd = new Map<string, RegisteredAssociation[]>();
  for (const association of associations) {
    if (association.sourceKind === 'SubmissionSet') continue;
    for (const end of [association.source, association.target]) {
      const others = byEnd.get(end);
      if (others === undefined) byEnd.set(end, [association]);
      else others.push(association);
    }
  }
  return {
    latest: (logicalID) => latest.get(logicalID),
    version: (entryUUID) => byId.get(entryUUID),
    association: (entryUUID) => associationsById.get(entryUUID),
    associationsOf: (entryUUID) => byEnd.get(entryUUID) ?? [],
  };
}

const filesNothingText = `update submission_set s set files_nothing = true from registry_object o
where o.entry_uuid = $1::uuid and s.patient_id = o.patient_id and s.entry_uuid = o.entry_uuid`;

/** The objects of $1 and every version of the logical objects of $2. */
const wanted = `wanted as (
  select o.* from registry_object o where o.entry_uuid = any($1::uuid[])
  union
  select o.* from registry_object o where o.logical_id = any($2::uuid[]) and o.kind in ('DocumentEntry', 'Folder')
)`;

function places({ entryUUIDs, logicalIDs }: VersionsRequest): string[][] {
  return [entryUUIDs, logicalIDs].map((ids) => ids.filter(isEntryUUID).map(columnFromUUID));
}

async function holdVersions(sql: Sql, { patientIds, ...request }: VersionsRequest): Promise<void> {
  if (patientIds !== undefined) await holdPatients(sql, patientIds);
  await (request.logicalIDs.length > 0 ? holdAll(sql, request) : holdObjects(sql, request));
}

const versionsText = `with ${wanted}
select o.kind, o.entry_uuid, o.logical_id, o.patient_id, coalesce(p.surviving_id, o.patient_id) as surviving_id,
  o.unique_id, d.version, d.latest, d.availability_status, d.object_type
from wanted o join document_entry d on d.patient_id = o.patient_id and d.entry_uuid = o.entry_uuid
left join patient p on p.patient_id = o.patient_id
union all
select o.kind, o.entry_uuid, o.logical_id, o.patient_id, coalesce(p.surviving_id, o.patient_id), o.unique_id,
  f.version, f.latest, f.availability_status, null
from wanted o join folder f on f.patient_id = o.patient_id and f.entry_uuid = o.entry_uuid
left join patient p on p.patient_id = o.patient_id`;

const associationsText = `with ${wanted}, touching as (
  select a.patient_id, a.entry_uuid from wanted o join association a on a.source = o.entry_uuid
  union
  select a.patient_id, a.entry_uuid from wanted o join association a on a.target = o.entry_uuid
  union
  select o.patient_id, o.entry_uuid from wanted o where o.kind = 'Association'
)
select a.entry_uuid, a.type, a.source, a.target, a.availability_status, a.latest, a.ebrim, s.kind as source_kind
from touching k join association a on a.patient_id = k.patient_id and a.entry_uuid = k.entry_uuid
join registry_object s on s.entry_uuid = a.source
where s.kind <> 'SubmissionSet' or a.entry_uuid = any($1::uuid[])`;

async function selectVersions(sql: Sql, request: VersionsRequest): Promise<VersionsView> {
  const versions = await sql.query<VersionRow>(versionsText, places(request), 'versions');
  const associations = await sql.query<AssociationRow>(associationsText, places(request), 'version-associations');
  return versionsView(versions.map(registeredVersion), associations.map(registeredAssociation));
}

type VersionRow = {
  readonly kind: 'DocumentEntry' | 'Folder';
  readonly entry_uuid: string;
  readonly logical_id: string;
  readonly patient_id: string;
  readonly surviving_id: string;
  readonly unique_id: string;
  readonly version: number;
  readonly latest: boolean;
  readonly availability_status: string;
  readonly object_type: string | null;
};

function registeredVersion(row: VersionRow): RegisteredVersion {
  return {
    kind: row.kind,
    entryUUID: uuidFromColumn(row.entry_uuid),
    logicalID: uuidFromColumn(row.logical_id),
    version: row.version,
    latest: row.latest,
    availabilityStatus: row.availability_status,
    patientId: row.patient_id,
    survivingId: row.surviving_id,
    uniqueId: row.unique_id,
    ...(row.object_type === null ? {} : { objectType: uuidFromColumn(row.object_type) }),
  };
}

type AssociationRow = {
  readonly entry_uuid: string;
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly availability_status: string;
  readonly ebrim: string;
  readonly source_kind: RegistryObject['kind'];
  readonly latest: boolean;
};

function registeredAssociation(row: AssociationRow): RegisteredAssociation {
  return {
    kind: 'Association',
    entryUUID: uuidFromColumn(row.entry_uuid),
    type: row.type,
    source: uuidFromColumn(row.source),
    target: uuidFromColumn(row.target),
    sourceKind: row.source_kind,
    availabilityStatus: row.availability_status,
    latest: row.latest,
    ebrim: row.ebrim,
  };
}

const textsText = `select o.entry_uuid, d.ebrim
from registry_object o join document_entry d on d.patient_id = o.patient_id and d.entry_uuid = o.entry_uuid
where o.entry_uuid = any($1::uuid[])`;

async function selectEntryTexts(sql: Sql, entryUUIDs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = entryUUIDs.map(columnFromUUID);
  const rows = await sql.query<{ entry_uuid: string; ebrim: string }>(textsText, [ids], 'entry-texts');
  return new Map(rows.map((row) => [uuidFromColumn(row.entry_uuid), row.ebrim]));
}

const supersedeText = (table: 'document_entry' | 'folder') => `update ${table} v set latest = false
from registry_object o where o.entry_uuid = any($1::uuid[]) and v.patient_id = o.patient_id and v.entry_uuid = o.entry_uuid`;

async function supersede(sql: Sql, versions: readonly Pick<RegisteredVersion, 'kind' | 'entryUUID'>[]): Promise<void> {
  for (const [kind, table] of [
    ['DocumentEntry', 'document_entry'],
    ['Folder', 'folder'],
  ] as const) {
    const ids = versions.filter((version) => version.kind === kind).map(({ entryUUID }) => columnFromUUID(entryUUID));
    if (ids.length > 0) await sql.query(supersedeText(table), [ids], `supersede-${table}`);
  }
  await supersedeAssociations(
    sql,
    versions.map(({ entryUUID }) => columnFromUUID(entryUUID)),
  );
}
