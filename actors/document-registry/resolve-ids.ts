import type { Association, RegistryObject, Submission } from '../../schemas/metadata/nouns.ts';

/**
 * The submission with a fresh UUID for every symbolic id, the same one wherever the id is used; submitted UUIDs stay —
 * ITI TF-2 3.42.4.1.3.7. References to nothing in the message stay as they are.
 */
export function resolveIds(submission: Submission, newUUID: () => `urn:uuid:${string}`): Submission {
  const { submissionSets, documentEntries, folders, associations } = submission;
  const uuids = new Map<string, string>();
  for (const { entryUUID } of [...submissionSets, ...documentEntries, ...folders, ...associations]) {
    if (!uuids.has(entryUUID)) uuids.set(entryUUID, entryUUID.startsWith('urn:uuid:') ? entryUUID : newUUID());
  }
  const resolve = (id: string) => uuids.get(id) ?? id;
  const resolved = <T extends RegistryObject>(object: T): T => ({ ...object, entryUUID: resolve(object.entryUUID) });
  return {
    ...submission,
    submissionSets: submissionSets.map(resolved),
    documentEntries: documentEntries.map(resolved),
    folders: folders.map(resolved),
    associations: associations.map(
      (association): Association => ({
        ...resolved(association),
        source: resolve(association.source),
        target: resolve(association.target),
      }),
    ),
  };
}
