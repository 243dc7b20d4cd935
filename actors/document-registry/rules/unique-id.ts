import type { DocumentEntry, Folder, SubmissionSet } from '../../../schemas/metadata/nouns.ts';
import type { Violation } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RegistryRule } from '../registration.ts';
import type { KnownObject, RegistryView } from '../store/view.ts';

const source = tf2('3.42.4.1.3.3.7');

/** ITI TF-2 3.42.4.1.3.3.7: no object of any kind may have the SubmissionSet's uniqueId already. */
export const submissionSetUniqueId: RegistryRule = {
  id: 'submission-set-unique-id',
  source,
  statement: 'SubmissionSet.uniqueId is not used by any registered object.',
  code: 'XDSDuplicateUniqueIdInRegistry',
  check: ({ submission }, view) => submission.submissionSets.flatMap((set) => [...taken(set, view.holders)]),
};

/** ITI TF-2 3.42.4.1.3.3.7: no object of any kind may have the Folder's uniqueId already. */
export const folderUniqueId: RegistryRule = {
  id: 'folder-unique-id',
  source,
  statement: 'Folder.uniqueId is not used by any registered object.',
  code: 'XDSDuplicateUniqueIdInRegistry',
  check: ({ submission }, view) => submission.folders.flatMap((folder) => [...taken(folder, view.holders)]),
};

/** A document may be registered again, but its uniqueId may not be that of something else. */
export const documentEntryUniqueId: RegistryRule = {
  id: 'document-entry-unique-id',
  source,
  statement: 'DocumentEntry.uniqueId is not used by a registered SubmissionSet or Folder.',
  code: 'XDSDuplicateUniqueIdInRegistry',
  check: ({ submission }, view) =>
    submission.documentEntries.flatMap((entry) => [
      ...taken(entry, (uniqueId) => view.holders(uniqueId).filter(({ kind }) => kind !== 'DocumentEntry')),
    ]),
};

/** ITI TF-2 3.42.4.1.3.3.7: the same uniqueId is the same document. Hashes are compared whatever their case. */
export const documentEntryHash: RegistryRule = {
  id: 'document-entry-hash',
  source,
  statement: 'A DocumentEntry with the uniqueId of a registered one has the same hash.',
  code: 'XDSNonIdenticalHash',
  *check({ submission }, view) {
    for (const entry of submission.documentEntries) {
      const other = registeredBefore(entry, view).find(({ hash }) => hash !== entry.hash?.toLowerCase());
      if (other === undefined) continue;
      yield different(entry, 'hash', `${entry.hash ?? 'nothing'}, registered ${other.hash ?? 'nothing'}`);
    }
  },
};

/** ITI TF-2 3.42.4.1.3.3.7: the same uniqueId is the same document. */
export const documentEntrySize: RegistryRule = {
  id: 'document-entry-size',
  source,
  statement: 'A DocumentEntry with the uniqueId of a registered one has the same size.',
  code: 'XDSNonIdenticalSize',
  *check({ submission }, view) {
    for (const entry of submission.documentEntries) {
      const submitted = entry.size === undefined ? undefined : Number(entry.size);
      const other = registeredBefore(entry, view).find(({ size }) => size !== submitted);
      if (other === undefined) continue;
      yield different(entry, 'size', `${entry.size ?? 'nothing'}, registered ${other.size ?? 'nothing'}`);
    }
  },
};

function* taken(
  object: SubmissionSet | Folder | DocumentEntry,
  holders: RegistryView['holders'],
): Generator<Violation> {
  if (object.uniqueId === undefined) return;
  const other = holders(object.uniqueId).at(0);
  if (other !== undefined) {
    yield { at: `${object.entryUUID}.uniqueId`, found: `${object.uniqueId} of a registered ${other.kind}` };
  }
}

/** The registered entries of the same document; of several versions of one the latest, which an update may have corrected. */
function registeredBefore(entry: DocumentEntry, view: RegistryView): KnownObject[] {
  if (entry.uniqueId === undefined) return [];
  return view
    .holders(entry.uniqueId)
    .filter(({ kind, isSuperseded }) => kind === 'DocumentEntry' && isSuperseded !== true);
}

function different(entry: DocumentEntry, attribute: string, found: string): Violation {
  return { at: `${entry.entryUUID}.${attribute}`, found: `${found} (uniqueId ${entry.uniqueId})` };
}
