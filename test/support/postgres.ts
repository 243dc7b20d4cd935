import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Migration } from '../../runtime/sql/database.ts';
import { type OpenDatabase, openDatabase } from '../../runtime/sql/postgres.ts';

/** A fresh schema in the test run's PostgreSQL. Close it when done. */
export function testDatabase(migrations: readonly Migration[]): Promise<OpenDatabase> {
  const schema = `t_${randomUUID().replaceAll('-', '')}`;
  return openDatabase({ url: inject('databaseUrl'), schema, migrations, connections: 4 });
}
