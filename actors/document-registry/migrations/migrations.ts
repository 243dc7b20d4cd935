import type { Migration } from '../../../runtime/sql/database.ts';
import { tables } from './0001-tables.ts';
import { versions } from './0002-versions.ts';
import { queries } from './0003-queries.ts';
import { updates } from './0004-updates.ts';

/** Every step of the registry's tables, oldest first. */
export const registryMigrations: readonly Migration[] = [tables, versions, queries, updates];
