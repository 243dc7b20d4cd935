import type { Submission } from '../metadata/nouns.ts';
import { encodeRegistryObject } from './encode-object.ts';
import { writeElement } from './write-element.ts';

/**
 * A submission as rim:RegistryObjectList text: object references, entries, sets, folders, associations, then what was
 * kept of a received list without being understood. The enclosing element binds the prefix `rim`.
 */
export function encodeSubmission(submission: Submission): string {
  let text = '<rim:RegistryObjectList>';
  for (const ref of submission.objectRefs) text += encodeRegistryObject(ref);
  for (const entry of submission.documentEntries) text += encodeRegistryObject(entry);
  for (const set of submission.submissionSets) text += encodeRegistryObject(set);
  for (const folder of submission.folders) text += encodeRegistryObject(folder);
  for (const association of submission.associations) text += encodeRegistryObject(association);
  for (const element of submission.unrecognised ?? []) text += writeElement(element);
  return `${text}</rim:RegistryObjectList>`;
}
