import type { DocumentEntry, Folder, Submission, SubmissionSet } from '../nouns.ts';
import type { Optionality, OptionalityColumn } from '../optionality.ts';

/** What is looked for: attributes of one optionality that have a value, or that have none. */
export interface Wanted {
  readonly column: OptionalityColumn;
  readonly optionality: Optionality;
  readonly present: boolean;
}

/** The places, such as `Document01.creationTime`, of the wanted attributes of a submission, in the order of the table. */
export function findAttributes({ submissionSets, documentEntries, folders }: Submission, wanted: Wanted): string[] {
  const found: string[] = [];
  for (const object of submissionSets) findIn(object, wanted, found);
  for (const object of documentEntries) findIn(object, wanted, found);
  for (const object of folders) findIn(object, wanted, found);
  return found;
}

function findIn(object: SubmissionSet | DocumentEntry | Folder, wanted: Wanted, found: string[]): void {
  const attributes: Readonly<Record<string, Optionality>> = wanted.column[object.kind];
  for (const name in attributes) {
    if (attributes[name] === wanted.optionality && isPresent(object, name) === wanted.present)
      found.push(`${object.entryUUID}.${name}`);
  }
}

/** Absent is undefined, an empty text, an empty list, or a flag that is not set. */
function isPresent(object: SubmissionSet | DocumentEntry | Folder, name: string): boolean {
  const value = (object as unknown as Readonly<Record<string, unknown>>)[name];
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== '' && value !== false;
}
