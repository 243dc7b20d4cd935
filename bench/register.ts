import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { oidFromUuid } from '../schemas/datatypes/uuid.ts';
import { registerDocumentSet } from '../transactions/iti-42-register-document-set-b/transaction.ts';
import { interleave, runLoad } from './load.ts';
import { type RawCall, rawCall } from './raw-call.ts';
import { plainInsert } from './register-floor.ts';
import { type Result, resultOf } from './report.ts';
import { submissionOf } from './submission.ts';
import { addressIn, feedPatients, type World } from './world.ts';

/** As many as the registry has. */
const connections = 16;

/** ITI-42 of one entry, durable, beside plain SQL that inserts the same rows: one statement, one commit each. */
export async function benchRegister(world: World): Promise<Result[]> {
  const { ready } = await world.wholeDomain();
  const patients = await feedPatients(world.peers, ready.state, 64);
  const call = rawCall(registerDocumentSet, addressIn(ready.state, 'document-registry', registerDocumentSet.id));
  const pool = new pg.Pool({ connectionString: ready.databaseUrl, max: connections });
  // A server that ends first is told by the query that needs it.
  pool.on('error', () => undefined);
  try {
    const templates = await Promise.all(patients.map((patient) => template(world, call, patient)));
    const register = async (client: number) => {
      const answer = await call.send(templates[client % templates.length]!());
      if (!answer.includes('ResponseStatusType:Success')) throw new Error(answer.toString());
    };
    await register(0);
    const insert = await plainInsert(pool, patients);
    const { clients, seconds, rounds } = world;
    const run = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: register }),
      () => runLoad({ clients, seconds, work: insert }),
    );
    const size = Buffer.byteLength(templates[0]!());
    return [
      resultOf(`ITI-42 one entry, message of ${(size / 1e3).toFixed(0)} kB`, run, {
        floor: 'plain SQL',
        clients,
        octets: 0,
      }),
    ];
  } finally {
    await call.close();
    await pool.end();
  }
}

/** Messages that differ in their uniqueIds alone, for the price of joining strings. */
async function template(
  { codeSets }: World,
  call: RawCall<Parameters<typeof registerDocumentSet.request.encode>[0]>,
  patient: string,
): Promise<() => string> {
  const submission = submissionOf(codeSets, patient, 1);
  const { submissionSets, documentEntries } = submission;
  const message = await call.message({ submission });
  const ids = [...submissionSets, ...documentEntries].map(({ uniqueId }) => uniqueId!);
  const pieces = message.split(new RegExp(`"(?:${ids.map((id) => id.replaceAll('.', '\\.')).join('|')})"`));
  if (pieces.length !== ids.length + 1) throw new Error('A uniqueId was expected to be written once.');
  return () => pieces.reduce((text, piece) => `${text}"${oidFromUuid(randomUUID())}"${piece}`);
}
