import pg from 'pg';
import { availabilityStatuses } from '../schemas/vocabulary/statuses.ts';
import { storedQueryRequest } from '../transactions/iti-18-registry-stored-query/client.ts';
import { registryStoredQuery } from '../transactions/iti-18-registry-stored-query/transaction.ts';
import { sendRegistration } from '../transactions/iti-42-register-document-set-b/client.ts';
import { registerDocumentSet } from '../transactions/iti-42-register-document-set-b/transaction.ts';
import { interleave, runLoad } from './load.ts';
import { rawCall } from './raw-call.ts';
import type { Result } from './report.ts';
import { accepted, feedPatients, submissionOf, type World } from './world.ts';

const connections = 16;
const perPatient = 20;

/** FindDocuments with 20 results as LeafClass, beside prepared SQL that fetches the same rows' stored text. */
export async function benchQuery(world: World, entries: number): Promise<Result[]> {
  const patients = await feedPatients(world, Math.max(1, Math.floor(entries / perPatient)));
  await fill(world, patients);
  const call = rawCall(registryStoredQuery, world.url('document-registry', registryStoredQuery.id));
  const messages = await Promise.all(
    patients.map((patientId) =>
      call.message(
        storedQueryRequest({
          name: 'FindDocuments',
          parameters: { patientId, status: [availabilityStatuses.Approved] },
        }),
      ),
    ),
  );
  const any = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)]!;
  const query = async () => {
    const found = (await call.send(any(messages))).split('<rim:ExtrinsicObject ').length - 1;
    if (found !== perPatient) throw new Error(`Found ${found} entries instead of ${perPatient}.`);
  };
  const pool = new pg.Pool({ connectionString: world.domain.ready.databaseUrl, max: connections });
  const fetch = async () => {
    const { rows } = await pool.query({
      name: 'floor-find',
      text: `select ebrim from document_registry.document_entry
             where patient_id = $1 and availability_status = $2`,
      values: [any(patients), availabilityStatuses.Approved],
    });
    if (rows.length !== perPatient) throw new Error(`The floor found ${rows.length} rows.`);
  };
  try {
    const { clients, seconds, rounds } = world;
    const { ours, floor, ratio } = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: query }),
      () => runLoad({ clients, seconds, work: fetch }),
    );
    return [
      {
        name: `ITI-18 FindDocuments, ${perPatient} of ${entries} entries as LeafClass`,
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

async function fill(world: World, patients: readonly string[]): Promise<void> {
  const call = world.peers.call(registerDocumentSet, world.url('document-registry', registerDocumentSet.id));
  const waiting = [...patients];
  const work = async () => {
    for (let patient = waiting.shift(); patient !== undefined; patient = waiting.shift()) {
      accepted(await sendRegistration(call, { submission: submissionOf(world, patient, perPatient) }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const client = new pg.Client({ connectionString: world.domain.ready.databaseUrl });
  await client.connect();
  await client.query('analyze');
  await client.end();
}
