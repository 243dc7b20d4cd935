import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const tableSchema = z.strictObject({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: digest,
});

const manifestSchema = z.strictObject({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  domain: z.strictObject({
    name: z.string(),
    assigningAuthority: z.strictObject({ namespace: z.string(), oid: z.string() }),
  }),
  postgresql: z.string(),
  schemas: z.array(
    z.strictObject({
      name: z.string(),
      actor: z.string(),
      /** Steps the schema had when the backup was made. */
      migrations: z.array(z.string()),
      /** Those of them whose online work was not done. */
      pending: z.array(z.string()),
      tables: z.array(tableSchema),
      sequences: z.array(z.strictObject({ name: z.string(), value: z.string(), called: z.boolean() })),
    }),
  ),
  storages: z.array(
    z.strictObject({
      actor: z.string(),
      name: z.string(),
      documents: z.int().min(0),
      bytes: z.int().min(0),
      /** Of the list of all keys and sizes, a line each, in the order of the keys. */
      sha256: digest,
    }),
  ),
  /** Keys of documents that the database refers to and the storage did not have when the backup was made. */
  missing: z.array(z.string()),
});

/** What a backup holds: everything needed to know that it is whole before anything of it is used. */
export type BackupManifest = z.output<typeof manifestSchema>;
/** A folder is no backup, not a whole one, or was changed. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

const fileName = 'manifest.json';

/** Writes the manifest, durably. */
export async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const file = await open(path.join(folder, fileName), 'wx');
  await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
  await file.sync();
  await file.close();
}

/** Reads the manifest of a backup. Throws BackupError when there is none or it is not one. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(path.join(folder, fileName), 'utf8').catch((cause: Error) => {
    throw new BackupError(`${folder} is no backup: it has no ${fileName}.`, { cause });
  });
  const parsed = manifestSchema.safeParse(jsonOf(text, path.join(folder, fileName)));
  if (parsed.success) return parsed.data;
  throw new BackupError(
    `${path.join(folder, fileName)} is not as this version writes it: ${z.prettifyError(parsed.error)}`,
  );
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BackupError(`${file} is no JSON: it was cut off or changed.`, { cause });
  }
}

/** Where the rows of a table lie in a backup. */
export function tableFile(folder: string, schema: string, table: string): string {
  return path.join(folder, 'database', `${schema}.${table}.copy`);
}

/** Where the documents of one storage lie in a backup, in folders of the first two digits of their keys. */
export function documentsFolder(folder: string, actor: string, name: string): string {
  return path.join(folder, 'documents', actor, name);
}

/** Throws BackupError unless every table of the backup is byte for byte what was written. */
export async function checkTables(folder: string, manifest: BackupManifest): Promise<void> {
  for (const schema of manifest.schemas) {
    for (const table of schema.tables) {
      const file = tableFile(folder, schema.name, table.name);
      const found = await sha256Of(file).catch((cause: Error) => {
        throw new BackupError(`The backup is not whole: ${file} cannot be read.`, { cause });
      });
      if (found !== table.sha256) throw new BackupError(`The backup was changed: ${file} has SHA-256 ${found}.`);
    }
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
