import pg from 'pg';
import { availabilityStatuses } from '../schemas/vocabulary/statuses.ts';
import { storedQueryRequest } from '../transactions/iti-18-registry-stored-query/client.ts';
import { registryStoredQuery } from '../transactions/iti-18-registry-stored-query/transaction.ts';
import { sendRegistration } from '../transactions/iti-42-register-document-set-b/client.ts';
import { registerDocumentSet } from '../transactions/iti-42-register-document-set-b/transaction.ts';
import type { ReadyDomain } from './domain-child.ts';
import type { FloorQuery } from './floor-query-child.ts';
import { type Comparison, interleave, type Load, runLoad } from './load.ts';
import { rawCall } from './raw-call.ts';
import { type Result, resultOf } from './report.ts';
import { submissionOf } from './submission.ts';
import { accepted, addressIn, feedPatients, type World } from './world.ts';

/** As many as each process of the registry has. */
const connections = 16;
const perPatient = 20;
const status = [availabilityStatuses.Approved];

/**
 * The rate of FindDocuments with 20 results as LeafClass, the registry in as many processes as each of the given numbers
 * says, beside what the same database gives to plain SQL; and the gain from the first number to the last.
 */
export async function benchWorkers(
  world: World,
  options: { patients: number; workers: readonly number[] },
): Promise<Result[]> {
  const runs: { readonly workers: number; readonly run: Comparison; readonly octets: number }[] = [];
  for (const workers of options.workers) runs.push({ workers, ...(await measure(world, workers, options.patients)) });
  const [first, last] = [runs[0]!, runs.at(-1)!];
  const lines = runs.map(({ workers, run, octets }) =>
    resultOf(`ITI-18, ${perPatient} entries, registry in ${counted(workers)}`, run, {
      floor: 'plain SQL',
      clients: world.clients,
      octets,
    }),
  );
  const rate = ({ run }: { run: Comparison }) => `${run.ours.rate.toFixed(0)}/s`;
  return [
    ...lines,
    {
      name: `ITI-18, ${counted(last.workers)} beside ${counted(first.workers)}`,
      ours: rate(last),
      floor: rate(first),
      ratio: last.run.ours.rate / first.run.ours.rate,
      detail: `share of plain SQL ${first.run.ratio.toFixed(2)} to ${last.run.ratio.toFixed(2)}`,
    },
  ];
}

function counted(processes: number): string {
  return processes === 1 ? 'one process' : `${processes} processes`;
}

async function measure(world: World, workers: number, count: number) {
  const registry = await world.startDomain(`workers-${workers}`, { 'document-registry': {} }, { workers });
  const { ready } = registry;
  const call = rawCall(registryStoredQuery, addressIn(ready.state, 'document-registry', registryStoredQuery.id));
  const floor = await world.startFloorQuery(ready.databaseUrl, connections);
  try {
    const patients = await fill(world, ready, count);
    const asked = await Promise.all(
      patients.map(async (patientId) => {
        const message = await call.message(
          storedQueryRequest({ name: 'FindDocuments', parameters: { patientId, status } }),
        );
        return { message, octets: (await call.send(message)).length };
      }),
    );
    const query = async () => {
      const { message, octets } = asked[Math.floor(Math.random() * asked.length)]!;
      const answer = await call.send(message);
      if (answer.length !== octets) throw new Error(`An answer of ${answer.length} octets instead of ${octets}.`);
    };
    const { clients, seconds, rounds } = world;
    const fetch: FloorQuery = {
      text: 'select ebrim from document_registry.document_entry where patient_id = $1 and availability_status = $2',
      values: patients.map((patientId) => [patientId, availabilityStatuses.Approved]),
      rows: perPatient,
      clients,
      seconds,
    };
    const run = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: query }),
      () => floor.ask<Load>(fetch as never),
    );
    return { run, octets: asked[0]!.octets };
  } finally {
    await call.close();
    await floor.stop();
    await registry.stop();
  }
}

/** Patients with 20 entries each. */
async function fill({ peers, codeSets }: World, { state, databaseUrl }: ReadyDomain, count: number): Promise<string[]> {
  const patients = await feedPatients(peers, state, count);
  const register = peers.call(registerDocumentSet, addressIn(state, 'document-registry', registerDocumentSet.id));
  for (const patient of patients)
    accepted(await sendRegistration(register, { submission: submissionOf(codeSets, patient, perPatient) }));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('vacuum (analyze)');
  await client.end();
  return patients;
}
