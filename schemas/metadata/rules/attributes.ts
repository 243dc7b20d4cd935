import type { DocumentEntry, Folder, Submission, SubmissionSet } from '../nouns.ts';
import type { Optionality, OptionalityColumn } from '../optionality.ts';

/** One attribute of one object with what a column of the optionality table says of it. */
export interface JudgedAttribute {
  /** Such as `Document01.creationTime`. */
  readonly at: string;
  readonly optionality: Optionality;
  /** The attribute has a value. */
  readonly present: boolean;
}

/** Every attribute of every SubmissionSet, DocumentEntry and Folder, present or not, in the order of the table. */
export function* judgedAttributes(submission: Submission, column: OptionalityColumn): Generator<JudgedAttribute> {
  const { submissionSets, documentEntries, folders } = submission;
  for (const object of [...submissionSets, ...documentEntries, ...folders]) {
    for (const [name, optionality] of Object.entries<Optionality>(column[object.kind])) {
      yield { at: `${object.entryUUID}.${name}`, optionality, present: isPresent(object, name) };
    }
  }
}

/** Absent is undefined, an empty text, an empty list, or a flag that is not set. */
function isPresent(object: SubmissionSet | DocumentEntry | Folder, name: string): boolean {
  const value = (object as unknown as Readonly<Record<string, unknown>>)[name];
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== '' && value !== false;
}
