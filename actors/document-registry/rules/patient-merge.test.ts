import { proveRule } from '../../../test/support/prove-rule.ts';
import { mergedPatientsActive, mergedPatientsKnown, mergeOfTwo, type PatientLookup } from './patient-merge.ts';

const known =
  (survivors: Readonly<Record<string, string>>): PatientLookup =>
  (patientId) => {
    const survivingId = survivors[patientId];
    return survivingId === undefined ? undefined : { patientId, survivingId };
  };
const places = { prior: 'MRG^1^1', patient: 'PID^1^3' };
const merge = { subsumed: 'S', surviving: 'T', places };
const bothActive = known({ S: 'S', T: 'T' });

proveRule(mergeOfTwo, {
  accepts: { 'two identifiers': [merge, bothActive] },
  rejects: {
    'one identifier twice': { case: [{ subsumed: 'T', surviving: 'T', places }, bothActive], at: ['MRG^1^1'] },
  },
});
proveRule(mergedPatientsKnown, {
  accepts: { 'two known identifiers': [merge, bothActive] },
  rejects: {
    'an unknown subsumed one': { case: [merge, known({ T: 'T' })], at: ['MRG^1^1'] },
    'an unknown surviving one': { case: [merge, known({ S: 'S' })], at: ['PID^1^3'] },
    'two unknown ones': { case: [merge, known({})], at: ['MRG^1^1', 'PID^1^3'] },
  },
});
proveRule(mergedPatientsActive, {
  accepts: { 'two active identifiers': [merge, bothActive], 'unknown ones (another rule says so)': [merge, known({})] },
  rejects: {
    'a subsumed one that was merged before': { case: [merge, known({ S: 'U', T: 'T' })], at: ['MRG^1^1'] },
    'a surviving one that was merged before': { case: [merge, known({ S: 'S', T: 'U' })], at: ['PID^1^3'] },
  },
});
