import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { request } from 'undici';
import { sendImagingRetrieval } from '../transactions/rad-69-retrieve-imaging-document-set/client.ts';
import { retrieveImagingDocumentSet } from '../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { startChild } from './child.ts';
import { row } from './documents.ts';
import { interleave, runLoad } from './load.ts';
import { madeOctets } from './octets.ts';
import type { Result } from './report.ts';
import { bringStudy, requestFor } from './study.ts';
import { accepted, type World } from './world.ts';

/** RAD-69 of a whole study, beside a bare HTTP server that sends as many files of the same size one after the other. */
export async function benchImaging(world: World, slices: number): Promise<Result[]> {
  const study = await bringStudy(world.domain.ready.state, slices);
  const call = world.peers.call(
    retrieveImagingDocumentSet,
    world.url('imaging-document-source', retrieveImagingDocumentSet.id),
  );
  const retrieve = async () => {
    const answer = await sendImagingRetrieval(call, requestFor(study));
    accepted(answer);
    let octets = 0;
    for await (const document of answer.documents) for await (const part of document.content) octets += part.length;
    if (octets !== study.octets) throw new Error(`Got ${octets} of ${study.octets} octets.`);
  };
  const folder = path.join(world.folder, 'floor-study');
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (let i = 0; i < slices; i++) {
    const file = path.join(folder, `${i}.dcm`);
    await writeFile(file, madeOctets(Math.round(study.octets / slices), i));
    files.push(file);
  }
  const floor = await startChild<{ port: number }>('./floor-http-child', [folder]);
  const get = async () => {
    for (const file of files) {
      const answer = await request(`http://127.0.0.1:${floor.ready.port}${file}`);
      for await (const _part of answer.body);
    }
  };
  try {
    const clients = Math.min(4, world.clients);
    const { seconds, rounds } = world;
    const run = await interleave(
      rounds,
      () => runLoad({ clients, seconds, work: retrieve }),
      () => runLoad({ clients, seconds, work: get }),
    );
    return [row(`RAD-69 study of ${slices} CT slices`, study.octets, clients, run)];
  } finally {
    await floor.stop();
  }
}
