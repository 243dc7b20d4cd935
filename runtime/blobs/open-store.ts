import path from 'node:path';
import type { DocumentsSettings } from '../config.ts';
import type { Logger } from '../log.ts';
import type { BlobStore } from './blob-store.ts';
import { openDiskStore } from './disk-store.ts';
import type { S3Settings } from './s3/settings.ts';
import { openS3Store } from './s3-store.ts';

/** Which of a domain's stores, and where the domain keeps documents. */
export interface StoreOptions {
  readonly documents: DocumentsSettings;
  readonly dataFolder: string;
  readonly actor: string;
  /** The store's own name among those of its actor. */
  readonly name: string;
  readonly log: Logger;
}

/** A store and how it is closed. */
export interface OpenedStore extends AsyncDisposable {
  readonly store: BlobStore;
}

/**
 * Opens a store of an actor where the configuration says: below the data folder, or below the bucket's prefix. Throws
 * Error with what to correct when a secret is not there or the bucket cannot be used.
 */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const { documents, dataFolder, actor, name, log } = options;
  if (documents.storage === 'disk') {
    const store = await openDiskStore(path.join(dataFolder, actor, name));
    return { store, [Symbol.asyncDispose]: async () => undefined };
  }
  const store = await openS3Store(s3SettingsFrom(documents, `${actor}/${name}/`, process.env), { log });
  return { store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

/** The settings of one store in the bucket: secrets looked up, the prefix completed. */
export function s3SettingsFrom(
  { s3 }: DocumentsSettings,
  below: string,
  environment: Readonly<Record<string, string | undefined>>,
): S3Settings {
  if (s3 === undefined) throw new Error('documents.s3 is not configured.');
  const secret = (key: 'accessKeyId' | 'secretAccessKey' | 'sessionToken') => {
    const given = s3[key];
    if (given === undefined || typeof given === 'string') return given;
    const found = environment[given.env];
    if (found) return found;
    throw new Error(`documents.s3.${key} is to come from the environment variable ${given.env}, which is not set.`);
  };
  const sessionToken = secret('sessionToken');
  const { endpoint, region, bucket, prefix, partBytes, partsInFlight, leftoverHours } = s3;
  return {
    endpoint,
    region,
    bucket,
    prefix: prefix + below,
    accessKeyId: secret('accessKeyId')!,
    secretAccessKey: secret('secretAccessKey')!,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    partBytes,
    partsInFlight,
    leftoverHours,
  };
}
