import type { Association } from '../../../../schemas/metadata/nouns.ts';
import { tf2 } from '../../../../schemas/spec-ref.ts';
import { associationTypes } from '../../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../../schemas/vocabulary/statuses.ts';
import { survivingIdOf } from '../../registration.ts';
import { newVersionFor, type Update, type UpdateRule } from '../../update/update.ts';

const source = tf2('3.57.4.1.3.3.6');

/** An end of a submitted association. */
interface SubmittedEnd {
  readonly association: Association;
  readonly end: 'source' | 'target';
  readonly id: string;
}

/** Memberships lead from a Folder to a document, relationships from document to document. */
export const submittedEndKinds: UpdateRule = {
  id: 'submitted-end-kinds',
  source,
  statement:
    'A submitted HasMember leads from a Folder to a DocumentEntry, a submitted relationship from DocumentEntry to DocumentEntry.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    for (const { association, end, id } of submittedEnds(update)) {
      const kind = (update.sent.get(id) ?? view.object(id))?.kind;
      const expected = association.type === associationTypes.HasMember && end === 'source' ? 'Folder' : 'DocumentEntry';
      // What is not registered, and SubmissionSets, are other rules' findings.
      if (kind === undefined || kind === 'SubmissionSet' || kind === expected) continue;
      yield { at: `${association.entryUUID}.${end}`, found: `${id}, a ${kind}` };
    }
  },
};

/** Nothing new is tied to what is deprecated, the versions that the same update supersedes among it. */
export const submittedEndsApproved: UpdateRule = {
  id: 'submitted-ends-approved',
  source,
  statement: 'The ends of a submitted association are Approved when the new versions of the update are in.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    for (const { association, end, id } of submittedEnds(update)) {
      const registered = view.version(id);
      if (registered === undefined) continue;
      const isSuperseded = newVersionFor(update, view, id) !== undefined;
      if (!isSuperseded && registered.availabilityStatus === availabilityStatuses.Approved) continue;
      const found = isSuperseded
        ? 'which gets a new version in the same update'
        : `with ${registered.availabilityStatus}`;
      yield { at: `${association.entryUUID}.${end}`, found: `${id} ${found}` };
    }
  },
};

/** What is tied together is about one patient, and so is the submission that ties it. */
export const submittedOnePatient: UpdateRule = {
  id: 'submitted-one-patient',
  source,
  statement: 'The ends of a submitted association and the SubmissionSet have one patientId.',
  code: 'XDSPatientIDReconciliationError',
  *check(update, view) {
    const [set] = update.submission.submissionSets;
    const expected = set && survivingIdOf(update, view, set.entryUUID);
    for (const { association, end, id } of submittedEnds(update)) {
      const kind = (update.sent.get(id) ?? view.object(id))?.kind;
      if (kind !== 'DocumentEntry' && kind !== 'Folder') continue;
      const patient = survivingIdOf(update, view, id);
      if (patient === undefined || patient === expected) continue;
      yield {
        at: `${association.entryUUID}.${end}`,
        found: `${id} of ${patient}, while the SubmissionSet is of ${expected}`,
      };
    }
  },
};

/** What is there is not submitted again. */
export const submittedAssociationNew: UpdateRule = {
  id: 'submitted-association-new',
  source,
  statement:
    'No Approved association has the type and the ends of a submitted one, be it registered or of the same update.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    const seen = new Set<string>();
    for (const { association } of update.submitted) {
      const { entryUUID, type, source: from, target: to } = association;
      const key = `${type} ${from} ${to}`;
      const same = view
        .associationsOf(to)
        .find(
          (a) =>
            a.type === type &&
            a.source === from &&
            a.target === to &&
            a.availabilityStatus === availabilityStatuses.Approved,
        );
      if (same !== undefined) yield { at: entryUUID, found: `the ends of the registered ${same.entryUUID}` };
      else if (seen.has(key)) yield { at: entryUUID, found: 'the ends of an earlier one of the same update' };
      seen.add(key);
    }
  },
};

/** Either the former version's associations go along or they are given by hand — CP-ITI-1029. */
export const propagationOrSubmission: UpdateRule = {
  id: 'propagation-or-submission',
  source: tf2('3.57.4.1.3.1'),
  statement:
    'An association is submitted for a new version of a DocumentEntry only if its AssociationPropagation is no.',
  code: 'XDSMetadataUpdateOperationError',
  *check(update, view) {
    for (const { association, end, id } of submittedEnds(update)) {
      const version = newVersionFor(update, view, id);
      if (version?.object.kind !== 'DocumentEntry' || !version.propagates) continue;
      yield { at: `${association.entryUUID}.${end}`, found: `${id}, whose associations are propagated` };
    }
  },
};

function submittedEnds({ submitted }: Pick<Update, 'submitted'>): SubmittedEnd[] {
  return submitted.flatMap(({ association }) =>
    (['source', 'target'] as const).map((end) => ({ association, end, id: association[end] })),
  );
}
