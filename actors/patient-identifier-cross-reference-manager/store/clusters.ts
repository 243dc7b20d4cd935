import type { Row, Sql } from '../../../runtime/sql/database.ts';
import { clusterIds } from '../clusters.ts';
import { columnsOf, type RecordKey } from './records.ts';

/** What may no longer be right: records that changed, and clusters they belonged to before. */
export interface ClusterChange {
  readonly records: readonly RecordKey[];
  readonly clusters: readonly string[];
}

interface ClusterRow extends Row {
  readonly domain_oid: string;
  readonly id: string;
  readonly match_key: string | null;
  readonly fed_together: string | null;
  readonly cluster_id: string;
}

const affectedText = `with changed as (
  select r.cluster_id, r.match_key, r.fed_together
  from patient_record r join unnest($1::text[], $2::text[]) as given(domain_oid, id) using (domain_oid, id)
), affected as (
  select unnest($3::uuid[]) as cluster_id
  union select cluster_id from changed
  union select r.cluster_id from changed join patient_record r using (match_key)
  union select r.cluster_id from changed join patient_record r using (fed_together)
)
select r.domain_oid, r.id, r.match_key, r.fed_together, r.cluster_id
from affected join patient_record r using (cluster_id) order by r.domain_oid, r.id`;

const moveText = `update patient_record r set cluster_id = moved.cluster_id
from unnest($1::text[], $2::text[], $3::uuid[]) as moved(domain_oid, id, cluster_id)
where r.domain_oid = moved.domain_oid and r.id = moved.id`;

/** Puts the records around a change into the clusters they now belong to; nobody else may change records meanwhile. */
export async function rematchRecords(sql: Sql, change: ClusterChange, newId: () => string): Promise<void> {
  const rows = await sql.query<ClusterRow>(
    affectedText,
    [...columnsOf(change.records), change.clusters],
    'select-affected',
  );
  const ids = clusterIds(
    rows.map((row) => ({
      clusterId: row.cluster_id,
      matchKey: row.match_key ?? undefined,
      fedTogether: row.fed_together ?? undefined,
    })),
    newId,
  );
  const moved = rows.flatMap((row, index) =>
    row.cluster_id === ids[index] ? [] : [{ domain: row.domain_oid, id: row.id, cluster: ids[index] }],
  );
  if (moved.length === 0) return;
  await sql.query(moveText, [...columnsOf(moved), moved.map(({ cluster }) => cluster)], 'move-records');
}

interface CounterpartRow extends Row {
  readonly domain_oid: string | null;
  readonly id: string | null;
}

const counterpartsText = `select o.domain_oid, o.id from patient_record r
left join patient_record o on o.cluster_id = r.cluster_id and o.domain_oid = any($3)
  and (o.domain_oid, o.id) <> (r.domain_oid, r.id)
where r.domain_oid = $1 and r.id = $2 and r.cluster_id is not null
order by array_position($3, o.domain_oid), o.id`;

/**
 * The other records of the same person in some domains (OIDs), in the order of these. Undefined for a record that is
 * unknown or merged away.
 */
export async function selectCounterparts(
  sql: Sql,
  key: RecordKey,
  domains: readonly string[],
): Promise<RecordKey[] | undefined> {
  const rows = await sql.query<CounterpartRow>(counterpartsText, [key.domain, key.id, domains], 'counterparts');
  if (rows.length === 0) return undefined;
  return rows.flatMap(({ domain_oid, id }) => (domain_oid === null || id === null ? [] : [{ domain: domain_oid, id }]));
}
