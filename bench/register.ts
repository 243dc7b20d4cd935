import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { tables } from '../actors/document-registry/migrations/0001-tables.ts';
import { registerDocumentSet } from '../transactions/iti-42-register-document-set-b/transaction.ts';
import { interleave, runLoad } from './load.ts';
import { rawCall } from './raw-call.ts';
import type { Result } from './report.ts';
import { feedPatients, submissionOf, type World } from './world.ts';

const connections = 16;
const written = ['registry_object', 'document_entry', 'submission_set', 'association'] as const;
type Template = Readonly<Record<(typeof written)[number], readonly Record<string, unknown>[]>>;

/** ITI-42 of one entry, durable, beside plain SQL that inserts the same rows: one statement, one commit each. */
export async function benchRegister(world: World): Promise<Result[]> {
  const patients = await feedPatients(world, 64);
  const call = rawCall(registerDocumentSet, world.url('document-registry', registerDocumentSet.id));
  const register = async (client: number) => {
    const patient = patients[client % patients.length]!;
    const answer = await call.send(await call.message({ submission: submissionOf(world, patient, 1) }));
    if (!answer.includes('ResponseStatusType:Success')) throw new Error(answer);
  };
  await register(0);
  const pool = new pg.Pool({ connectionString: world.domain.ready.databaseUrl, max: connections });
  try {
    const insert = await plainInsert(pool);
    const { clients, seconds, rounds } = world;
    const { ours, floor, ratio } = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: register }),
      () => runLoad({ clients, seconds, work: insert }),
    );
    return [
      {
        name: 'ITI-42 one entry',
        ours: `${ours.rate.toFixed(0)}/s`,
        floor: `${floor.rate.toFixed(0)}/s plain SQL`,
        ratio,
        detail: `${clients} clients; p50 ${ours.p50.toFixed(1)} ms, p95 ${ours.p95.toFixed(1)} ms`,
      },
    ];
  } finally {
    await call.close();
    await pool.end();
  }
}

/** The rows of the submission that was registered last, with ids of their own, into tables of the same shape. */
async function plainInsert(pool: pg.Pool): Promise<(client: number) => Promise<void>> {
  await pool.query('create schema floor');
  await pool.query(`set search_path to floor; ${tables.up}; set search_path to default`);
  const template = Object.fromEntries(
    await Promise.all(
      written.map(async (table) => [
        table,
        (await pool.query(`select to_jsonb(t) as row from document_registry.${table} t`)).rows.map((r) => r.row),
      ]),
    ),
  ) as Template;
  const parts = written.map(
    (table, i) =>
      `i${i} as (insert into floor.${table} select * from jsonb_populate_recordset(null::floor.${table}, $${i + 1}::jsonb))`,
  );
  const text = `with ${parts.join(', ')} select 1`;
  return async () => {
    const fresh = withFreshIds(template);
    await pool.query({ name: 'floor-insert', text, values: written.map((table) => JSON.stringify(fresh[table])) });
  };
}

function withFreshIds(template: Template): Template {
  const ids = new Map<unknown, string>();
  const fresh = (id: unknown) => {
    const known = ids.get(id) ?? randomUUID();
    ids.set(id, known);
    return known;
  };
  const renewed = (row: Record<string, unknown>) => ({
    ...row,
    ...('entry_uuid' in row ? { entry_uuid: fresh(row.entry_uuid) } : {}),
    ...('logical_id' in row && row.logical_id !== null ? { logical_id: fresh(row.logical_id) } : {}),
    ...('unique_id' in row && row.unique_id !== null ? { unique_id: fresh(row.unique_id) } : {}),
    ...('source' in row ? { source: fresh(row.source), target: fresh(row.target) } : {}),
  });
  return Object.fromEntries(written.map((table) => [table, template[table].map(renewed)])) as unknown as Template;
}
