import { proveRule } from '../../../test/support/prove-rule.ts';
import type { Demographics, PatientIdentityFeedRequest } from '../messages.ts';
import { birthDate } from './birth-date.ts';
import { mergeIdentifiersDiffer, priorIdentifierList } from './merge-identifiers.ts';
import { patientIdentifierList } from './patient-identifier-list.ts';
import { patientName } from './patient-name.ts';

const identifier = (id: string, oid = '1.2.3') => ({ id, authority: { oid, type: 'ISO' } });
const names = [{ family: 'DOE' }];

interface Said extends Demographics {
  readonly ids?: readonly string[];
  /** Makes the message an A40 that retires these. */
  readonly prior?: readonly string[];
}

function feed({ ids = ['A-1'], prior, ...demographics }: Said = {}): PatientIdentityFeedRequest {
  return {
    header: {
      sendingApplication: 'ADT',
      sendingFacility: 'HOSP',
      receivingApplication: 'PIXM',
      receivingFacility: 'XREF',
      dateTime: '2025',
      controlId: 'M1',
      processingId: 'P',
      version: '2.3.1',
    },
    trigger: prior === undefined ? 'A04' : 'A40',
    patient: { identifiers: ids.map((id) => identifier(id)), names, ...demographics },
    ...(prior === undefined ? {} : { merge: { priorIdentifiers: prior.map((id) => identifier(id)) } }),
  };
}

proveRule(patientIdentifierList, {
  accepts: { 'one identifier': [feed()], 'several identifiers': [feed({ ids: ['A-1', 'B-2'] })] },
  rejects: {
    'no identifier': { case: [feed({ ids: [] })], at: ['PID^1^3'] },
    'an authority without an id': { case: [feed({ ids: ['A-1', ''] })], at: ['PID^1^3^2^1'] },
    'a deletion of the identifier': { case: [feed({ ids: ['""'] })], at: ['PID^1^3^1^1'] },
  },
});

proveRule(patientName, {
  accepts: { 'a name': [feed()] },
  rejects: {
    'no name': { case: [{ ...feed(), patient: { identifiers: [identifier('A-1')] } }], at: ['PID^1^5'] },
    'a deletion of the name': { case: [feed({ names: null })], at: ['PID^1^5'] },
  },
});

proveRule(birthDate, {
  accepts: {
    'no birth date': [feed()],
    'a deletion': [feed({ birthDate: null })],
    'a day': [feed({ birthDate: '19800229' })],
    'a year': [feed({ birthDate: '1980' })],
    'a minute with time zone': [feed({ birthDate: '198001012359+0100' })],
  },
  rejects: {
    'a day that does not exist': { case: [feed({ birthDate: '19810229' })], at: ['PID^1^7'] },
    'a month that does not exist': [feed({ birthDate: '19801301' })],
    'a printed date': [feed({ birthDate: '1980-01-01' })],
    'half a month': [feed({ birthDate: '19801' })],
  },
});

proveRule(priorIdentifierList, {
  accepts: { 'an A40 with MRG-1': [feed({ prior: ['A-9'] })], 'an A04 without': [feed()] },
  rejects: {
    'an A40 without MRG-1': { case: [feed({ prior: [] })], at: ['MRG^1^1'] },
    'an authority without an id': { case: [feed({ prior: ['A-9', ''] })], at: ['MRG^1^1^2^1'] },
  },
});

proveRule(mergeIdentifiersDiffer, {
  accepts: { 'two patients': [feed({ prior: ['A-9'] })], 'no merge': [feed()] },
  rejects: { 'a patient merged into itself': { case: [feed({ prior: ['A-9', 'A-1'] })], at: ['MRG^1^1^2'] } },
});
