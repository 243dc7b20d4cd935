import pg from 'pg';
import type { Logger } from '../log.ts';
import type { Migration } from './database.ts';
import { finish, named, pendingSteps } from './migrate.ts';

/** Tells two advisory locks of this software apart: the second number is made of the schema's name. */
const lock = 4_101_843;
const againMs = 1000;

/** Online work under way; `stop` breaks it off for somebody else, or the next start, to take up. */
export interface OnlineMigration {
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Does the online work of a schema's pending steps beside the running service, one process of all that share the schema
 * at a time. Trouble with the database is waited out; work that cannot be done is logged and tried at the next start.
 */
export function finishOnline(options: {
  url: string;
  schema: string;
  migrations: readonly Migration[];
  log?: Logger | undefined;
}): OnlineMigration {
  const { schema, log } = options;
  const stopping = new AbortController();
  let connected: pg.Client | undefined;
  const attempt = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    connected = client;
    try {
      await client.connect();
      await client.query(`set search_path to ${client.escapeIdentifier(schema)}`);
      return await finishLocked(client, options, () => stopping.signal.aborted);
    } finally {
      await client.end();
    }
  };
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        if (await attempt()) return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log?.warn({ err: error, schema }, 'an online migration was broken off; it is tried again');
        if (isHopeless(error)) return;
      }
      await pause(againMs, stopping.signal);
    }
  };
  const done = work();
  return {
    done,
    stop: async () => {
      stopping.abort();
      // Ends the statement under way, which may take hours.
      await connected?.end();
      await done;
    },
  };
}

/** True when nothing is left to do; false when another process is at it. */
async function finishLocked(
  client: pg.Client,
  { schema, migrations, log }: { schema: string; migrations: readonly Migration[]; log?: Logger | undefined },
  gone: () => boolean,
): Promise<boolean> {
  // Not waited for: a statement that waits would hold up the index that the other process builds.
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [
    lock,
    schema,
  ]);
  if (rows[0]?.mine !== true) return (await pendingSteps(client)).length === 0;
  for (const name of await pendingSteps(client)) {
    log?.info({ schema, step: name }, 'online migration begins');
    await finish(client, named(migrations, name), gone);
    log?.info({ schema, step: name }, 'online migration done');
  }
  return true;
}

/** The statement itself is refused: trying again changes nothing. */
function isHopeless(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code !== undefined && /^(22|23|42)/.test(code);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
