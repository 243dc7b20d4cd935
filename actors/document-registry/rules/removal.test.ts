import type { RegistryObject } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import type { RemovalView } from '../store/removal.ts';
import { remainingReferenced, removedRegistered, removedUnreferenced } from './removal.ts';

const kinds: Readonly<Record<string, RegistryObject['kind']>> = {
  S: 'SubmissionSet',
  S2: 'SubmissionSet',
  D: 'DocumentEntry',
  E: 'DocumentEntry',
  F: 'Folder',
};
type Type = 'HasMember' | 'APND';

/** A registry of associations `source type target`, each named so; an end can be such a name too. */
function holding(...lines: readonly string[]): RemovalView {
  const kindOf = (id: string) => kinds[id] ?? (lines.includes(id) ? 'Association' : undefined);
  const associations = lines.map((entryUUID) => {
    const [, source = '', type = '', target = ''] = /^(\w+) (\w+) (.*)$/.exec(entryUUID) ?? [];
    return {
      entryUUID,
      type: associationTypes[type as Type],
      source,
      target,
      sourceKind: kindOf(source),
      targetKind: kindOf(target),
    };
  });
  return { kindOf, associations };
}
const list = (...ids: readonly string[]) => new Set(ids);
const one = holding('S HasMember D');
const two = holding('S HasMember D', 'S2 HasMember E', 'E APND D');
const filed = holding('S HasMember D', 'S HasMember F', 'F HasMember D', 'S HasMember F HasMember D');

proveRule(removedRegistered, {
  accepts: { 'what is registered': [list('S', 'D', 'S HasMember D'), one] },
  rejects: { 'an id nobody has': [list('S', 'X'), one], 'an empty id': [list(''), one] },
});

proveRule(removedUnreferenced, {
  accepts: {
    'a whole submission': [list('S', 'D', 'S HasMember D'), one],
    'a relationship alone': [list('E APND D'), two],
    'an original without what was appended to it, when the relationship goes too': [
      list('S', 'D', 'S HasMember D', 'E APND D'),
      two,
    ],
    'a Folder membership with the HasMember of it': [list('F HasMember D', 'S HasMember F HasMember D'), filed],
  },
  rejects: {
    'a SubmissionSet alone': { case: [list('S'), one], at: ['S'] },
    'an original to which something is appended': { case: [list('S', 'D', 'S HasMember D'), two], at: ['D'] },
    'a Folder membership whose HasMember stays': { case: [list('F HasMember D'), filed], at: ['F HasMember D'] },
    'what was appended, without the relationship': { case: [list('S2', 'E', 'S2 HasMember E'), two], at: ['E'] },
  },
});

proveRule(remainingReferenced, {
  accepts: {
    'a whole submission': [list('S', 'D', 'S HasMember D'), one],
    'a relationship alone': [list('E APND D'), two],
    'a Folder membership: the Folder stays, empty': [list('F HasMember D', 'S HasMember F HasMember D'), filed],
    'one of two documents': [list('D', 'S HasMember D'), holding('S HasMember D', 'S HasMember E')],
    'a reference to a document of another SubmissionSet': [
      list('S2', 'S2 HasMember D'),
      holding('S HasMember D', 'S2 HasMember D'),
    ],
  },
  rejects: {
    'a document without its SubmissionSet': { case: [list('D', 'S HasMember D'), one], at: ['S'] },
    'a SubmissionSet without its document': { case: [list('S', 'S HasMember D'), one], at: ['D'] },
    'the membership alone, which both ends lose': { case: [list('S HasMember D'), one], at: ['S', 'D'] },
    'a document whose Folder still holds it': { case: [list('S HasMember D'), filed], at: ['D'] },
    'the HasMember of a Folder membership that stays': {
      case: [list('S HasMember F HasMember D'), filed],
      at: ['F HasMember D'],
    },
  },
});
