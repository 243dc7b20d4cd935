import { describe, expect, it } from 'vitest';
import { aDocumentEntry, aFolder, aSubmission, hasMember } from '../../test/support/metadata.ts';
import { registeredDocument } from '../../test/support/registry.ts';
import { resolveIds } from './resolve-ids.ts';

function counter(): () => `urn:uuid:${string}` {
  let count = 0;
  return () => `urn:uuid:00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
}

describe('[ITI TF-2 3.42.4.1.3.7] ids of a submission', () => {
  const folder = aFolder();
  const kept = aDocumentEntry({ entryUUID: registeredDocument });
  const sent = aSubmission({ documentEntries: [aDocumentEntry(), kept], folders: [folder] }, [hasMember(folder, kept)]);
  const resolved = resolveIds(sent, counter());
  const all = [...resolved.submissionSets, ...resolved.documentEntries, ...resolved.folders, ...resolved.associations];

  it('are all UUIDs, each one its own', () => {
    expect(all.every(({ entryUUID }) => /^urn:uuid:[0-9a-f-]{36}$/.test(entryUUID))).toBe(true);
    expect(new Set(all.map(({ entryUUID }) => entryUUID)).size).toBe(all.length);
  });
  it('keep a submitted UUID', () => {
    expect(resolved.documentEntries[1]?.entryUUID).toBe(registeredDocument);
  });
  it('are the same wherever a symbol is used', () => {
    const ids = new Map(all.map((object) => [object.entryUUID, object.kind]));
    expect(resolved.associations.map(({ source, target }) => `${ids.get(source)} ${ids.get(target)}`)).toEqual([
      'SubmissionSet DocumentEntry',
      'SubmissionSet DocumentEntry',
      'SubmissionSet Folder',
      'Folder DocumentEntry',
    ]);
  });
  it('leave a reference to the registry alone', () => {
    const outside = { ...hasMember(folder, kept), target: 'urn:uuid:44444444-0000-4000-8000-000000000004' };
    expect(resolveIds(aSubmission({}, [outside]), counter()).associations.at(-1)?.target).toBe(outside.target);
  });
});
