import { createHash, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { request } from 'undici';
import { sendDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/client.ts';
import { provideAndRegisterDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { sendRetrieval } from '../transactions/iti-43-retrieve-document-set/client.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import { type Child, startChild } from './child.ts';
import { interleave, type Load, runLoad } from './load.ts';
import { madeOctets } from './octets.ts';
import type { Result } from './report.ts';
import { accepted, feedPatients, submissionOf, type World } from './world.ts';

const repositoryUniqueId = '1.3.6.1.4.1.21367.13.40.7';

/** ITI-41 and ITI-43 of documents of one size, beside a bare HTTP server that writes and reads the same octets. */
export async function benchDocuments(world: World, size: number, clients: number): Promise<Result[]> {
  const folder = path.join(world.folder, `floor-${size}`);
  await mkdir(folder, { recursive: true });
  const floor = await startChild<{ port: number }>('./floor-http-child', [folder]);
  try {
    const [patient] = await feedPatients(world, 1);
    const stored = await provide(world, patient!, size, 1);
    const file = path.join(folder, 'same.bin');
    const bytes: Uint8Array[] = [];
    for await (const part of madeOctets(size, 1)) bytes.push(part);
    await writeFile(file, bytes);
    const label = size >= 1e6 ? `${size / 1e6} MB` : `${size / 1e3} kB`;
    const { seconds, rounds } = world;
    const load = (work: (client: number) => Promise<void>) => () => runLoad({ clients, seconds, work });
    const sent = await interleave(
      rounds,
      load(async (client) => void (await provide(world, patient!, size, client + 2))),
      load((client) => post(floor, size, client + 2)),
    );
    const fetched = await interleave(
      rounds,
      load(() => retrieve(world, stored, size)),
      load(() => get(floor, file, size)),
    );
    return [row(`ITI-41 ${label}`, size, clients, sent), row(`ITI-43 ${label}`, size, clients, fetched)];
  } finally {
    await floor.stop();
  }
}

/** One line of the table for a transfer. */
export function row(
  name: string,
  size: number,
  clients: number,
  run: { ours: Load; floor: Load; ratio: number },
): Result {
  const speed = (load: Load) => `${load.rate.toFixed(1)}/s, ${((load.rate * size) / 1e6).toFixed(0)} MB/s`;
  return {
    name,
    ours: speed(run.ours),
    floor: `${speed(run.floor)} bare HTTP`,
    ratio: run.ratio,
    detail: `${clients} clients; p50 ${run.ours.p50.toFixed(0)} ms, p95 ${run.ours.p95.toFixed(0)} ms`,
  };
}

/** Provides one document and gives its uniqueId. */
export async function provide(world: World, patient: string, size: number, seed: number): Promise<string> {
  const call = world.peers.call(
    provideAndRegisterDocumentSet,
    world.url('document-repository', provideAndRegisterDocumentSet.id),
  );
  const submission = submissionOf(world, patient, 1);
  const [entry] = submission.documentEntries;
  const { hash: _hash, size: _size, ...described } = entry!;
  const documents = [{ id: entry!.entryUUID, content: madeOctets(size, seed) }];
  const message = {
    submission: { ...submission, documentEntries: [described] },
    documentIds: [entry!.entryUUID],
    documents,
  };
  accepted(await sendDocumentSet(call, message));
  return entry!.uniqueId!;
}

async function retrieve(world: World, uniqueId: string, size: number): Promise<void> {
  const call = world.peers.call(retrieveDocumentSet, world.url('document-repository', retrieveDocumentSet.id));
  const answer = await sendRetrieval(call, { documents: [{ repositoryUniqueId, documentUniqueId: uniqueId }] });
  accepted(answer);
  for await (const document of answer.documents) {
    let octets = 0;
    for await (const part of document.content) octets += part.length;
    if (octets !== size) throw new Error(`Got ${octets} of ${size} octets.`);
  }
}

async function post(floor: Child<{ port: number }>, size: number, seed: number): Promise<void> {
  const answer = await request(`http://127.0.0.1:${floor.ready.port}/${randomUUID()}`, {
    method: 'POST',
    body: madeOctets(size, seed) as unknown as Uint8Array,
  });
  if ((await answer.body.text()).length !== createHash('sha1').digest('hex').length)
    throw new Error('The floor failed.');
}

async function get(floor: Child<{ port: number }>, file: string, size: number): Promise<void> {
  const answer = await request(`http://127.0.0.1:${floor.ready.port}${file}`);
  if ((await swallowLength(answer.body)) !== size) throw new Error('The floor sent too little.');
}

async function swallowLength(body: AsyncIterable<Uint8Array>): Promise<number> {
  let octets = 0;
  for await (const part of body) octets += part.length;
  return octets;
}
