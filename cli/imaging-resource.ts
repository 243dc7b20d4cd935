import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
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

/** The management resources of one Imaging Document Source. */
export interface ImagingResource {
  /** Hands over one Part 10 file. Throws ResourceRefusal with its reason when the source refuses it. */
  importFile(file: string): Promise<ImportedInstance>;
  /** The same for bytes at hand. */
  importInstance(bytes: Uint8Array): Promise<ImportedInstance>;
  /** Has the source publish a study for a patient of the affinity domain (CX). */
  publish(studyInstanceUID: string, patientId: string): Promise<PublishedStudy>;
}

/** The source whose resources lie below `url` (`…/imaging`); `dispatcher` carries the TLS settings of the caller. */
export function imagingResource(url: string, dispatcher?: Dispatcher): ImagingResource {
  const post = async (path: string, contentType: string, body: Uint8Array | Readable): Promise<unknown> => {
    const answer = await request(url + path, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
      ...(dispatcher === undefined ? {} : { dispatcher }),
    }).catch((cause: Error) => {
      throw new Unavailable(`${url + path} does not answer.`, { cause });
    });
    const said = (await answer.body.json()) as { detail?: string; status?: string };
    if (answer.statusCode < 300 || said.status === 'refused') return said;
    throw new ResourceRefusal(said.detail ?? `HTTP ${answer.statusCode}`);
  };
  const dicom = async (body: Uint8Array | Readable) =>
    (await post('/instances', 'application/dicom', body)) as ImportedInstance;
  return {
    importFile: (file) => dicom(createReadStream(file, { highWaterMark: 1 << 20 })),
    importInstance: dicom,
    publish: async (studyInstanceUID, patientId) => {
      const body = Buffer.from(JSON.stringify({ patientId }));
      return (await post(`/studies/${studyInstanceUID}/publish`, 'application/json', body)) as PublishedStudy;
    },
  };
}
