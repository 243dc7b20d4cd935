import { randomUUID } from 'node:crypto';
import { oidFromUuid } from '../schemas/datatypes/uuid.ts';
import { registerDocumentSet } from '../transactions/iti-42-register-document-set-b/transaction.ts';
import { interleave, type Load, runLoad } from './load.ts';
import { type RawCall, rawCall } from './raw-call.ts';
import { type Result, resultOf } from './report.ts';
import { submissionOf } from './submission.ts';
import { addressIn, feedPatients, type World } from './world.ts';

/** As many as the registry has. */
const connections = 16;

/** Entries of one message, and how many of them are sent at once. */
interface RegisterLoad {
  readonly entries: number;
  readonly clients: number;
  readonly patients: number;
}

/** ITI-42 of one entry, durable, beside plain SQL that inserts the same rows: one statement, one commit each. */
export async function benchRegister(world: World): Promise<Result[]> {
  return [await compare(world, { entries: 1, clients: world.clients, patients: 64 })];
}

/** ITI-42 of hundreds of entries in one submission, from a few senders. */
export async function benchBulk(world: World, entries: number): Promise<Result[]> {
  return [await compare(world, { entries, clients: 4, patients: 8 })];
}

async function compare(world: World, { entries, clients, patients: count }: RegisterLoad): Promise<Result> {
  const { ready } = await world.wholeDomain();
  const patients = await feedPatients(world.peers, ready.state, count);
  const call = rawCall(registerDocumentSet, addressIn(ready.state, 'document-registry', registerDocumentSet.id));
  try {
    const templates: Template[] = [];
    for (const patient of patients) templates.push(await template(world, call, { patient, entries }));
    const register = async (client: number) => {
      const answer = await call.send(templates[client % templates.length]!());
      if (!answer.includes('ResponseStatusType:Success')) throw new Error(answer.toString());
    };
    // What these leave is what the floor inserts.
    for (let client = 0; client < templates.length; client++) await register(client);
    const floor = await world.startFloorRegister(ready.databaseUrl, connections, patients);
    const { seconds, rounds } = world;
    const run = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: register }),
      () => floor.ask<Load>({ clients, seconds }),
    );
    await floor.stop();
    const size = (Buffer.byteLength(templates[0]!()) / 1e3).toFixed(0);
    const name =
      entries === 1 ? `ITI-42 one entry, message of ${size} kB` : `ITI-42 ${entries} entries in one submission`;
    return resultOf(name, run, { floor: 'plain SQL', clients, octets: 0, entries });
  } finally {
    await call.close();
  }
}

type Template = () => string;

/** Messages that differ in their uniqueIds alone, for the price of joining strings. */
async function template(
  { codeSets }: World,
  call: RawCall<Parameters<typeof registerDocumentSet.request.encode>[0]>,
  { patient, entries }: { patient: string; entries: number },
): Promise<Template> {
  const submission = submissionOf(codeSets, patient, entries);
  const { submissionSets, documentEntries } = submission;
  const message = await call.message({ submission });
  const ids = new Set([...submissionSets, ...documentEntries].map(({ uniqueId }) => `"${uniqueId}"`));
  const pieces = message.split(/("2\.25\.\d+")/);
  const places = pieces.flatMap((piece, i) => (ids.has(piece) ? [i] : []));
  if (places.length !== ids.size) throw new Error('A uniqueId was expected to be written once.');
  return () => {
    for (const place of places) pieces[place] = `"${oidFromUuid(randomUUID())}"`;
    return pieces.join('');
  };
}
