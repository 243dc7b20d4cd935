import type { Association, Submission } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import type { FolderMembership } from '../store/relationships.ts';
import type { Replacement } from './replacement.ts';

/** What is needed to put replacements where the replaced entries are. */
export interface Propagation {
  /** With UUIDs for ids. */
  readonly submission: Submission;
  readonly replacements: readonly Replacement[];
  /** Approved Folders of the patient that hold replaced entries. */
  readonly held: readonly FolderMembership[];
  readonly newUUID: () => `urn:uuid:${string}`;
}

/**
 * A replacement goes into every Folder of the same patient that holds what it replaces: a HasMember from the Folder, and
 * one from the submitting SubmissionSet to that, once for each Folder and replacement — ITI TF-2 3.42.4.1.3.5. What the
 * message says itself is not said again.
 */
export function propagatedMembers(propagation: Propagation): Association[] {
  const { submission, replacements, held, newUUID } = propagation;
  const [set] = submission.submissionSets;
  if (set === undefined || replacements.length === 0) return [];
  const told = new Set(submission.associations.filter(isMember).map(({ source, target }) => `${source} ${target}`));
  const members: Association[] = [];
  for (const { folder, document } of held) {
    for (const { replaced, replacement } of replacements) {
      if (replaced !== document || told.has(`${folder} ${replacement}`)) continue;
      told.add(`${folder} ${replacement}`);
      const member = hasMember(newUUID(), folder, replacement);
      members.push(member, hasMember(newUUID(), set.entryUUID, member.entryUUID));
    }
  }
  return members;
}

function isMember({ type }: Association): boolean {
  return type === associationTypes.HasMember;
}

function hasMember(entryUUID: string, source: string, target: string): Association {
  return { kind: 'Association', entryUUID, type: associationTypes.HasMember, source, target, extraMetadata: [] };
}
