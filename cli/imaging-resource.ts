import { createReadStream } from 'node:fs';
import { request } from 'undici';
import { Unavailable } from '../runtime/unavailable.ts';

/** What the Imaging Document Source says of an imported instance. */
export interface ImportedInstance {
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
  readonly sha1: string;
  readonly size: number;
  readonly status: 'stored' | 'duplicate';
}

/** What it says of a published study. */
export interface PublishedStudy {
  readonly status: 'published' | 'replaced' | 'unchanged' | 'refused';
  readonly manifestUniqueId: string;
  readonly entryUUID: string;
  readonly series: number;
  readonly instances: number;
  readonly errors: readonly { readonly errorCode: string; readonly codeContext: string }[];
}

/** A resource refused: the sentence of its problem details. */
export class ResourceRefusal extends Error {}

/** Hands one Part 10 file to the Imaging Document Source. Throws ResourceRefusal with its reason when it refuses. */
export function importFile(instancesUrl: string, file: string): Promise<ImportedInstance> {
  return importInstance(instancesUrl, createReadStream(file, { highWaterMark: 1 << 20 }));
}

/** The same for bytes at hand or arriving. */
export async function importInstance(
  instancesUrl: string,
  body: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<ImportedInstance> {
  return (await post(instancesUrl, 'application/dicom', body as Uint8Array)) as ImportedInstance;
}

/** Has the source publish a study for a patient of the affinity domain. */
export async function publishStudy(studiesUrl: string, studyUid: string, patientId: string): Promise<PublishedStudy> {
  const body = Buffer.from(JSON.stringify({ patientId }));
  return (await post(`${studiesUrl}/${studyUid}/publish`, 'application/json', body)) as PublishedStudy;
}

async function post(url: string, contentType: string, body: Uint8Array): Promise<unknown> {
  const answer = await request(url, { method: 'POST', headers: { 'content-type': contentType }, body }).catch(
    (cause: Error) => {
      throw new Unavailable(`${url} does not answer.`, { cause });
    },
  );
  const said = (await answer.body.json()) as { detail?: string; status?: string };
  if (answer.statusCode < 300 || said.status === 'refused') return said;
  throw new ResourceRefusal(said.detail ?? `HTTP ${answer.statusCode}`);
}
