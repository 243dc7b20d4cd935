import { tf2, tf3 } from '../../../schemas/spec-ref.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import type { OuterEnd, RegistryRule } from '../registration.ts';
import type { KnownObject } from '../store/view.ts';

const errors = tf3('Table 4.2.4.1-2');

/** ITI TF-2 3.42.4.1.3.7: a UUID that no object of the message has is that of a registered object. */
export const referencesRegistered: RegistryRule = {
  id: 'references-registered',
  source: tf2('3.42.4.1.3.7'),
  statement: 'What an association names and the message does not contain is registered.',
  code: 'UnresolvedReferenceException',
  *check({ outerEnds }, view) {
    for (const { association, end, id } of outerEnds) {
      if (view.object(id) === undefined) yield { at: `${association.entryUUID}.${end}`, found: id };
    }
  },
};

/**
 * A registered DocumentEntry can be filed by reference, put into a Folder and related to; a registered Folder can
 * receive. Nothing is attached to a registered SubmissionSet or Association — ITI TF-3 4.2.2.1 and 4.2.2.2.
 */
export const registeredEndKinds: RegistryRule = {
  id: 'registered-end-kinds',
  source: tf3('4.2.2'),
  statement: 'A registered source of a HasMember is a Folder, a registered target of an association a DocumentEntry.',
  code: 'XDSRegistryMetadataError',
  *check({ outerEnds }, view) {
    for (const outer of outerEnds) {
      const known = view.object(outer.id);
      if (known === undefined || isLegal(outer, known)) continue;
      yield { at: `${outer.association.entryUUID}.${outer.end}`, found: `${outer.id}, a registered ${known.kind}` };
    }
  },
};

function isLegal({ association, end }: OuterEnd, { kind }: KnownObject): boolean {
  if (end === 'target') return kind === 'DocumentEntry';
  return association.type === associationTypes.HasMember && kind === 'Folder';
}

/**
 * A deprecated document is not replaced again, added to, transformed, signed or filed; a deprecated Folder receives
 * nothing — ITI TF-2 3.42.4.1.3.5 and the meaning of the code.
 */
export const registeredEndsApproved: RegistryRule = {
  id: 'registered-ends-approved',
  source: errors,
  statement: 'Registered DocumentEntries and Folders that an association names are Approved.',
  code: 'XDSRegistryDeprecatedDocumentError',
  *check({ outerEnds }, view) {
    for (const { association, end, id } of outerEnds) {
      const status = view.object(id)?.availabilityStatus;
      if (status === undefined || status === availabilityStatuses.Approved) continue;
      yield { at: `${association.entryUUID}.${end}`, found: `${id} with availabilityStatus ${status}` };
    }
  },
};

/** ITI TF-3 4.2.2.2: what is added belongs to the original; a transformation can be replaced, not added to. */
export const registeredTransformationNotAppendedTo: RegistryRule = {
  id: 'registered-transformation-not-appended-to',
  source: tf3('4.2.2.2'),
  statement: 'The registered target of APND is not itself a transformation.',
  code: 'XDSRegistryMetadataError',
  *check({ outerEnds }, view) {
    for (const { association, end, id } of outerEnds) {
      if (association.type !== associationTypes.APND || end !== 'target') continue;
      if (view.object(id)?.isTransformation === true)
        yield { at: `${association.entryUUID}.target`, found: `${id}, which transforms another document` };
    }
  },
};
