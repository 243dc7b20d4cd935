import { randomUUID } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of its own behind a proxy that can be cut off, as by a server that restarts. */
export interface ProxiedDatabase extends AsyncDisposable {
  /** For `database.url`. */
  readonly url: string;
  /** Breaks every connection and takes no new one. */
  cut(): void;
  /** Takes connections again. */
  restore(): void;
  /**
   * Cuts everything off at the next statement with this text: before the server gets it, or before its answer comes back.
   * With `after`, only at one that the same connection sends behind a statement with that text: others may be at work.
   */
  cutAt(statement: string, when: 'asked' | 'answered', after?: string): void;
}

interface Trap {
  readonly statement: string;
  readonly when: 'asked' | 'answered';
  readonly after: string | undefined;
}

/** Makes a new database in the test run's PostgreSQL; it is dropped on disposal. */
export async function aProxiedDatabase(): Promise<ProxiedDatabase> {
  const server = inject('databaseUrl');
  const name = `d_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const socketPath = path.join(new URL(server).searchParams.get('host')!, '.s.PGSQL.5432');
  const open = new Set<Socket>();
  const state: { down: boolean; trap?: Trap | undefined } = { down: false };
  const cut = () => {
    state.down = true;
    for (const socket of open) socket.destroy();
  };
  const proxy = createServer((client) => {
    if (state.down) return void client.destroy();
    const upstream = connect(socketPath);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let awaited = false;
    let armedBy: Trap | undefined;
    client.on('data', (bytes) => {
      const { trap } = state;
      const armed = trap !== undefined && (trap.after === undefined || armedBy === trap);
      const trapped = armed && bytes.includes(trap.statement);
      if (trap?.after !== undefined && bytes.includes(trap.after)) armedBy = trap;
      if (trapped && trap.when === 'asked') return cut();
      awaited ||= trapped;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (awaited) cut();
      else client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/${name}`,
    cut,
    cutAt: (statement, when, after) => {
      state.trap = { statement, when, after };
    },
    restore: () => {
      state.trap = undefined;
      state.down = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
