import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * `unneeded_blob` names bytes whose last document was removed (ITI-86): the row of a document goes first, then its bytes,
 * and a crash between the two leaves them here for the next start.
 */
export const removal: Migration = {
  name: '0002-removal',
  up: `
create table unneeded_blob (
  blob_key text collate "C" primary key,
  since timestamptz not null
);
`,
};
