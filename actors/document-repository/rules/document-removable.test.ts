import { proveRule } from '../../../test/support/prove-rule.ts';
import {
  type AskedRemoval,
  type RemovalPolicy,
  removalAllowed,
  removalHere,
  removedKept,
  retentionOver,
  submissionSettled,
} from './document-removable.ts';

const policy: RemovalPolicy = {
  repositoryUniqueId: '1.9',
  removal: 'allow',
  retentionDays: 0,
  now: new Date('2026-01-11T00:00:00Z'),
};
const since = new Date('2026-01-01T00:00:00Z');
const asking = (repositoryUniqueId: string, awaited = false): AskedRemoval => ({
  request: { repositoryUniqueId, documentUniqueId: '1.2' },
  kept: { uniqueId: '1.2', since, awaited },
});
const nothing: AskedRemoval = { request: { repositoryUniqueId: '1.9', documentUniqueId: '1.3' } };
const elsewhere: AskedRemoval = { request: { repositoryUniqueId: '1.8', documentUniqueId: '1.4' } };
const kept = asking('1.9');

proveRule(removalHere, {
  accepts: { 'this repository': [[kept, nothing], policy] },
  rejects: { 'another repository': { case: [[kept, elsewhere], policy], at: ['Document 1.4'] } },
});

proveRule(removedKept, {
  accepts: {
    'a kept document': [[kept], policy],
    'one of another repository (another rule says so)': [[elsewhere], policy],
  },
  rejects: { 'a document that is not here': { case: [[kept, nothing], policy], at: ['Document 1.3'] } },
});

proveRule(removalAllowed, {
  accepts: {
    'where removal is allowed': [[kept], policy],
    'what is not here': [[nothing], { ...policy, removal: 'refuse' }],
  },
  rejects: {
    'where it is refused': { case: [[kept, nothing], { ...policy, removal: 'refuse' }], at: ['Document 1.2'] },
  },
});

proveRule(retentionOver, {
  accepts: {
    'without a retention period': [[kept, nothing], policy],
    'on the day it ends': [[kept], { ...policy, retentionDays: 10 }],
  },
  rejects: { 'a day earlier': { case: [[kept], { ...policy, retentionDays: 11 }], at: ['Document 1.2'] } },
});

proveRule(submissionSettled, {
  accepts: { 'a registered document': [[kept, nothing], policy] },
  rejects: { 'a document that is being submitted': { case: [[asking('1.9', true)], policy], at: ['Document 1.2'] } },
});
