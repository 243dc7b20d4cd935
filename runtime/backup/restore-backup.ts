import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Migration } from '../sql/database.ts';
import { migrate } from '../sql/migrate.ts';
import { BackupError, type BackupManifest, checkTables, documentsFolder, readManifest, tableFile } from './manifest.ts';
import { importTable, qualified, schemasPresent, setSequence, tablesOf } from './snapshot.ts';
import { keysIn, shards, sizeOf } from './storage-files.ts';
import type { BackupProgress, StoringActor } from './write-backup.ts';

/** What to restore, and into what. */
export interface RestoreRequest {
  readonly from: string;
  readonly actors: readonly StoringActor[];
  /** A database that has nothing of these actors. */
  readonly databaseUrl: string;
  /** Storages that are empty. */
  readonly store: (actor: string, storage: string) => Promise<BlobStore>;
  readonly progress: BackupProgress;
}

const atOnce = 8;

/**
 * The manifest of a backup of which every byte of the database and every name and size of the documents were checked.
 * The documents' own bytes are checked while they are restored. Throws BackupError with what is wrong.
 */
export async function checkBackup(from: string, actors: readonly StoringActor[]): Promise<BackupManifest> {
  const manifest = await readManifest(from);
  for (const { actor, migrations } of manifest.schemas) stepsOf(actors, actor, migrations);
  await checkTables(from, manifest);
  for (const storage of manifest.storages) await checkDocuments(from, storage);
  return manifest;
}

async function checkDocuments(from: string, storage: BackupManifest['storages'][number]): Promise<void> {
  const folder = documentsFolder(from, storage.actor, storage.name);
  const sha256 = createHash('sha256');
  for (const shard of shards) {
    for (const key of await keysIn(path.join(folder, shard))) {
      sha256.update(`${key} ${await sizeOf(path.join(folder, shard, key))}\n`);
    }
  }
  if (sha256.digest('hex') === storage.sha256) return;
  throw new BackupError(`The backup is not whole: ${folder} does not hold the ${storage.documents} documents it had.`);
}

/** The steps of an actor's schema as the backup has them; throws BackupError for one this version does not know. */
function stepsOf(actors: readonly StoringActor[], name: string, applied: readonly string[]): Migration[] {
  const known = actors.find((actor) => actor.name === name)?.storage?.migrations;
  if (known === undefined) throw new BackupError(`This version has no actor ${name}, of which the backup has tables.`);
  return applied.map((step) => {
    const found = known.find((migration) => migration.name === step);
    if (found !== undefined) return found;
    throw new BackupError(`The backup was made by a newer version: step ${step} of ${name} is unknown here.`);
  });
}

/** Throws BackupError when the database already has rows of one of the backup's actors. */
export async function checkEmpty(databaseUrl: string, manifest: BackupManifest): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    for (const schema of await schemasPresent(
      client,
      manifest.schemas.map(({ name }) => name),
    )) {
      for (const { name } of await tablesOf(client, schema)) {
        const { rows } = await client.query(`select from ${qualified(client, schema, name)} limit 1`);
        if (rows.length === 0) continue;
        throw new BackupError(
          `The database is not empty: ${schema}.${name} has rows. Restore into another one, or drop the schemas ` +
            `${manifest.schemas.map((each) => each.name).join(', ')} first if nothing in them is needed.`,
        );
      }
    }
  });
}

/**
 * Restores a checked backup: the documents, then all tables in one transaction. The schemas are as new as the backup; the
 * next start brings them to this version.
 */
export async function restoreBackup(request: RestoreRequest, manifest: BackupManifest): Promise<void> {
  const { progress } = request;
  progress.begin(
    'documents',
    manifest.storages.reduce((sum, { documents }) => sum + documents, 0),
  );
  for (const storage of manifest.storages) await restoreDocuments(request, storage);
  await withClient(request.databaseUrl, async (client) => {
    for (const { name, actor, migrations } of manifest.schemas) {
      await migrate(client, name, stepsOf(request.actors, actor, migrations));
    }
    await client.query('begin');
    for (const schema of manifest.schemas) await restoreSchema(client, request, schema);
    await client.query('commit');
    await client.query('analyze');
  });
}

async function restoreDocuments(request: RestoreRequest, storage: BackupManifest['storages'][number]): Promise<void> {
  const folder = documentsFolder(request.from, storage.actor, storage.name);
  const store = await request.store(storage.actor, storage.name);
  for (const shard of shards) {
    const keys = await keysIn(path.join(folder, shard));
    const lane = async () => {
      for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
        const staged = await store.stage(createReadStream(path.join(folder, shard, key), { highWaterMark: 1 << 20 }));
        if (staged.key !== key) {
          await staged.discard();
          throw new BackupError(`The backup was changed: the document ${key} has the SHA-1 ${staged.hash}.`);
        }
        await staged.publish();
        request.progress.advance(1);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }
}

async function restoreSchema(
  client: pg.Client,
  { from, progress }: RestoreRequest,
  schema: BackupManifest['schemas'][number],
): Promise<void> {
  progress.begin(schema.name, schema.tables.length);
  // What a migration has entered by itself is in the backup, too.
  const names = schema.tables.map(({ name }) => qualified(client, schema.name, name));
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`);
  for (const table of schema.tables) {
    const file = tableFile(from, schema.name, table.name);
    const rows = await importTable(client, { ...table, schema: schema.name }, file);
    if (rows !== table.rows) {
      throw new BackupError(`${file} has ${rows} rows, and the manifest says ${table.rows}.`);
    }
    progress.advance(1);
  }
  await client.query(`update ${qualified(client, schema.name, 'migration')} set pending = name = any($1)`, [
    schema.pending,
  ]);
  for (const sequence of schema.sequences) await setSequence(client, schema.name, sequence);
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
