import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { ActorStorage } from '../host.ts';
import { schemaOf } from '../sql/schema.ts';
import { type CopiedStorage, completeCopy, copyPresent, type Reference, RemovedMeanwhile } from './copy-documents.ts';
import { BackupError, type BackupManifest, documentsFolder, tableFile, writeManifest } from './manifest.ts';
import {
  appliedMigrations,
  beginSnapshot,
  exportTable,
  pendingMigrations,
  schemasPresent,
  sequencesOf,
  tablesOf,
} from './snapshot.ts';
import { type DocumentFiles, syncFolder } from './storage-files.ts';

/** One actor as a backup sees it. */
export interface StoringActor {
  readonly name: string;
  readonly storage?: ActorStorage;
}

/** What to back up, and where to. */
export interface BackupRequest {
  readonly databaseUrl: string;
  readonly actors: readonly StoringActor[];
  readonly files: (actor: string, storage: string) => Promise<DocumentFiles>;
  readonly domain: BackupManifest['domain'];
  /** A folder that does not exist yet. */
  readonly to: string;
  readonly now: Date;
  readonly progress: BackupProgress;
}

/** Told how far a backup or a restore is. */
export interface BackupProgress {
  /** A new piece of work with so many steps. */
  begin(what: string, steps: number): void;
  advance(steps: number): void;
}

const mostSnapshots = 10;

/**
 * Backs up database and documents of a domain, which may be at work, as they were at one moment.
 *
 * 1. What is in the storages is copied; this may take long.
 * 2. A snapshot of the database is taken and the copy completed with what came meanwhile; this is short. When a
 *    document of the snapshot was removed before it could be copied, the snapshot is given up and another one taken.
 * 3. The tables are written from that snapshot, then the manifest, and the folder gets its name: one that was broken off
 *    keeps the ending `.unfinished` and is never taken for a backup.
 */
export async function writeBackup(request: BackupRequest): Promise<BackupManifest> {
  const unfinished = `${request.to}.unfinished`;
  await freshFolder(request.to, unfinished);
  const snapshot = new pg.Client({ connectionString: request.databaseUrl });
  const now = new pg.Client({ connectionString: request.databaseUrl });
  for (const client of [snapshot, now]) client.on('error', () => undefined);
  try {
    await Promise.all([snapshot.connect(), now.connect()]);
    const backup = new Backup(request, unfinished, snapshot, now);
    const manifest = await backup.write();
    await writeManifest(unfinished, manifest);
    await syncFolder(unfinished);
    await rename(unfinished, request.to);
    await syncFolder(path.dirname(path.resolve(request.to)));
    return manifest;
  } finally {
    await Promise.all([snapshot.end(), now.end()]);
  }
}

async function freshFolder(to: string, unfinished: string): Promise<void> {
  const there = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (there !== undefined) throw new BackupError(`${to} exists already: a backup is written into a folder of its own.`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(path.join(unfinished, 'database'), { recursive: true });
}

interface Storage {
  readonly actor: string;
  readonly name: string;
  readonly references: string;
}

class Backup {
  readonly #request: BackupRequest;
  readonly #folder: string;
  readonly #snapshot: pg.Client;
  readonly #now: pg.Client;

  constructor(request: BackupRequest, folder: string, snapshot: pg.Client, now: pg.Client) {
    this.#request = request;
    this.#folder = folder;
    this.#snapshot = snapshot;
    this.#now = now;
  }

  async write(): Promise<BackupManifest> {
    const { progress, actors, domain, now } = this.#request;
    const schemas = new Map(actors.map((actor) => [schemaOf(actor.name), actor]));
    const present = await schemasPresent(this.#now, [...schemas.keys()]);
    const storages = present.flatMap((schema) => {
      const { name: actor, storage } = schemas.get(schema)!;
      if (storage === undefined) throw new BackupError(`${actor} has tables, but does not say what it keeps.`);
      return storage.blobs.map(({ name, references }) => ({ actor, name, references }));
    });
    progress.begin('documents', await this.#countReferences(storages));
    for (const storage of storages) await copyPresent(await this.#copyOf(storage));
    const copied = await this.#snapshotWithDocuments(storages);
    const described = [];
    for (const schema of present) described.push(await this.#exportSchema(schema, schemas.get(schema)!.name));
    const { rows } = await this.#snapshot.query<{ server_version: string }>('show server_version');
    await this.#snapshot.query('commit');
    return {
      format: 1,
      createdAt: now.toISOString(),
      domain,
      postgresql: rows[0]!.server_version,
      schemas: described,
      storages: storages.map(({ actor, name }, i) => {
        const { documents, bytes, sha256 } = copied[i]!;
        return { actor, name, documents, bytes, sha256 };
      }),
      missing: copied.flatMap(({ missing }) => [...missing]),
    };
  }

  async #copyOf({ actor, name }: Storage) {
    const { files, progress } = this.#request;
    return {
      files: await files(actor, name),
      target: documentsFolder(this.#folder, actor, name),
      advance: (documents: number) => progress.advance(documents),
    };
  }

  /** A snapshot of which every document is in the copy, left open. */
  async #snapshotWithDocuments(storages: readonly Storage[]): Promise<CopiedStorage[]> {
    for (let attempt = 1; ; attempt++) {
      await beginSnapshot(this.#snapshot);
      try {
        const copied: CopiedStorage[] = [];
        for (const storage of storages) {
          const referred = (shard: string) => this.#references(this.#snapshot, storage, shard);
          const still = async (keys: readonly string[]) =>
            new Set((await this.#referencesTo(this.#now, storage, keys)).map(({ key }) => key));
          copied.push(await completeCopy(await this.#copyOf(storage), referred, still));
        }
        return copied;
      } catch (error) {
        await this.#snapshot.query('rollback');
        if (!(error instanceof RemovedMeanwhile) || attempt === mostSnapshots) throw error;
      }
    }
  }

  #references(client: pg.Client, storage: Storage, shard: string): Promise<Reference[]> {
    // Digits and letters only: all keys of a shard lie between these two.
    return this.#select(client, storage, 'key >= $1 and key < $2', [shard, `${shard}g`]);
  }

  #referencesTo(client: pg.Client, storage: Storage, keys: readonly string[]): Promise<Reference[]> {
    return this.#select(client, storage, 'key = any($1)', [keys]);
  }

  async #select(client: pg.Client, storage: Storage, where: string, values: readonly unknown[]): Promise<Reference[]> {
    await client.query(`set search_path to ${client.escapeIdentifier(schemaOf(storage.actor))}`);
    const { rows } = await client.query<{ key: string; size: string; required: boolean }>(
      `select key, max(size) as size, bool_or(required) as required from (${storage.references}) r
       where ${where} group by key order by key collate "C"`,
      [...values],
    );
    return rows.map(({ key, size, required }) => ({ key, size: Number(size), required }));
  }

  async #countReferences(storages: readonly Storage[]): Promise<number> {
    let count = 0;
    for (const { actor, references } of storages) {
      await this.#now.query(`set search_path to ${this.#now.escapeIdentifier(schemaOf(actor))}`);
      const { rows } = await this.#now.query<{ count: string }>(`select count(distinct key) from (${references}) r`);
      count += Number(rows[0]!.count);
    }
    return count;
  }

  async #exportSchema(schema: string, actor: string): Promise<BackupManifest['schemas'][number]> {
    const { progress } = this.#request;
    const tables = await tablesOf(this.#snapshot, schema);
    progress.begin(schema, tables.length);
    const written = [];
    for (const table of tables) {
      const file = tableFile(this.#folder, schema, table.name);
      const exported = await exportTable(this.#snapshot, { ...table, schema }, file);
      written.push({ ...table, columns: [...table.columns], ...exported });
      progress.advance(1);
    }
    await syncFolder(path.join(this.#folder, 'database'));
    return {
      name: schema,
      actor,
      migrations: await appliedMigrations(this.#snapshot, schema),
      pending: await pendingMigrations(this.#snapshot, schema),
      tables: written,
      sequences: await sequencesOf(this.#snapshot, schema),
    };
  }
}
