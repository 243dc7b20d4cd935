import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { request } from 'undici';
import { sendImagingRetrieval } from '../transactions/rad-69-retrieve-imaging-document-set/client.ts';
import { retrieveImagingDocumentSet } from '../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { expectLength } from './documents.ts';
import { interleave, runLoad } from './load.ts';
import { lengthOf } from './octets.ts';
import { type Result, resultOf } from './report.ts';
import { bringStudy, requestFor } from './study.ts';
import { accepted, addressIn, type World } from './world.ts';

/** RAD-69 of a whole study, beside a bare HTTP server that sends the same files in one answer. */
export async function benchImaging(world: World, slices: number): Promise<Result[]> {
  const { ready } = await world.wholeDomain();
  const folder = path.join(world.folder, 'floor-imaging');
  await mkdir(folder);
  const study = await bringStudy(ready.state, slices, (uid, slice) => writeFile(path.join(folder, uid), slice));
  const url = addressIn(ready.state, 'imaging-document-source', retrieveImagingDocumentSet.id);
  const call = world.peers.call(retrieveImagingDocumentSet, url);
  const retrieve = async () => {
    const answer = await sendImagingRetrieval(call, requestFor(study));
    accepted(answer);
    let octets = 0;
    for await (const document of answer.documents) octets += await lengthOf(document.content);
    expectLength(octets, study.octets);
  };
  const floor = await world.startFloor(folder);
  const get = async () => {
    const answer = await request(`http://127.0.0.1:${floor.ready.port}${folder}`);
    expectLength(await lengthOf(answer.body), study.octets);
  };
  const clients = Math.min(4, world.clients);
  const { seconds, rounds } = world;
  const run = await interleave(
    rounds,
    () => runLoad({ clients, seconds, work: retrieve }),
    () => runLoad({ clients, seconds, work: get }),
  );
  const name = `RAD-69 study of ${slices} CT slices`;
  return [resultOf(name, run, { floor: 'bare HTTP', clients, octets: study.octets })];
}
