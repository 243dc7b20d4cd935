import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sendDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/client.ts';
import { provideAndRegisterDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { sendRetrieval } from '../transactions/iti-43-retrieve-document-set/client.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import { sendImagingRetrieval } from '../transactions/rad-69-retrieve-imaging-document-set/client.ts';
import { retrieveImagingDocumentSet } from '../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { type Child, startChild } from './child.ts';
import type { ReadyDomain } from './domain-child.ts';
import { madeOctets, swallow } from './octets.ts';
import type { Result } from './report.ts';
import { bringStudy, requestFor } from './study.ts';
import { accepted, addressIn, feedPatients, submissionOf, type World } from './world.ts';

const sliceOctets = 524_288;
const repositoryUniqueId = '1.3.6.1.4.1.21367.13.40.7';
const barMiB = 300;

/**
 * One document of `size` octets through ITI-41 and back through ITI-43, and a study of as many octets by RAD-69, over
 * sockets, repository and imaging source in processes of their own. The number is each service's highest resident memory.
 */
export async function benchStreaming(world: World, size: number): Promise<Result[]> {
  const registry = world.url('document-registry', 'ITI-42');
  const repository = await startService(world, 'document-repository', `registry: ${registry}`);
  try {
    const imaging = await startService(
      world,
      'imaging-document-source',
      `repository: ${addressIn(repository.ready.state, 'document-repository', 'ITI-41')}`,
    );
    try {
      const document = await sendAndFetch(world, repository, size);
      const study = await fetchStudy(world, imaging, size);
      return [
        await memoryRow('ITI-41 and ITI-43', size, repository, document),
        await memoryRow('RAD-69', size, imaging, study),
        await memoryRow('ITI-42 and everything else', size, world.domain, ''),
      ];
    } finally {
      await imaging.stop();
    }
  } finally {
    await repository.stop();
  }
}

/** One actor in a process of its own, with its own data folder and database. */
async function startService(world: World, actor: string, settings: string): Promise<Child<ReadyDomain>> {
  const file = path.join(world.folder, `${actor}.yaml`);
  await writeFile(file, `listen: { portBase: 0 }\nlog: { level: warn }\nactors:\n  ${actor}:\n    ${settings}\n`);
  return startChild<ReadyDomain>('./domain-child', [path.join(world.folder, actor), file]);
}

async function sendAndFetch(world: World, repository: Child<ReadyDomain>, size: number): Promise<string> {
  const [patient] = await feedPatients(world, 1);
  const submission = submissionOf(world, patient!, 1);
  const [entry] = submission.documentEntries;
  const { hash: _hash, size: _size, ...described } = entry!;
  const url = addressIn(repository.ready.state, 'document-repository', 'ITI-41');
  const sent = createHash('sha1');
  const sending = performance.now();
  accepted(
    await sendDocumentSet(world.peers.call(provideAndRegisterDocumentSet, url), {
      submission: { ...submission, documentEntries: [described] },
      documentIds: [entry!.entryUUID],
      documents: [{ id: entry!.entryUUID, content: madeOctets(size, 7, sent) }],
    }),
  );
  const fetching = performance.now();
  const answer = await sendRetrieval(world.peers.call(retrieveDocumentSet, url), {
    documents: [{ repositoryUniqueId, documentUniqueId: entry!.uniqueId! }],
  });
  accepted(answer);
  for await (const document of answer.documents) {
    const got = await swallow(document.content);
    if (got.size !== size || got.sha1 !== sent.digest('hex')) throw new Error('The document came back changed.');
  }
  const ended = performance.now();
  return `in ${speed(size, fetching - sending)}, out ${speed(size, ended - fetching)}, SHA-1 equal`;
}

async function fetchStudy(world: World, imaging: Child<ReadyDomain>, size: number): Promise<string> {
  const [patient] = await feedPatients(world, 1);
  const bringing = performance.now();
  const study = await bringStudy(imaging.ready.state, Math.max(1, Math.ceil(size / sliceOctets)), patient!);
  const fetching = performance.now();
  const url = addressIn(imaging.ready.state, 'imaging-document-source', 'RAD-69');
  const answer = await sendImagingRetrieval(world.peers.call(retrieveImagingDocumentSet, url), requestFor(study));
  accepted(answer);
  let octets = 0;
  for await (const document of answer.documents) for await (const part of document.content) octets += part.length;
  if (octets !== study.octets) throw new Error(`Got ${octets} of ${study.octets} octets.`);
  const took = performance.now() - fetching;
  return `${study.sopInstanceUIDs.length} instances in (made and sent) ${speed(octets, fetching - bringing)}, out ${speed(octets, took)}`;
}

async function memoryRow(name: string, size: number, service: Child<ReadyDomain>, detail: string): Promise<Result> {
  const peak = await service.peakMemory();
  return {
    name: `streaming ${(size / 2 ** 30).toFixed(2)} GiB: ${name}`,
    ours: `${peak.toFixed(0)} MiB resident at most`,
    floor: `${barMiB} MiB allowed`,
    ratio: peak / barMiB,
    detail,
  };
}

function speed(octets: number, milliseconds: number): string {
  return `${(octets / 1000 / milliseconds).toFixed(0)} MB/s`;
}
