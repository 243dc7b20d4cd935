import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { BackupError } from '../../runtime/backup/manifest.ts';
import { checkBackup, checkEmpty, restoreBackup } from '../../runtime/backup/restore-backup.ts';
import { type BackupProgress, writeBackup } from '../../runtime/backup/write-backup.ts';
import { lockDataFolder } from '../../runtime/domain-lock.ts';
import { readDomainState } from '../../runtime/domain-state.ts';
import type { Config } from '../../runtime/read-config.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../../runtime/sql/embedded.ts';
import { clearUnfinishedRestore, markUnfinishedRestore } from '../../runtime/unfinished-restore.ts';
import { actors } from '../actors.ts';
import { domainStores } from '../domain-stores.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { configFrom, type DomainOptions } from '../find-domain.ts';
import { withDomainOptions } from '../options.ts';
import { formatBytes } from '../output.ts';
import { type Progress, startProgress } from '../progress.ts';

interface BackupOptions extends DomainOptions {
  readonly to: string;
  readonly copy?: boolean;
}

interface RestoreOptions extends DomainOptions {
  readonly from: string;
}

/** Adds `backup` and `restore`. */
export function addBackupCommands(program: Command): void {
  withDomainOptions(program.command('backup'))
    .description('Back up database and documents of a running or stopped domain as they are at one moment.')
    .requiredOption('--to <folder>', 'a folder that does not exist yet')
    .option('--copy', 'copy documents also where a second name for the file would do')
    .action(backup);
  withDomainOptions(program.command('restore'))
    .description('Restore a backup into an empty data folder and an empty database.')
    .requiredOption('--from <folder>', 'the folder of the backup')
    .action(restore);
}

async function backup(options: BackupOptions): Promise<void> {
  const config = await configOfDomain(options);
  const progress = bars();
  await using stores = domainStores(config);
  const write = (databaseUrl: string) =>
    writeBackup({
      databaseUrl,
      actors,
      files: (actor, name) => stores.files(actor, name, options.copy !== true),
      domain: { name: config.domain.name, assigningAuthority: config.domain.assigningAuthority },
      to: path.resolve(options.to),
      now: new Date(),
      progress,
    });
  const manifest = await explained(withDatabaseOf(config, write)).finally(progress.done);
  const documents = manifest.storages.reduce((sum, storage) => sum + storage.documents, 0);
  const bytes = manifest.storages.reduce((sum, storage) => sum + storage.bytes, 0);
  const rows = manifest.schemas.flatMap(({ tables }) => tables).reduce((sum, table) => sum + table.rows, 0);
  process.stdout.write(`${options.to}: ${rows} rows, ${documents} documents (${formatBytes(bytes)}).\n`);
  if (manifest.missing.length === 0) return;
  throw new CommandError(
    `The backup was made, but the storage does not have ${manifest.missing.length} documents whole that the database ` +
      'refers to; manifest.json names them, and "affinity verify" says whose they are.',
    exitCodes.partial,
  );
}

async function restore(options: RestoreOptions): Promise<void> {
  const config = await configFrom(options);
  const from = path.resolve(options.from);
  const manifest = await explained(checkBackup(from, actors));
  await refuseUsed(config.dataFolder);
  const lock = await lockDataFolder(config.dataFolder);
  try {
    await markUnfinishedRestore(config.dataFolder);
    const progress = bars();
    await using stores = domainStores(config);
    const read = async (databaseUrl: string) => {
      await checkEmpty(databaseUrl, manifest);
      await restoreBackup({ from, actors, databaseUrl, store: stores.store, progress }, manifest);
    };
    await explained(withDatabase(config, read)).finally(progress.done);
    await clearUnfinishedRestore(config.dataFolder);
  } finally {
    await lock.release();
  }
  process.stdout.write(
    `Restored the backup of ${manifest.createdAt} into ${config.dataFolder}. ` +
      'Start the domain, and let "affinity verify" look at it.\n',
  );
}

/** The configuration a domain was started with, else what the command line says. */
async function configOfDomain(options: DomainOptions): Promise<Config> {
  const config = await configFrom(options);
  const state = await readDomainState(config.dataFolder);
  if (state?.configFile === undefined || options.config !== undefined) return config;
  return configFrom({ config: state.configFile, data: config.dataFolder });
}

/** The database of a domain: the external one, the embedded one that runs, or the embedded one started for the while. */
async function withDatabaseOf<T>(config: Config, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const folder = embeddedFolder(config);
  const running = config.database.url ?? (await findEmbeddedPostgres(folder));
  if (running !== undefined) return work(running);
  if (!existsSync(folder)) {
    throw new CommandError(`No domain has run on ${config.dataFolder}. Name its folder with --data or --config.`);
  }
  const lock = await lockDataFolder(config.dataFolder);
  try {
    return await withDatabase(config, work);
  } finally {
    await lock.release();
  }
}

function embeddedFolder(config: Config): string {
  return path.join(config.dataFolder, 'postgres');
}

async function withDatabase<T>(config: Config, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  if (config.database.url !== undefined) return work(config.database.url);
  const server = await startEmbeddedPostgres({ dataFolder: embeddedFolder(config) });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

async function refuseUsed(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const [found] = await readdir(dataFolder);
  if (found === undefined) return;
  throw new CommandError(`${dataFolder} is not empty (it has ${found}). Name another folder with --data, or empty it.`);
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BackupError) throw new CommandError(error.message, exitCodes.refused);
    throw error;
  }
}

/** A bar for each piece of work; the one before it is finished when the next begins. */
function bars(): BackupProgress & { done(): void } {
  let bar: Progress | undefined;
  return {
    begin: (what, steps) => {
      bar?.done();
      bar = startProgress(what, steps);
    },
    advance: (steps) => bar?.advance(steps),
    done: () => bar?.done(),
  };
}
