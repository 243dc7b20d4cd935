import { tf2 } from '../../../schemas/spec-ref.ts';
import { type RegistryRule, survivingIdOf } from '../registration.ts';

/** ITI TF-2 3.42.4.1.3.3.2: an id that was merged into another is as unknown as one never fed. */
export const patientKnown: RegistryRule = {
  id: 'patient-known',
  source: tf2('3.42.4.1.3.3.2'),
  statement: 'patientId is known by the patient identity feed and was not merged into another.',
  code: 'XDSUnknownPatientId',
  *check({ submission }, view) {
    for (const object of [...submission.submissionSets, ...submission.documentEntries, ...submission.folders]) {
      if (object.patientId === undefined) continue;
      const known = view.patient(object.patientId);
      if (known?.survivingId === object.patientId) continue;
      const why = known === undefined ? 'not known' : 'merged into another';
      yield { at: `${object.entryUUID}.patientId`, found: `${object.patientId}, ${why}` };
    }
  },
};

/**
 * A Folder and what is put into it, a document and what relates to it, are about one patient; ids that were merged are
 * one. A SubmissionSet may refer to an entry of another patient — ITI TF-2 3.42.4.1.3.3.3.
 */
export const registeredPatientIdsMatch: RegistryRule = {
  id: 'registered-patient-ids-match',
  source: tf2('3.42.4.1.3.3.3'),
  statement: 'A registered end of a relationship or Folder membership has the patientId of the other end.',
  code: 'XDSPatientIdDoesNotMatch',
  *check(registration, view) {
    const associations = new Set(registration.outerEnds.map(({ association }) => association));
    for (const { entryUUID, source, target } of associations) {
      if (registration.sent.get(source)?.kind === 'SubmissionSet') continue;
      const from = survivingIdOf(registration, view, source);
      const to = survivingIdOf(registration, view, target);
      if (from === undefined || to === undefined || from === to) continue;
      yield { at: `${entryUUID}.target`, found: `${target} of ${to}, while ${source} is of ${from}` };
    }
  },
};
