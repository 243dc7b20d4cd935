import type { Row, Sql } from '../../../runtime/sql/database.ts';
import type { Demographics } from '../../../transactions/iti-8-patient-identity-feed/messages.ts';
import type { FeedSource } from '../domains.ts';
import { matchKey, personTraits } from '../same-person.ts';

/** What a record is known by: the OID of its domain and the identifier there. */
export interface RecordKey {
  readonly domain: string;
  readonly id: string;
}

/** A record as a feed message finds it. */
export interface PatientRecord extends RecordKey {
  readonly demographics: Demographics;
  /** The identifier of the same domain it was merged into. */
  readonly subsumedBy?: string;
  readonly matchKey?: string;
  readonly fedTogether?: string;
  /** Absent only of a record that was merged away. */
  readonly clusterId?: string;
}

/** What a feed message says of a record. */
export interface FedRecord extends RecordKey {
  readonly demographics: Demographics;
  readonly fedTogether?: string | undefined;
  readonly source: FeedSource;
  readonly receivedAt: Date;
}

interface RecordRow extends Row {
  readonly domain_oid: string;
  readonly id: string;
  readonly demographics: Demographics;
  readonly subsumed_by: string | null;
  readonly match_key: string | null;
  readonly fed_together: string | null;
  readonly cluster_id: string | null;
}

const selectText = `select r.domain_oid, r.id, r.demographics, r.subsumed_by, r.match_key, r.fed_together, r.cluster_id
from patient_record r join unnest($1::text[], $2::text[]) as given(domain_oid, id) using (domain_oid, id)`;

/** The known ones of some records. */
export async function selectRecords(sql: Sql, keys: readonly RecordKey[]): Promise<PatientRecord[]> {
  const rows = await sql.query<RecordRow>(selectText, columnsOf(keys), 'select-records');
  return rows.map((row) => ({
    domain: row.domain_oid,
    id: row.id,
    demographics: row.demographics,
    ...(row.subsumed_by === null ? {} : { subsumedBy: row.subsumed_by }),
    ...(row.match_key === null ? {} : { matchKey: row.match_key }),
    ...(row.fed_together === null ? {} : { fedTogether: row.fed_together }),
    ...(row.cluster_id === null ? {} : { clusterId: row.cluster_id }),
  }));
}

const saveText = `insert into patient_record (domain_oid, id, demographics, family, given, birth_date, match_key,
  fed_together, cluster_id, source_application, source_facility, received_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, gen_random_uuid(), $9, $10, $11)
on conflict (domain_oid, id) do update set demographics = excluded.demographics, family = excluded.family,
  given = excluded.given, birth_date = excluded.birth_date, match_key = excluded.match_key,
  fed_together = excluded.fed_together, source_application = excluded.source_application,
  source_facility = excluded.source_facility, received_at = excluded.received_at`;

/** Adds or replaces an active record; a new one is a cluster of its own until it is matched. Gives its match key. */
export async function saveRecord(sql: Sql, record: FedRecord): Promise<string | undefined> {
  const traits = personTraits(record.demographics);
  const key = matchKey(traits);
  await sql.query(
    saveText,
    [
      record.domain,
      record.id,
      JSON.stringify(record.demographics),
      traits.family ?? null,
      traits.given ?? null,
      traits.birthDate ?? null,
      key ?? null,
      record.fedTogether ?? null,
      record.source.application,
      record.source.facility,
      record.receivedAt,
    ],
    'save-record',
  );
  return key;
}

const joinText = `update patient_record set fed_together = $3
where fed_together = $4 or (domain_oid = $1 and id = $2)`;
const subsumeText = `update patient_record set subsumed_by = $3, match_key = null, fed_together = null, cluster_id = null
where domain_oid = $1 and id = $2`;

/**
 * Lets `surviving` stand for `prior` from now on, also among the identifiers `prior` was fed with. Both are active records
 * of one domain.
 */
export async function subsumeRecord(sql: Sql, prior: PatientRecord, surviving: PatientRecord): Promise<void> {
  if (prior.fedTogether !== undefined) {
    const together = surviving.fedTogether ?? prior.fedTogether;
    await sql.query(joinText, [surviving.domain, surviving.id, together, prior.fedTogether], 'join-fed-together');
  }
  await sql.query(subsumeText, [prior.domain, prior.id, surviving.id], 'subsume-record');
}

/** The two columns of some keys, for unnest. */
export function columnsOf(keys: readonly RecordKey[]): [domains: string[], ids: string[]] {
  return [keys.map(({ domain }) => domain), keys.map(({ id }) => id)];
}
