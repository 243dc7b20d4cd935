import pg from 'pg';
import { availabilityStatuses } from '../schemas/vocabulary/statuses.ts';
import { storedQueryRequest } from '../transactions/iti-18-registry-stored-query/client.ts';
import { registryStoredQuery } from '../transactions/iti-18-registry-stored-query/transaction.ts';
import { sendRegistration } from '../transactions/iti-42-register-document-set-b/client.ts';
import { registerDocumentSet } from '../transactions/iti-42-register-document-set-b/transaction.ts';
import type { ReadyDomain } from './domain-child.ts';
import { interleave, runLoad } from './load.ts';
import { rawCall } from './raw-call.ts';
import { type Result, resultOf } from './report.ts';
import { submissionOf } from './submission.ts';
import { accepted, addressIn, feedPatients, type World } from './world.ts';

/** As many as the registry has. */
const connections = 16;
const perPatient = 20;

/** FindDocuments with 20 results as LeafClass, beside prepared SQL that fetches the same rows' stored text. */
export async function benchQuery(world: World, entries: number): Promise<Result[]> {
  const { ready } = await world.wholeDomain();
  const patients = await feedPatients(world.peers, ready.state, Math.max(1, Math.floor(entries / perPatient)));
  await fill(world, ready, patients);
  const call = rawCall(registryStoredQuery, addressIn(ready.state, 'document-registry', registryStoredQuery.id));
  const pool = new pg.Pool({ connectionString: ready.databaseUrl, max: connections });
  pool.on('error', () => undefined);
  try {
    const status = [availabilityStatuses.Approved];
    const asked = await Promise.all(
      patients.map(async (patientId) => {
        const message = await call.message(
          storedQueryRequest({ name: 'FindDocuments', parameters: { patientId, status } }),
        );
        return { message, octets: answerLength(await call.send(message)) };
      }),
    );
    const any = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)]!;
    const query = async () => {
      const { message, octets } = any(asked);
      const answer = await call.send(message);
      if (answer.length !== octets) throw new Error(`An answer of ${answer.length} octets instead of ${octets}.`);
    };
    const fetch = async () => {
      const { rows } = await pool.query({
        name: 'floor-find',
        text: `select ebrim from document_registry.document_entry where patient_id = $1 and availability_status = $2`,
        values: [any(patients), availabilityStatuses.Approved],
      });
      if (rows.length !== perPatient) throw new Error(`The floor found ${rows.length} rows.`);
    };
    const { clients, seconds, rounds } = world;
    const run = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: query }),
      () => runLoad({ clients, seconds, work: fetch }),
    );
    const name = `ITI-18 FindDocuments, ${perPatient} of ${entries} entries as LeafClass`;
    return [resultOf(name, run, { floor: 'plain SQL', clients, octets: asked[0]!.octets })];
  } finally {
    await call.close();
    await pool.end();
  }
}

/** Octets of an answer that was looked at; ids in answers have one length, so that the same question gives as many. */
function answerLength(answer: Buffer): number {
  const found = answer.toString().split('<rim:ExtrinsicObject ').length - 1;
  if (found !== perPatient) throw new Error(`Found ${found} entries instead of ${perPatient}: ${answer}`);
  return answer.length;
}

async function fill({ peers, codeSets }: World, ready: ReadyDomain, patients: readonly string[]): Promise<void> {
  const call = peers.call(registerDocumentSet, addressIn(ready.state, 'document-registry', registerDocumentSet.id));
  const waiting = [...patients];
  const work = async () => {
    for (let patient = waiting.shift(); patient !== undefined; patient = waiting.shift()) {
      accepted(await sendRegistration(call, { submission: submissionOf(codeSets, patient, perPatient) }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const client = new pg.Client({ connectionString: ready.databaseUrl });
  await client.connect();
  await client.query('analyze');
  await client.end();
}
