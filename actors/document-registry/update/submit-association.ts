import { tf2 } from '../../../schemas/spec-ref.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import {
  propagationOrSubmission,
  submittedAssociationNew,
  submittedEndKinds,
  submittedEndsApproved,
  submittedOnePatient,
} from '../rules/update/associations.ts';
import { submissionSetsKept } from '../rules/update/status.ts';
import { effectOf, hasMember, keptAssociation, type Operation } from './operation.ts';
import type { Submitted } from './update.ts';

/**
 * An association between registered objects is registered; a Folder that receives a document by it tells so in its
 * lastUpdateTime, and the membership becomes a member of the SubmissionSet. A submitted RPLC deprecates nothing: that is
 * a change of status, asked for as such.
 */
export const submitAssociation: Operation<Submitted> = {
  name: 'SubmitAssociation',
  source: tf2('3.57.4.1.3.3.6'),
  triggers: ({ submitted }) => submitted.map((trigger) => ({ id: trigger.trigger.entryUUID, trigger })),
  preconditions: [
    submissionSetsKept,
    submittedEndKinds,
    submittedEndsApproved,
    submittedOnePatient,
    submittedAssociationNew,
    propagationOrSubmission,
  ],
  effect({ association }, { update, submissionSet, newUUID }) {
    const kept = keptAssociation(association);
    if (association.type !== associationTypes.HasMember) return effectOf({ inserted: [kept] });
    const told = update.submission.associations.find(
      ({ type, source, target }) =>
        type === associationTypes.HasMember && source === submissionSet && target === kept.entryUUID,
    );
    const member = told ? keptAssociation(told) : hasMember(newUUID(), submissionSet, kept.entryUUID);
    return effectOf({ inserted: [kept, member], receiving: [association.source] });
  },
};
