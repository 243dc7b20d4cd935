import { aFeedV3Message, anInstance } from '../../../test/support/feed-v3.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { identifiersComplete, onePrior, oneSubject, patientIdentified } from './rules.ts';

const added = aFeedV3Message('PRPA_IN201301UV02', [anInstance('A')]);
const merged = aFeedV3Message('PRPA_IN201304UV02', [anInstance('T')], [anInstance('S')]);
const patient = '/PRPA_IN201301UV02/controlActProcess/subject/registrationEvent/subject1/patient';

proveRule(oneSubject, {
  accepts: { 'one patient': [added] },
  rejects: {
    none: { case: [{ ...added, patients: [] }], at: [patient] },
    two: { case: [{ ...added, patients: [...added.patients, ...added.patients] }], at: [patient] },
  },
});
proveRule(patientIdentified, {
  accepts: { 'a patient with an id': [added] },
  rejects: {
    'a patient without': { case: [aFeedV3Message('PRPA_IN201301UV02', [])], at: [`${patient}/id`] },
  },
});
proveRule(identifiersComplete, {
  accepts: { 'root and extension, retired ones too': [merged] },
  rejects: {
    'no extension': [aFeedV3Message('PRPA_IN201301UV02', [{ root: '1.2.3' }])],
    'no root': [aFeedV3Message('PRPA_IN201301UV02', [{ root: '', extension: 'A' }])],
    'a root that is no OID': [aFeedV3Message('PRPA_IN201301UV02', [anInstance('A', 'HOSP')])],
    'a retired one without extension': [aFeedV3Message('PRPA_IN201304UV02', [anInstance('T')], [{ root: '1.2.3' }])],
  },
});
proveRule(onePrior, {
  accepts: { 'a merge of one': [merged], 'no merge': [added] },
  rejects: {
    'a merge of none': [aFeedV3Message('PRPA_IN201304UV02', [anInstance('T')])],
    'a merge of two': [aFeedV3Message('PRPA_IN201304UV02', [anInstance('T')], [anInstance('S'), anInstance('R')])],
    'an added record that retires one': [aFeedV3Message('PRPA_IN201301UV02', [anInstance('T')], [anInstance('S')])],
  },
});
