import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import type { KnownAssociation, RemovalView } from '../store/removal.ts';

/** The entryUUIDs that are to be removed, each once. */
export type RemovalList = ReadonlySet<string>;

/** A rule about what is removed and what stays. */
export type RemovalRule = Rule<RemovalList, RemovalView>;

const source = tf2('3.62.4.1.3');

/** What is to be removed must be there — ITI Supplement RMD 3.62.4.1.3. */
export const removedRegistered: RemovalRule = {
  id: 'removed-registered',
  source,
  statement: 'Every object to be removed is registered.',
  code: 'UnresolvedReferenceException',
  *check(list, view) {
    for (const id of list) if (view.kindOf(id) === undefined) yield { at: 'ObjectRef.id', found: id || 'nothing' };
  },
};

/** No Association may be left that points into the void — ITI Supplement RMD 3.62.4.1.3. */
export const removedUnreferenced: RemovalRule = {
  id: 'removed-unreferenced',
  source,
  statement: 'No Association that stays has an object to be removed as its source or target.',
  code: 'ReferencesExistException',
  *check(list, view) {
    for (const association of view.associations) {
      if (list.has(association.entryUUID)) continue;
      for (const end of ['source', 'target'] as const) {
        if (list.has(association[end])) yield { at: association[end], found: `it as ${end} of ${named(association)}` };
      }
    }
  },
};

/**
 * What stays keeps what makes it part of the registry: a SubmissionSet a member, and a DocumentEntry, a Folder and the
 * HasMember between the two a SubmissionSet — ITI Supplement RMD 3.62.4.1.3, ITI TF-3 4.2.2.1. An object that lacked it
 * before is not looked at.
 */
export const remainingReferenced: RemovalRule = {
  id: 'remaining-referenced',
  source,
  statement:
    'A SubmissionSet that stays keeps at least one member, and a DocumentEntry, Folder or Folder membership that stays keeps its SubmissionSet.',
  code: 'XDSUnreferencedObjectException',
  *check(list, view) {
    const memberships = view.associations.filter(isMembership);
    const staying = memberships.filter(({ entryUUID }) => !list.has(entryUUID));
    const keeping = new Set(staying.flatMap(({ source: set, target }) => [set, target]));
    const losing = memberships.filter(({ entryUUID }) => list.has(entryUUID));
    const lost = new Map(losing.flatMap((m) => [[m.source, m.sourceKind] as const, [m.target, m.targetKind] as const]));
    for (const [id, kind] of lost) {
      if (kind === undefined || list.has(id) || keeping.has(id)) continue;
      yield {
        at: id,
        found: kind === 'SubmissionSet' ? 'a SubmissionSet without members' : `a ${kind} in no SubmissionSet`,
      };
    }
  },
};

/** A HasMember from a SubmissionSet. */
function isMembership({ type, sourceKind }: KnownAssociation): boolean {
  return type === associationTypes.HasMember && sourceKind === 'SubmissionSet';
}

function named({ entryUUID, type }: KnownAssociation): string {
  return `the ${type.slice(type.lastIndexOf(':') + 1)} ${entryUUID}, which is not to be removed`;
}

/** What a Document Registry judges a removal by, in the order of the report — ITI Supplement RMD 3.62.4.1.3. */
export const removalRules: readonly RemovalRule[] = [removedRegistered, removedUnreferenced, remainingReferenced];
