import type { Row, Sql } from '../../../runtime/sql/database.ts';
import type { Demographics } from '../../../transactions/iti-8-patient-identity-feed/messages.ts';
import { spelled } from '../same-person.ts';
import type { RecordKey } from './records.ts';

/** What records are looked for by; every part narrows. */
export interface PatientSearch {
  /** OIDs of the domains whose records are shown. */
  readonly domains: readonly string[];
  /** OID of the one domain to look in. */
  readonly domain?: string | undefined;
  readonly id?: string | undefined;
  /** Text within family or given name, or `Family^Given` for a text within each; case does not matter. */
  readonly name?: string | undefined;
  /** The beginning of `YYYYMMDD`. */
  readonly birthDate?: string | undefined;
  readonly limit: number;
}

/** A record that was found. */
export interface FoundPatient extends RecordKey {
  readonly subsumedBy?: string;
  readonly demographics: Demographics;
  readonly crossReferences: readonly RecordKey[];
}

interface FoundRow extends Row {
  readonly domain_oid: string;
  readonly id: string;
  readonly subsumed_by: string | null;
  readonly demographics: Demographics;
  readonly others: readonly RecordKey[];
}

/** Records by name, domain and id, merged ones included, with the other active records of the same person. */
export async function findPatients(sql: Sql, search: PatientSearch): Promise<FoundPatient[]> {
  const { text, values } = searchText(search);
  const rows = await sql.query<FoundRow>(text, values);
  return rows.map((row) => ({
    domain: row.domain_oid,
    id: row.id,
    ...(row.subsumed_by === null ? {} : { subsumedBy: row.subsumed_by }),
    demographics: row.demographics,
    crossReferences: row.others,
  }));
}

function searchText(search: PatientSearch): { text: string; values: unknown[] } {
  const values: unknown[] = [search.domains, search.limit];
  const value = (given: unknown) => `$${values.push(given)}`;
  const conditions = ['r.domain_oid = any($1)'];
  if (search.domain !== undefined) conditions.push(`r.domain_oid = ${value(search.domain)}`);
  if (search.id !== undefined) conditions.push(`r.id = ${value(search.id)}`);
  if (search.birthDate !== undefined) conditions.push(`r.birth_date ^@ ${value(search.birthDate)}`);
  if (search.name !== undefined) {
    const [family, given] = search.name.split('^').map(spelled);
    const within = (column: string, part: string | undefined) => `strpos(coalesce(${column}, ''), ${value(part)}) > 0`;
    if (given === undefined) conditions.push(`(${within('r.family', family)} or ${within('r.given', family)})`);
    else conditions.push(within('r.family', family), within('r.given', given));
  }
  const others = `select coalesce(jsonb_agg(jsonb_build_object('domain', o.domain_oid, 'id', o.id)
    order by array_position($1, o.domain_oid), o.id), '[]')
  from patient_record o where o.cluster_id = r.cluster_id and o.domain_oid = any($1)
    and (o.domain_oid, o.id) <> (r.domain_oid, r.id)`;
  const text = `select r.domain_oid, r.id, r.subsumed_by, r.demographics, (${others}) as others
from patient_record r where ${conditions.join(' and ')}
order by r.family, r.given, array_position($1, r.domain_oid), r.id limit $2`;
  return { text, values };
}
