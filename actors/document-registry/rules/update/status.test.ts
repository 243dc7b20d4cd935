import { availabilityStatuses } from '../../../../schemas/vocabulary/statuses.ts';
import { proveRule } from '../../../../test/support/prove-rule.ts';
import { uuidOf } from '../../../../test/support/registry-service.ts';
import { aNamedUpdate, changesStatus, newVersionOf, submits } from '../../../../test/support/update-messages.ts';
import {
  anUpdateView,
  aRegisteredAssociation,
  aRegisteredFolder,
  aRegisteredVersion,
} from '../../../../test/support/update-view.ts';
import { updateOf } from '../../update/update.ts';
import { oneStatusChangePerVersion, originalStatusCurrent, statusTargetLatest, submissionSetsKept } from './status.ts';

const { Deprecated } = availabilityStatuses;
const u = uuidOf;
const deprecating = (target: string) =>
  updateOf(aNamedUpdate({ set: 'U', more: [changesStatus('U', target, 'Approved', 'Deprecated')] }));
const approving = (target: string) =>
  updateOf(aNamedUpdate({ set: 'U', more: [changesStatus('U', target, 'Deprecated', 'Approved')] }));
const a = aRegisteredVersion('a');
const deprecated = aRegisteredVersion('a', { availabilityStatus: Deprecated });
const superseded = aRegisteredVersion('a', { availabilityStatus: Deprecated, latest: false });
const second = aRegisteredVersion('a', { entryUUID: u('a.2'), version: 2 });
const filed = aRegisteredAssociation('F', 'HasMember', 'a');
const submitted = aRegisteredAssociation('S', 'HasMember', 'a', { sourceKind: 'SubmissionSet' });

proveRule(submissionSetsKept, {
  accepts: {
    'an entry': [deprecating(u('a')), anUpdateView([a])],
    'a Folder': [deprecating(u('F')), anUpdateView([aRegisteredFolder('F')])],
    'a Folder membership': [deprecating(filed.entryUUID), anUpdateView([a, filed])],
    'an association between entries': [
      updateOf(aNamedUpdate({ set: 'U', more: submits('U', u('b'), 'APND', u('a')) })),
      anUpdateView([a, aRegisteredVersion('b')]),
    ],
  },
  rejects: {
    'a registered SubmissionSet': [deprecating(u('S')), anUpdateView([], ['S'])],
    'the SubmissionSet of the update': [deprecating(u('U')), anUpdateView()],
    'a HasMember of a SubmissionSet': [deprecating(submitted.entryUUID), anUpdateView([a, submitted], ['S'])],
    'a membership in a registered SubmissionSet': [
      updateOf(aNamedUpdate({ set: 'U', more: submits('U', u('S'), 'HasMember', u('a')) })),
      anUpdateView([a], ['S']),
    ],
    'a relationship to a registered SubmissionSet': [
      updateOf(aNamedUpdate({ set: 'U', more: submits('U', u('a'), 'APND', u('S')) })),
      anUpdateView([a], ['S']),
    ],
  },
});

proveRule(statusTargetLatest, {
  accepts: {
    'a version without a successor': [deprecating(u('a')), anUpdateView([a])],
    'the second of two versions': [deprecating(u('a.2')), anUpdateView([superseded, second])],
    'an association': [deprecating(filed.entryUUID), anUpdateView([a, filed])],
  },
  rejects: { 'a version that has a successor': [approving(u('a')), anUpdateView([superseded, second])] },
});

const both = (target: string, from: 'Approved' | 'Deprecated' = 'Approved') =>
  updateOf(
    aNamedUpdate({
      set: 'U',
      documents: [{ name: 'a' }],
      more: [changesStatus('U', target, from, from === 'Approved' ? 'Deprecated' : 'Approved')],
    }),
  );
proveRule(originalStatusCurrent, {
  accepts: {
    'an Approved entry that is deprecated': [deprecating(u('a')), anUpdateView([a])],
    'a Deprecated entry that is approved': [approving(u('a')), anUpdateView([deprecated])],
    'a new version that is deprecated at once': [both(newVersionOf('a')), anUpdateView([a])],
    'a new version named by the one before': [both(u('a')), anUpdateView([a])],
    'a new version of a Deprecated one': [both(newVersionOf('a')), anUpdateView([deprecated])],
    'nothing registered, which another rule says': [deprecating(u('a')), anUpdateView()],
  },
  rejects: {
    'an Approved entry that is approved': {
      case: [approving(u('a')), anUpdateView([a])],
      at: [`${approving(u('a')).statusChanges[0]!.entryUUID}.OriginalStatus`],
    },
    'a Deprecated Folder that is deprecated': [
      deprecating(u('F')),
      anUpdateView([aRegisteredFolder('F', { availabilityStatus: Deprecated })]),
    ],
    'a Deprecated membership that is deprecated': [
      deprecating(filed.entryUUID),
      anUpdateView([a, { ...filed, availabilityStatus: Deprecated }]),
    ],
    'a new version that is approved, whatever it came from': [
      both(newVersionOf('a'), 'Deprecated'),
      anUpdateView([deprecated]),
    ],
  },
});

const twice = updateOf(
  aNamedUpdate({
    set: 'U',
    documents: [{ name: 'a' }],
    more: [
      changesStatus('U', newVersionOf('a'), 'Approved', 'Deprecated'),
      changesStatus('U', u('a'), 'Approved', 'Deprecated'),
    ],
  }),
);
proveRule(oneStatusChangePerVersion, {
  accepts: { 'one change of a new version': [both(u('a')), anUpdateView([a])] },
  rejects: { 'the new version and the one before': [twice, anUpdateView([a])] },
});
