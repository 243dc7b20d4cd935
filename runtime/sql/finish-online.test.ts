import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { until } from '../../test/support/raw-http.ts';
import type { Migration } from './database.ts';
import { type OpenDatabase, openDatabase } from './postgres.ts';

const first: Migration = {
  name: '0001-notes',
  up: `create table note (id int, place text, x int, y int, primary key (place, id)) partition by hash (place);
create table note_0 partition of note for values with (modulus 2, remainder 0);
create table note_1 partition of note for values with (modulus 2, remainder 1);
create table plain (id int primary key, x int);
insert into note (id, place, x) select g, 'p' || g % 7, g from generate_series(1, 5000) g;
insert into plain select g, g from generate_series(1, 5000) g`,
};
const second: Migration = {
  name: '0002-by-x',
  up: 'alter table plain add column y int',
  online: [
    { index: 'note_x', on: 'note', by: '(x) where x > 10' },
    { index: 'plain_x', on: 'plain', by: '(x)' },
    {
      backfill: `update plain set y = x + 1 where id in (select id from plain where y is null order by id limit 500)`,
    },
    { statement: 'alter table plain alter column y set not null' },
  ],
};

describe('online migrations', () => {
  const url = inject('databaseUrl');
  let schema: string;
  let opened: OpenDatabase[];
  let other: pg.Client;
  const open = async (...migrations: Migration[]) => {
    const database = await openDatabase({ url, schema, migrations, connections: 2 });
    opened.push(database);
    return database;
  };
  const done = (database: OpenDatabase) =>
    until(
      () => database.query('select name from migration where pending'),
      (pending) => pending.length === 0,
      20_000,
    );
  const indexes = async (database: OpenDatabase) =>
    (
      await database.query<{ name: string; valid: boolean }>(
        `select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
         where c.relnamespace = $1::regnamespace and c.relname ~ '_x(_of_.*)?$' order by 1`,
        [schema],
      )
    ).map(({ name, valid }) => `${name} ${valid}`);
  const all = ['note_x true', 'note_x_of_note_0 true', 'note_x_of_note_1 true', 'plain_x true'];

  beforeEach(async () => {
    schema = `o_${randomUUID().replaceAll('-', '')}`;
    opened = [];
    other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query(`create schema ${schema}; set search_path to ${schema}`);
  });
  afterEach(async () => {
    await other.end();
    for (const database of opened) await database.close();
  });

  it('are done at once in a new schema', async () => {
    const database = await open(first, second);
    expect(await database.query('select name from migration where pending')).toEqual([]);
    expect(await indexes(database)).toEqual(all);
  });

  it('go on beside a service that is at work, which starts before they are done', async () => {
    await open(first);
    // An index that is built concurrently waits for this one, as for any long transaction.
    await other.query('begin isolation level repeatable read');
    await other.query('select 1');
    const database = await open(first, second);
    await database.query("insert into note (id, place, x) values (5001, 'p1', 5001)");
    await database.query('insert into plain (id, x) values (5001, 5001)');
    expect(await database.query('select name from migration where pending')).toEqual([{ name: '0002-by-x' }]);
    await other.query('commit');
    await done(database);
    expect(await indexes(database)).toEqual(all);
    expect(await database.query('select count(*) as n, min(y - x) as d, max(y - x) as e from plain')).toEqual([
      { n: 5001, d: 1, e: 1 },
    ]);
  });

  it('that were broken off are taken up by the next start, half an index included', async () => {
    await open(first);
    await other.query('begin isolation level repeatable read');
    await other.query('select 1');
    const broken = await open(first, second);
    const half = async () => (await indexes(broken)).includes('note_x_of_note_0 false');
    await until(half, Boolean, 20_000);
    await broken.close();
    opened.pop();
    await other.query('commit');
    const database = await open(first, second);
    await done(database);
    expect(await indexes(database)).toEqual(all);
  });

  it('are done by one process at a time, and taken up again when its connection is ended', async () => {
    await open(first);
    await other.query('begin isolation level repeatable read');
    await other.query('select 1');
    const [one] = await Promise.all([open(first, second), open(first, second)]);
    const builders = () =>
      one.query<{ pid: number }>(
        `select pid from pg_stat_activity where query like 'create index concurrently note_x%' and wait_event_type = 'Lock'`,
      );
    await until(builders, (rows) => rows.length === 1, 20_000);
    const [builder] = await builders();
    await one.query('select pg_terminate_backend($1)', [builder!.pid]);
    await until(builders, (rows) => rows.length === 1 && rows[0]!.pid !== builder!.pid, 20_000);
    await other.query('commit');
    await done(one);
    expect(await indexes(one)).toEqual(all);
  });
});
