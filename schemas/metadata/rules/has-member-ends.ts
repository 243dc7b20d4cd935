import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import type { Association, RegistryObject, Submission } from '../nouns.ts';
import { objectsById } from './objects.ts';

/**
 * What may be a member of what: entries, folders and folder memberships of a SubmissionSet, entries of a Folder; no
 * folder in a folder — ITI TF-3 4.2.2.1. Ends outside the message are for the registry to look up.
 */
export const hasMemberEnds: Rule<Submission> = {
  id: 'has-member-ends',
  source: tf3('4.2.2.1'),
  statement:
    'HasMember leads from the SubmissionSet to a DocumentEntry, a Folder or a HasMember of a Folder, or from a Folder to a DocumentEntry.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    const byId = objectsById(submission);
    for (const association of submission.associations) {
      if (association.type !== associationTypes.HasMember) continue;
      const source = byId.get(association.source);
      const target = byId.get(association.target);
      const at = association.entryUUID;
      if (source?.kind === 'SubmissionSet') {
        if (target !== undefined && !mayBeSubmitted(target, byId))
          yield { at: `${at}.target`, found: described(target) };
        continue;
      }
      if (source !== undefined && source.kind !== 'Folder') yield { at: `${at}.source`, found: described(source) };
      if (target !== undefined && target.kind !== 'DocumentEntry')
        yield { at: `${at}.target`, found: described(target) };
    }
  },
};

function mayBeSubmitted(target: RegistryObject, byId: ReadonlyMap<string, RegistryObject>): boolean {
  if (target.kind === 'DocumentEntry' || target.kind === 'Folder') return true;
  return (
    target.kind === 'Association' &&
    target.type === associationTypes.HasMember &&
    byId.get(target.source)?.kind !== 'SubmissionSet'
  );
}

function described(object: RegistryObject): string {
  const type = object.kind === 'Association' ? ` of type ${(object as Association).type}` : '';
  return `${object.entryUUID}, ${object.kind === 'Association' ? 'an' : 'a'} ${object.kind}${type}`;
}
