import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { request } from 'undici';
import type { Peers } from '../runtime/peers.ts';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';
import { sendDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/client.ts';
import { provideAndRegisterDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import { interleave, runLoad } from './load.ts';
import { lengthOf, madeOctets } from './octets.ts';
import { rawDocuments } from './raw-documents.ts';
import { type Result, resultOf } from './report.ts';
import { submissionOf, unstamped } from './submission.ts';
import { accepted, addressIn, feedPatients, type World } from './world.ts';

/** Documents of one size, from so many clients. */
export interface DocumentLoad {
  readonly size: number;
  readonly clients: number;
  /** Seconds of one run at most: everything that is sent stays on the disk while the benchmark runs. */
  readonly longest?: number;
}

/** ITI-41 of documents of each size, beside a bare HTTP server that stores the same octets. */
export async function benchProvide(world: World, loads: readonly DocumentLoad[]): Promise<Result[]> {
  const { ready } = await world.wholeDomain();
  const [patientId] = await feedPatients(world.peers, ready.state, 1);
  const url = addressIn(ready.state, 'document-repository', provideAndRegisterDocumentSet.id);
  const folder = path.join(world.folder, 'floor-provide');
  await mkdir(folder);
  const floor = await world.startFloor(folder);
  const raw = await rawDocuments(world, url, patientId!);
  const results: Result[] = [];
  let seed = 0;
  for (const { size, clients, longest = world.seconds } of loads) {
    const seconds = Math.min(longest, world.seconds);
    const provide = () => raw.provide(madeOctets(size, seed++));
    const post = async () => {
      const address = `http://127.0.0.1:${floor.ready.port}/${randomUUID()}`;
      const body = Readable.from(madeOctets(size, seed++), { objectMode: false });
      const answer = await request(address, { method: 'POST', body });
      const sha1 = await answer.body.text();
      if (!/^[0-9a-f]{40}$/.test(sha1)) throw new Error(`The floor failed: ${sha1}`);
    };
    const run = await interleave(
      world.rounds,
      () => runLoad({ clients, seconds, work: provide }),
      () => runLoad({ clients, seconds, work: post }),
    );
    // Not sooner: a file that goes at once leaves its memory to the next one, which ours do not.
    for (const file of await readdir(folder)) await rm(path.join(folder, file));
    results.push(resultOf(`ITI-41 ${label(size)}`, run, { floor: 'bare HTTP', clients, octets: size }));
  }
  await raw.close();
  return results;
}

/** ITI-43 of documents of each size, beside a bare HTTP server that sends the same octets. */
export async function benchRetrieve(world: World, loads: readonly DocumentLoad[]): Promise<Result[]> {
  const { ready } = await world.wholeDomain();
  const [patientId] = await feedPatients(world.peers, ready.state, 1);
  const url = addressIn(ready.state, 'document-repository', retrieveDocumentSet.id);
  const raw = await rawDocuments(world, url, patientId!);
  const folder = path.join(world.folder, 'floor-retrieve');
  await mkdir(folder);
  const floor = await world.startFloor(folder);
  const { seconds, rounds } = world;
  const results: Result[] = [];
  for (const { size, clients } of loads) {
    const documentUniqueId = await provideDocument(
      { ...world, url },
      { patientId: patientId!, content: madeOctets(size, 1) },
    );
    const file = path.join(folder, `${size}.bin`);
    await writeFile(file, madeOctets(size, 1));
    const whole = await raw.retrieve(documentUniqueId);
    if (whole < size) throw new Error(`An answer of ${whole} octets cannot hold a document of ${size}.`);
    const retrieve = async () => expectLength(await raw.retrieve(documentUniqueId), whole);
    const get = async () => {
      const answer = await request(`http://127.0.0.1:${floor.ready.port}${file}`);
      expectLength(await lengthOf(answer.body), size);
    };
    const run = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: retrieve }),
      () => runLoad({ clients, seconds, work: get }),
    );
    results.push(resultOf(`ITI-43 ${label(size)}`, run, { floor: 'bare HTTP', clients, octets: size }));
  }
  await raw.close();
  return results;
}

/** Sends one document by ITI-41 to the repository at `url` and gives its uniqueId. */
export async function provideDocument(
  { peers, codeSets, url }: { peers: Peers; codeSets: CodeSets; url: string },
  { patientId, content }: { patientId: string; content: AsyncIterable<Uint8Array> },
): Promise<string> {
  const submission = submissionOf(codeSets, patientId, 1);
  const entry = unstamped(submission.documentEntries[0]!);
  const id = entry.entryUUID;
  accepted(
    await sendDocumentSet(peers.call(provideAndRegisterDocumentSet, url), {
      submission: { ...submission, documentEntries: [entry] },
      documentIds: [id],
      documents: [{ id, content }],
    }),
  );
  return entry.uniqueId!;
}

/** Throws when an answer was shorter or longer than what was stored. */
export function expectLength(octets: number, expected: number): void {
  if (octets !== expected) throw new Error(`Got ${octets} of ${expected} octets.`);
}

function label(size: number): string {
  return size >= 1e6 ? `${size / 1e6} MB` : `${size / 1e3} kB`;
}
