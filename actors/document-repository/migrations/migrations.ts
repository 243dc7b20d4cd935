import type { Migration } from '../../../runtime/sql/database.ts';
import { documents } from './0001-documents.ts';
import { removal } from './0002-removal.ts';
import { claim } from './0003-claim.ts';

/** Every step of the repository's tables, oldest first. */
export const repositoryMigrations: readonly Migration[] = [documents, removal, claim];
