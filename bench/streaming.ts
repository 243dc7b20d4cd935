import { createHash } from 'node:crypto';
import type { DomainState } from '../runtime/domain-state.ts';
import { sendRetrieval } from '../transactions/iti-43-retrieve-document-set/client.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import { sendImagingRetrieval } from '../transactions/rad-69-retrieve-imaging-document-set/client.ts';
import { retrieveImagingDocumentSet } from '../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import type { Child } from './child.ts';
import { provideDocument } from './documents.ts';
import { madeOctets, sha1Of } from './octets.ts';
import type { Result } from './report.ts';
import { bringStudy, publishStudy, requestFor } from './study.ts';
import { repositoryUniqueId } from './submission.ts';
import { accepted, addressIn, feedPatients, type World } from './world.ts';

/** One CT slice of 512 x 512, header aside. */
const sliceOctets = 2 * 512 * 512;
/** What each service may hold of the machine's memory. */
const barMiB = 300;

/**
 * One document of `size` octets through ITI-41 and back through ITI-43, and a study of as many octets by RAD-69, over
 * sockets between services that have a process each. The measure is each service's highest resident memory; everything
 * that comes back is compared by SHA-1.
 */
export async function benchStreaming(world: World, size: number): Promise<Result[]> {
  const registry = await world.startDomain('registry', {
    'document-registry': {},
    'patient-identifier-cross-reference-manager': {},
  });
  const repository = await world.startDomain('repository', {
    'document-repository': { registry: addressIn(registry.ready.state, 'document-registry', 'ITI-42') },
  });
  const imaging = await world.startDomain('imaging', {
    'imaging-document-source': { repository: addressIn(repository.ready.state, 'document-repository', 'ITI-41') },
  });
  const [patientId] = await feedPatients(world.peers, registry.ready.state, 1);
  const document = await sendAndFetch(world, repository.ready.state, { patientId: patientId!, size });
  const study = await bringAndFetch(world, imaging.ready.state, { patientId: patientId!, size });
  const amount = size >= 2 ** 30 ? `${(size / 2 ** 30).toFixed(1)} GiB` : `${(size / 1e6).toFixed(0)} MB`;
  return [
    await memoryOf(`Document Repository, document of ${amount}`, repository, document),
    await memoryOf(`Imaging Document Source, study of ${amount}`, imaging, study),
    await memoryOf('Document Registry and PIX Manager', registry, 'ITI-8, ITI-42 of both'),
  ];
}

interface Transfer {
  readonly patientId: string;
  readonly size: number;
}

async function sendAndFetch(world: World, state: DomainState, { patientId, size }: Transfer): Promise<string> {
  const url = addressIn(state, 'document-repository', retrieveDocumentSet.id);
  const sent = createHash('sha1');
  const sending = performance.now();
  const content = madeOctets(size, 7, sent);
  const documentUniqueId = await provideDocument({ ...world, url }, { patientId, content });
  const fetching = performance.now();
  const call = world.peers.call(retrieveDocumentSet, url);
  const answer = await sendRetrieval(call, { documents: [{ repositoryUniqueId, documentUniqueId }] });
  accepted(answer);
  const came: string[] = [];
  for await (const document of answer.documents) came.push(await sha1Of(document.content));
  if (came.join() !== sent.digest('hex')) throw new Error('The document came back changed.');
  const ended = performance.now();
  return `ITI-41 ${speed(size, fetching - sending)}, ITI-43 ${speed(size, ended - fetching)}, SHA-1 equal`;
}

async function bringAndFetch(world: World, state: DomainState, { patientId, size }: Transfer): Promise<string> {
  const study = await bringStudy(state, Math.max(1, Math.ceil(size / sliceOctets)));
  await publishStudy(state, study, patientId);
  const url = addressIn(state, 'imaging-document-source', retrieveImagingDocumentSet.id);
  const fetching = performance.now();
  const answer = await sendImagingRetrieval(world.peers.call(retrieveImagingDocumentSet, url), requestFor(study));
  accepted(answer);
  const missing = new Map(study.instances);
  for await (const { content, documentUniqueId } of answer.documents) {
    if ((await sha1Of(content)) !== missing.get(documentUniqueId)) throw new Error(`${documentUniqueId} came changed.`);
    missing.delete(documentUniqueId);
  }
  if (missing.size > 0) throw new Error(`${missing.size} instances did not come.`);
  const took = performance.now() - fetching;
  return `RAD-69 ${speed(study.octets, took)}, SHA-1 of ${study.instances.size} instances equal`;
}

async function memoryOf(name: string, service: Child<unknown>, detail: string): Promise<Result> {
  const peak = await service.peakMemory();
  return {
    name: `streaming: ${name}`,
    ours: `${peak.toFixed(0)} MiB resident at most`,
    floor: `${barMiB} MiB allowed`,
    ratio: peak / barMiB,
    detail,
  };
}

function speed(octets: number, milliseconds: number): string {
  return `${(octets / 1000 / milliseconds).toFixed(0)} MB/s`;
}
