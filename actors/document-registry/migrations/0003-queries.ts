import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * What stored queries beyond one patient's ask for.
 *
 * `document_availability` is null for Online. `association.latest` is false for an association with an end that has a
 * successor (see 0002-versions): a query at MetadataLevel 1 shows no association to a version it does not show.
 *
 * The indexes are the ways in of ITI-51 without patients (see ../selections/anchored.ts). Codes that each entry has one of
 * go with the creationTime; lists are inverted, and entries whose list is empty are left out, so that registering one
 * writes nothing to them.
 */
export const queries: Migration = {
  name: '0003-queries',
  up: `
alter table document_entry add column document_availability text collate "C";
alter table association add column latest boolean not null default true;
create index document_entry_class_code on document_entry (class_code, creation_time);
create index document_entry_healthcare_facility_type_code on document_entry (healthcare_facility_type_code, creation_time);
create index document_entry_event_code_list on document_entry using gin (event_code_list) where event_code_list <> '{}';
create index document_entry_reference_id_list on document_entry using gin (reference_id_list)
  where reference_id_list <> '{}';
create index folder_code_list on folder using gin (code_list) where code_list <> '{}';
`,
};
