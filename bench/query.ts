import pg from 'pg';
import { formatCx } from '../schemas/datatypes/cx.ts';
import { availabilityStatuses } from '../schemas/vocabulary/statuses.ts';
import { storedQueryRequest } from '../transactions/iti-18-registry-stored-query/client.ts';
import { registryStoredQuery } from '../transactions/iti-18-registry-stored-query/transaction.ts';
import { sendRegistration } from '../transactions/iti-42-register-document-set-b/client.ts';
import { registerDocumentSet } from '../transactions/iti-42-register-document-set-b/transaction.ts';
import type { Child } from './child.ts';
import type { ReadyDomain } from './domain-child.ts';
import { multiplyEntries, ordinary, type PatientEntries, skewedPatients } from './fill.ts';
import type { FloorQuery } from './floor-query-child.ts';
import { type Comparison, interleave, type Load, runLoad } from './load.ts';
import { type RawCall, rawCall } from './raw-call.ts';
import { type Result, resultOf } from './report.ts';
import { submissionOf } from './submission.ts';
import { accepted, addressIn, feedPatients, type World } from './world.ts';

/** As many as the registry has. */
const connections = 16;
const status = [availabilityStatuses.Approved];

/**
 * FindDocuments with 20 results as LeafClass in a registry of each of the given numbers of entries, smallest first, beside
 * prepared SQL that fetches the same rows' stored text; and one answer with all entries of the patient who has most.
 */
export async function benchQuery(world: World, sizes: readonly number[]): Promise<Result[]> {
  const registry = await world.startDomain('query', { 'document-registry': {} });
  const url = addressIn(registry.ready.state, 'document-registry', registryStoredQuery.id);
  const call = rawCall(registryStoredQuery, url);
  const floor = await world.startFloorQuery(registry.ready.databaseUrl, connections);
  const filling = await openFilling(world, registry.ready);
  try {
    const runs: { readonly entries: number; readonly run: Comparison; readonly octets: number }[] = [];
    for (const entries of sizes) {
      const patients = await filling.to(entries);
      const asked = patients.filter((patient) => patient.entries === ordinary).map(({ patientId }) => patientId);
      runs.push({ entries, ...(await measure(world, { call, floor, asked })) });
    }
    const largest = await measureLargest(registry, call, filling.patients);
    return [...runs.map((run) => lineOf(world, run)), ...growthOf(runs), largest];
  } finally {
    await call.close();
    await filling.close();
  }
}

type QueryCall = RawCall<ReturnType<typeof storedQueryRequest>>;

interface Measuring {
  readonly call: QueryCall;
  readonly floor: Child<unknown>;
  /** Patients with 20 entries. */
  readonly asked: readonly string[];
}

async function measure(world: World, { call, floor, asked }: Measuring) {
  const { clients, seconds, rounds } = world;
  const messages = await Promise.all(asked.map((patientId) => findDocuments(call, patientId)));
  const sample = await call.send(messages[0]!);
  const found = sample.toString().split('<rim:ExtrinsicObject ').length - 1;
  if (found !== ordinary) throw new Error(`Found ${found} entries instead of ${ordinary}: ${sample}`);
  const query = async () => {
    const octets = await call.count(messages[Math.floor(Math.random() * messages.length)]!);
    // Ids have one length, so that all answers have.
    if (octets !== sample.length) throw new Error(`An answer of ${octets} octets instead of ${sample.length}.`);
  };
  const fetch: FloorQuery = {
    text: 'select ebrim from document_registry.document_entry where patient_id = $1 and availability_status = $2',
    values: asked.map((patientId) => [patientId, availabilityStatuses.Approved]),
    rows: ordinary,
    clients,
    seconds,
  };
  const run = await interleave(
    rounds,
    () => runLoad({ clients, seconds, work: query }),
    () => floor.ask<Load>(fetch as never),
  );
  return { run, octets: sample.length };
}

function findDocuments(call: QueryCall, patientId: string): Promise<string> {
  return call.message(storedQueryRequest({ name: 'FindDocuments', parameters: { patientId, status } }));
}

function lineOf(
  { clients }: World,
  { entries, run, octets }: { entries: number; run: Comparison; octets: number },
): Result {
  const name = `ITI-18 FindDocuments, ${ordinary} of ${entries.toLocaleString('en')} entries as LeafClass`;
  return resultOf(name, run, { floor: 'plain SQL', clients, octets });
}

/** How much longer the slower calls take in the largest registry than in the smallest. */
function growthOf(runs: readonly { readonly entries: number; readonly run: Comparison }[]): Result[] {
  const [smallest, largest] = [runs[0]!, runs.at(-1)!];
  if (smallest === largest) return [];
  const time = ({ run }: { run: Comparison }) => `${run.ours.p95.toFixed(1)} ms`;
  return [
    {
      name: `ITI-18 p95, ${largest.entries.toLocaleString('en')} entries beside ${smallest.entries.toLocaleString('en')}`,
      ours: time(largest),
      floor: time(smallest),
      ratio: largest.run.ours.p95 / smallest.run.ours.p95,
      detail: 'bar: 1.3 at most',
    },
  ];
}

/** What one consumer is sent, one answer after the other, to see what memory they take: 50 MB and 200 MB. */
const answers = { ordinary: 300, large: 5 };

/**
 * One consumer asks for everything of the patient with most entries, some times. The registry's memory then is compared
 * with what it was while the same consumer asked for 20 entries at a time.
 */
async function measureLargest(
  registry: Child<ReadyDomain>,
  call: QueryCall,
  patients: readonly PatientEntries[],
): Promise<Result> {
  const { patientId, entries } = patients.reduce((most, patient) => (patient.entries > most.entries ? patient : most));
  const small = await findDocuments(call, patients.find((patient) => patient.entries === ordinary)!.patientId);
  const message = await findDocuments(call, patientId);
  const before = await highestMemory(registry, async () => {
    for (let i = 0; i < answers.ordinary; i++) await call.count(small);
  });
  const times: { first: number; last: number; octets: number }[] = [];
  const after = await highestMemory(registry, async () => {
    for (let i = 0; i < answers.large; i++) {
      const asked = performance.now();
      let first = 0;
      const octets = await call.count(message, () => {
        first = performance.now() - asked;
      });
      times.push({ first, last: performance.now() - asked, octets });
    }
  });
  const { first, last, octets } = times.sort((a, b) => a.last - b.last)[Math.floor(answers.large / 2)]!;
  return {
    name: `ITI-18 FindDocuments, all ${entries.toLocaleString('en')} entries of one patient, streamed`,
    ours: `first octet ${first.toFixed(0)} ms, last ${last.toFixed(0)} ms, ${(octets / 1e3 / last).toFixed(0)} MB/s`,
    floor: `bar: ${memoryBar} MiB more memory`,
    ratio: after / (before + memoryBar),
    detail: `highest memory of the registry ${before.toFixed(0)} MiB with answers of ${ordinary}, ${after.toFixed(0)} MiB with these`,
  };
}

/** Of a process while some work is done, looked at every few milliseconds; MiB. */
async function highestMemory(child: Child<unknown>, work: () => Promise<void>): Promise<number> {
  let highest = await child.memory();
  const watch = setInterval(() => {
    void child.memory().then((memory) => {
      highest = Math.max(highest, memory);
    });
  }, 5);
  await work().finally(() => clearInterval(watch));
  return Math.max(highest, await child.memory());
}

const memoryBar = 32;

interface Filling {
  /** Every patient that was given entries so far. */
  readonly patients: readonly PatientEntries[];
  /** Adds entries up to a number; gives the patients. */
  to(entries: number): Promise<readonly PatientEntries[]>;
  close(): Promise<void>;
}

/** One entry is registered, the others are made of what that left in the tables. */
async function openFilling(world: World, ready: ReadyDomain): Promise<Filling> {
  const { peers, codeSets } = world;
  const [template] = await feedPatients(peers, ready.state, 1);
  const register = peers.call(registerDocumentSet, addressIn(ready.state, 'document-registry', registerDocumentSet.id));
  accepted(await sendRegistration(register, { submission: submissionOf(codeSets, template!, 1) }));
  const client = new pg.Client({ connectionString: ready.databaseUrl });
  // A server that ends first is told by the statement that needs it.
  client.on('error', () => undefined);
  await client.connect();
  let patients: readonly PatientEntries[] = [];
  const { oid } = ready.state.assigningAuthority;
  const patientId = (n: number) => formatCx({ id: `BENCH-${String(n).padStart(8, '0')}`, authority: oid });
  return {
    get patients() {
      return patients;
    },
    async to(entries) {
      const missing = entries - patients.reduce((sum, patient) => sum + patient.entries, 0);
      const known = patients.length;
      const more = skewedPatients(missing, (n) => patientId(known + n));
      await multiplyEntries(client, template!, more);
      patients = [...patients, ...more];
      return patients;
    },
    close: () => client.end(),
  };
}
