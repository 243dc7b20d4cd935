import { connect, createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { testDatabase } from '../../test/support/postgres.ts';
import { OutcomeUnknown, Unavailable } from '../unavailable.ts';
import type { Migration, Sql } from './database.ts';
import { type OpenDatabase, openDatabase } from './postgres.ts';

const counter: Migration = { name: '0001-counter', up: 'create table counter (id int primary key, n bigint not null)' };

describe('PostgreSQL access', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await testDatabase([counter]);
    await database.query('insert into counter values (1, 0), (2, 0)');
  });
  afterAll(() => database.close());

  it('retries a transaction that a concurrent one made fail, so that no increment is lost', async () => {
    const increment = () =>
      database.transaction(
        async (sql) => {
          const [row] = await sql.query<{ n: number }>('select n from counter where id = 1');
          await sql.query('update counter set n = $1 where id = 1', [row!.n + 1]);
        },
        { isolation: 'repeatable read' },
      );
    await Promise.all([increment(), increment(), increment(), increment()]);
    expect(await database.query('select n from counter where id = 1')).toEqual([{ n: 4 }]);
  });

  it('keeps nothing of a transaction whose work throws', async () => {
    const failing = database.transaction(async (sql) => {
      await sql.query('update counter set n = 99 where id = 2');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.query('select n from counter where id = 2')).toEqual([{ n: 0 }]);
  });

  it('streams more rows than one cursor batch, and frees the connection when the reader stops early', async () => {
    let rows = 0;
    for await (const _row of database.stream('select g from generate_series(1, $1::int) g', [1234])) rows++;
    expect(rows).toBe(1234);
    for (let i = 0; i < 10; i++) {
      for await (const row of database.stream<{ g: number }>('select g from generate_series(1, 5000) g')) {
        if (row.g === 3) break;
      }
    }
    expect(await database.ready()).toBe(true);
  });

  it('fetches as many rows of a stream at a time as its reader wants', async () => {
    // Each row takes a lock when it is made, so that the locks tell how many were.
    const made: number[] = [];
    const text = 'select g, pg_try_advisory_xact_lock_shared(7354, g) from generate_series(1, 30) g';
    for await (const _row of database.stream(text, [], { fetchedRows: 10 })) {
      const locks = "select count(*)::int as made from pg_locks where locktype = 'advisory' and classid = 7354";
      const [row] = await database.query<{ made: number }>(locks);
      made.push(row!.made);
    }
    expect(made).toEqual([10, 20, 30].flatMap((rows) => Array.from({ length: 10 }, () => rows)));
  });

  it('leaves half of its connections to everybody else, however many streams have slow readers', async () => {
    const readers = Array.from({ length: 40 }, () =>
      database.stream('select g from generate_series(1, 5000) g')[Symbol.asyncIterator](),
    );
    let begun = 0;
    const first = readers.map((reader) => reader.next().then(() => begun++));
    for (let i = 0; i < 20; i++) expect(await database.query('select 1 as x')).toEqual([{ x: 1 }]);
    const held = begun;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThanOrEqual(2);
    for (const reader of readers.slice(0, held)) await reader.return?.();
    await first[held];
    await Promise.all(readers.map((reader) => reader.return?.()));
    await Promise.all(first);
  });

  it('prepares named statements once per connection', async () => {
    for (let i = 0; i < 3; i++) {
      expect(await database.query('select $1::int as x', [i], 'test-x')).toEqual([{ x: i }]);
    }
  });

  it('says Unavailable when the server does not answer', async () => {
    const nowhere = openDatabase({ url: 'postgresql://postgres@127.0.0.1:1/x', schema: 's', migrations: [] });
    await expect(nowhere).rejects.toThrow(Unavailable);
  });

  it('says Unavailable when a connection dies between two statements of a transaction, and takes a new one', async () => {
    const cut = database.transaction(async (sql) => {
      await sql.query('update counter set n = 99 where id = 2');
      await endOwnConnection(sql);
      await sql.query('select 1');
    });
    await expect(cut).rejects.toThrow(Unavailable);
    expect(await database.query('select n from counter where id = 2')).toEqual([{ n: 0 }]);
  });

  it('says Unavailable when a new connection is ended together with its greeting, as by a server that stops', async () => {
    await using proxy = await aServerThatEndsConnections(inject('databaseUrl'));
    const ended = await openDatabase({ url: proxy.url, schema: `e_${Date.now()}`, migrations: [] });
    proxy.endFromNowOn();
    await expect(ended.transaction((sql) => sql.query('select 1'))).rejects.toThrow(Unavailable);
    await expect(ended.query('select 1')).rejects.toThrow(Unavailable);
    await ended.close();
  });

  it('says OutcomeUnknown when the answer to a commit got lost', async () => {
    await database.query(`create function end_connection() returns trigger language plpgsql as $$
      begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`);
    await database.query(`create constraint trigger ends_connection after update on counter deferrable initially deferred
      for each row when (new.n = -1) execute function end_connection()`);
    const lost = database.transaction((sql) => sql.query('update counter set n = -1 where id = 2'));
    await expect(lost).rejects.toThrow(OutcomeUnknown);
    expect(await database.ready()).toBe(true);
  });

  it('writes by one statement: kept at once, or refused with nothing kept', async () => {
    const add = 'insert into counter values ($1, 5), ($2, 5) returning id';
    expect(await database.write(add, [10, 11], 'add')).toEqual([{ id: 10 }, { id: 11 }]);
    await expect(database.write(add, [12, 10], 'add')).rejects.toMatchObject({ code: '23505' });
    expect(await database.query('select id from counter where n = 5 order by id')).toEqual([{ id: 10 }, { id: 11 }]);
  });

  it('writes again what a deadlock undid', async () => {
    await database.query('create table pair (a int primary key)');
    // Each takes one key, and then waits for the other's.
    const both = (first: number, second: number) =>
      database.write(
        `with one as (insert into pair values ($1) returning a), slept as (select pg_sleep(0.2) from one)
         insert into pair select $2::int from slept on conflict do nothing returning a`,
        [first, second],
      );
    const outcomes = await Promise.allSettled([both(1, 2), both(2, 1)]);
    const codes = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    // The one that was undone meets the other's keys when it comes again.
    expect(codes).toEqual(['23505']);
    expect(await database.query('select a from pair order by a')).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('says OutcomeUnknown when the answer to a single statement got lost', async () => {
    const lost = database.write('update counter set n = 7 where id = 2 and pg_terminate_backend(pg_backend_pid())');
    await expect(lost).rejects.toThrow(OutcomeUnknown);
    expect(await database.ready()).toBe(true);
  });

  /** Has the server end the connection of a transaction, and waits until it has. */
  async function endOwnConnection(sql: Sql): Promise<void> {
    const [own] = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.query('select pg_terminate_backend($1, 5000)', [own!.pid]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

interface EndingServer extends AsyncDisposable {
  readonly url: string;
  endFromNowOn(): void;
}

/** A way to the server that, when told so, sends the server's last words right behind its greeting, in one piece. */
async function aServerThatEndsConnections(server: string): Promise<EndingServer> {
  const socketPath = path.join(new URL(server).searchParams.get('host')!, '.s.PGSQL.5432');
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0');
  const lastWords = Buffer.concat([Buffer.from('E\0\0\0'), Buffer.from([fields.length + 4]), fields]);
  let ending = false;
  const proxy = createServer((client) => {
    const upstream = connect(socketPath);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.pipe(upstream);
    upstream.on('data', (bytes) => client.write(ending ? Buffer.concat([bytes, lastWords]) : bytes));
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    endFromNowOn: () => {
      ending = true;
    },
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

describe('migrations', () => {
  it('run once, in order, also when two processes start together', async () => {
    const schema = `m_${Date.now()}_${Math.floor(performance.now())}`;
    const steps: Migration[] = [
      { name: '0001-a', up: 'create table a (x int)' },
      { name: '0002-b', up: 'alter table a add column y int' },
    ];
    const url = inject('databaseUrl');
    const open = () => openDatabase({ url, schema, migrations: steps, connections: 1 });
    const [one, two] = await Promise.all([open(), open()]);
    expect(await one.query('select name from migration order by name')).toEqual([
      { name: '0001-a' },
      { name: '0002-b' },
    ]);
    await Promise.all([one.close(), two.close()]);
    const older = openDatabase({ url, schema, migrations: steps.slice(0, 1) });
    await expect(older).rejects.toThrow('0002-b is unknown here');
  });

  it('that build an index concurrently do not wait for the processes that wait for them', async () => {
    const schema = `i_${Date.now()}_${Math.floor(performance.now())}`;
    const steps: Migration[] = [
      { name: '0001-a', up: 'create table a (x int)', online: [{ index: 'a_x', on: 'a', by: '(x)' }] },
    ];
    const url = inject('databaseUrl');
    const open = () => openDatabase({ url, schema, migrations: steps, connections: 1 });
    const opened = await Promise.all([open(), open(), open(), open()]);
    expect(await opened[3]!.query('select pending from migration')).toEqual([{ pending: false }]);
    await Promise.all(opened.map((each) => each.close()));
  });

  it('leave nothing of a step that fails', async () => {
    const schema = `f_${Date.now()}_${Math.floor(performance.now())}`;
    const url = inject('databaseUrl');
    const broken = { name: '0001-broken', up: 'create table kept (x int); select nonsense' };
    await expect(openDatabase({ url, schema, migrations: [broken] })).rejects.toThrow('nonsense');
    const mended = await openDatabase({ url, schema, migrations: [{ ...broken, up: 'create table kept (x int)' }] });
    expect(await mended.query('select count(*) as n from kept')).toEqual([{ n: 0 }]);
    await mended.close();
  });
});
