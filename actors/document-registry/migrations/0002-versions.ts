import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * Versions of one logical object: rows that share a logical_id. `latest` is false for every version that has a successor;
 * a query at MetadataLevel 1 looks at no other rows, whatever their status — XDS Metadata Update.
 */
export const versions: Migration = {
  name: '0002-versions',
  up: `
alter table document_entry add column latest boolean not null default true;
alter table folder add column latest boolean not null default true;
`,
};
