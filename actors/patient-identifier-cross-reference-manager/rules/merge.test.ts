import { proveRule } from '../../../test/support/prove-rule.ts';
import { lookupIn } from '../feed-subject.ts';
import type { PatientRecord } from '../store/records.ts';
import {
  fedRecordsActive,
  mergedRecordsActive,
  mergedRecordsKnown,
  mergeOfTwo,
  mergeWithinDomain,
  type RecordMerge,
} from './merge.ts';

const key = (id: string, domain = '1.2.3') => ({ domain, id });
const merge = (prior: string, surviving?: string): RecordMerge[] => [
  { prior: key(prior), repetition: 1, surviving: surviving === undefined ? undefined : key(surviving) },
];
const record = (id: string, subsumedBy?: string): PatientRecord => ({
  ...key(id),
  demographics: {},
  ...(subsumedBy === undefined ? { clusterId: id } : { subsumedBy }),
});
const records = lookupIn([record('S'), record('T'), record('GONE', 'T')]);

proveRule(mergeWithinDomain, {
  accepts: { 'a survivor of the same domain': [merge('S', 'T'), records] },
  rejects: { 'no survivor there': { case: [merge('S'), records], at: ['MRG^1^1^1^4'] } },
});

proveRule(mergeOfTwo, {
  accepts: { 'two identifiers': [merge('S', 'T'), records] },
  rejects: { 'one identifier': { case: [merge('S', 'S'), records], at: ['MRG^1^1^1^1'] } },
});

proveRule(mergedRecordsKnown, {
  accepts: { 'two known records': [merge('S', 'T'), records] },
  rejects: {
    'an unknown retired one': { case: [merge('NEW', 'T'), records], at: ['MRG^1^1^1^1'] },
    'an unknown surviving one': { case: [merge('S', 'NEW'), records], at: ['PID^1^3'] },
    'one known in another domain only': {
      case: [[{ prior: key('S', '1.2.4'), repetition: 2, surviving: key('T', '1.2.4') }], records],
      at: ['MRG^1^1^2^1', 'PID^1^3'],
    },
  },
});

proveRule(mergedRecordsActive, {
  accepts: {
    'two active records': [merge('S', 'T'), records],
    'the same merge once more': [merge('GONE', 'T'), records],
  },
  rejects: {
    'one merged into another': { case: [merge('GONE', 'S'), records], at: ['MRG^1^1^1^1'] },
    'a survivor that was merged': { case: [merge('S', 'GONE'), records], at: ['PID^1^3'] },
  },
});

proveRule(fedRecordsActive, {
  accepts: { 'active and new records': [[key('S'), key('NEW')], records] },
  rejects: { 'a merged one': { case: [[key('S'), key('GONE')], records], at: ['PID^1^3^2^1'] } },
});
