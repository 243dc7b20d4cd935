import path from 'node:path';
import { type DocumentFiles, filesOfStore, filesOnDisk } from '../runtime/backup/storage-files.ts';
import type { BlobStore } from '../runtime/blobs/blob-store.ts';
import { type OpenedStore, openStore } from '../runtime/blobs/open-store.ts';
import { createLogger } from '../runtime/log.ts';
import type { Config } from '../runtime/read-config.ts';

/** The document storages of a domain as a command reaches them, on disk or in a bucket. */
export interface DomainStores extends AsyncDisposable {
  store(actor: string, name: string): Promise<BlobStore>;
  /** To be backed up; `linked`: by a second name for the file where that can be. */
  files(actor: string, name: string, linked: boolean): Promise<DocumentFiles>;
}

/** Opens each storage when it is first asked for. */
export function domainStores({ documents, dataFolder }: Config): DomainStores {
  const opened = new Map<string, Promise<OpenedStore>>();
  const log = createLogger({ level: 'silent' });
  const store = async (actor: string, name: string) => {
    const key = `${actor}/${name}`;
    const open = opened.get(key) ?? openStore({ documents, dataFolder, actor, name, log });
    opened.set(key, open);
    return (await open).store;
  };
  return {
    store,
    files: async (actor, name, linked) =>
      documents.storage === 'disk'
        ? filesOnDisk(path.join(dataFolder, actor, name), linked)
        : filesOfStore(await store(actor, name)),
    async [Symbol.asyncDispose]() {
      for (const each of opened.values()) await (await each)[Symbol.asyncDispose]();
    },
  };
}
