import type { Migration } from '../../../runtime/sql/database.ts';

/**
 * `submission_set.files_nothing` is true for the SubmissionSet of an update that brings no version and files nothing in a
 * Folder: what it asked for is done, and no association leads from it. From any other SubmissionSet one does, or something
 * was lost — see ../store/contents.ts.
 */
export const updates: Migration = {
  name: '0004-updates',
  up: 'alter table submission_set add column files_nothing boolean not null default false;',
};
