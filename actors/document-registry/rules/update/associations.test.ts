import type { AssociationTypeName } from '../../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../../schemas/vocabulary/statuses.ts';
import { proveRule } from '../../../../test/support/prove-rule.ts';
import { anotherPatientId } from '../../../../test/support/registry.ts';
import { uuidOf } from '../../../../test/support/registry-service.ts';
import { aNamedUpdate, newVersionOf, submits } from '../../../../test/support/update-messages.ts';
import {
  anUpdateView,
  aRegisteredAssociation,
  aRegisteredFolder,
  aRegisteredVersion,
} from '../../../../test/support/update-view.ts';
import { updateOf } from '../../update/update.ts';
import {
  propagationOrSubmission,
  submittedAssociationNew,
  submittedEndKinds,
  submittedEndsApproved,
  submittedOnePatient,
} from './associations.ts';

const u = uuidOf;
const submitting = (source: string, type: AssociationTypeName, target: string) =>
  updateOf(aNamedUpdate({ set: 'U', more: submits('U', source, type, target) }));
/** An addendum that is submitted with a new version of `a`. */
const withVersion = (source: string, target: string, propagation?: string) =>
  updateOf(
    aNamedUpdate({
      set: 'U',
      documents: [{ name: 'a', ...(propagation === undefined ? {} : { propagation }) }],
      more: submits('U', source, 'APND', target),
    }),
  );
const filing = submitting(u('F'), 'HasMember', u('a'));
const relating = submitting(u('b'), 'APND', u('a'));
const a = aRegisteredVersion('a');
const b = aRegisteredVersion('b');
const f = aRegisteredFolder('F');
const all = anUpdateView([a, b, f]);
const deprecated = { availabilityStatus: availabilityStatuses.Deprecated };

proveRule(submittedEndKinds, {
  accepts: {
    'an entry in a Folder': [filing, all],
    'an addendum': [relating, all],
    'nothing registered, which another rule says': [filing, anUpdateView()],
  },
  rejects: {
    'a Folder in a Folder': [submitting(u('F'), 'HasMember', u('G')), anUpdateView([f, aRegisteredFolder('G')])],
    'an entry in an entry': [submitting(u('a'), 'HasMember', u('b')), all],
    'a relationship from a Folder': [submitting(u('F'), 'APND', u('a')), all],
    'a relationship to an Association': [
      submitting(u('a'), 'signs', u('F HasMember a')),
      anUpdateView([a, aRegisteredAssociation('F', 'HasMember', 'a')]),
    ],
  },
});

proveRule(submittedEndsApproved, {
  accepts: {
    'Approved ends': [relating, all],
    'the new version of the same update': [withVersion(u('b'), newVersionOf('a'), 'no'), all],
  },
  rejects: {
    'a Deprecated source': [relating, anUpdateView([a, aRegisteredVersion('b', deprecated)])],
    'a Deprecated target': [relating, anUpdateView([aRegisteredVersion('a', deprecated), b])],
    'a Deprecated Folder': [filing, anUpdateView([a, aRegisteredFolder('F', deprecated)])],
    'the version that the same update supersedes': [withVersion(u('b'), u('a'), 'no'), all],
  },
});

proveRule(submittedOnePatient, {
  accepts: { 'one patient': [filing, all] },
  rejects: {
    'ends of two patients': [filing, anUpdateView([aRegisteredVersion('a', { patientId: anotherPatientId }), f])],
    'ends of another patient than the SubmissionSet': [
      filing,
      anUpdateView([
        aRegisteredVersion('a', { patientId: anotherPatientId }),
        aRegisteredFolder('F', { patientId: anotherPatientId }),
      ]),
    ],
  },
});

const [addendum, trigger] = submits('U', u('b'), 'APND', u('a'));
const again = { ...addendum!, entryUUID: 'again' };
proveRule(submittedAssociationNew, {
  accepts: {
    'a membership nobody has': [filing, all],
    'a membership that was deprecated': [
      filing,
      anUpdateView([a, f, aRegisteredAssociation('F', 'HasMember', 'a', deprecated)]),
    ],
    'another relationship between the same': [
      relating,
      anUpdateView([a, b, aRegisteredAssociation('b', 'signs', 'a')]),
    ],
    'the way back': [relating, anUpdateView([a, b, aRegisteredAssociation('a', 'APND', 'b')])],
  },
  rejects: {
    'a registered membership': [filing, anUpdateView([a, f, aRegisteredAssociation('F', 'HasMember', 'a')])],
    'the same twice in one update': [
      updateOf(
        aNamedUpdate({ set: 'U', more: [addendum!, trigger!, again, { ...trigger!, target: again.entryUUID }] }),
      ),
      all,
    ],
  },
});

proveRule(propagationOrSubmission, {
  accepts: {
    'an association of a new version that propagates nothing': [withVersion(u('b'), newVersionOf('a'), 'no'), all],
    'an association beside a new version': [withVersion(u('b'), u('c')), anUpdateView([a, b, aRegisteredVersion('c')])],
  },
  rejects: {
    'an association of a new version that propagates': [withVersion(u('b'), newVersionOf('a')), all],
    'an association of the version before': [withVersion(u('b'), u('a'), 'yes'), all],
    'an association from it': [withVersion(newVersionOf('a'), u('b')), all],
  },
});
