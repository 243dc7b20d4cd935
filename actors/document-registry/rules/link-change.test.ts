import { aFeedMessage, affinityAuthority, anIdentifier } from '../../../test/support/feed-messages.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import type { LinkChangeRequest } from '../../../transactions/iti-64-notify-xad-pid-link-change/messages.ts';
import { linkChangeSource, linkedPatientsActive, linkOfDomain, nothingTornApart } from './link-change.ts';
import type { PatientLookup } from './patient-merge.ts';

const local = anIdentifier('L', { oid: '1.2.3', type: 'ISO' });
const header = { ...aFeedMessage('A04', [anIdentifier('N')]).header, sendingApplication: '1.2.3.4.900' };
const request: LinkChangeRequest = {
  header,
  identifiers: [anIdentifier('N'), local],
  priorIdentifiers: [anIdentifier('O')],
};
const changed = (changes: Partial<LinkChangeRequest>) => [{ ...request, ...changes }, affinityAuthority] as const;

proveRule(linkOfDomain, {
  accepts: {
    'one patient each': [request, affinityAuthority],
    'and a local identifier that is gone': changed({ priorIdentifiers: [anIdentifier('O'), local] }),
  },
  rejects: {
    'no patient now': { case: changed({ identifiers: [local, local] }), at: ['PID^1^3'] },
    'two patients now': { case: changed({ identifiers: [anIdentifier('N'), anIdentifier('M')] }), at: ['PID^1^3'] },
    'no patient before': { case: changed({ priorIdentifiers: [local] }), at: ['MRG^1^1'] },
  },
});
proveRule(linkChangeSource, {
  accepts: { 'an OID': [request, affinityAuthority] },
  rejects: {
    'a name': changed({ header: { ...header, sendingApplication: 'XREF' } }),
    nothing: changed({ header: { ...header, sendingApplication: '' } }),
  },
});

const known =
  (survivors: Readonly<Record<string, string>>): PatientLookup =>
  (patientId) => {
    const survivingId = survivors[patientId];
    return survivingId === undefined ? undefined : { patientId, survivingId };
  };
const link = { before: 'O', now: 'N' };

proveRule(linkedPatientsActive, {
  accepts: { 'two known patients': [link, known({ O: 'O', N: 'N' })] },
  rejects: {
    'an unknown former one': { case: [link, known({ N: 'N' })], at: ['MRG^1^1'] },
    'an unknown new one': { case: [link, known({ O: 'O' })], at: ['PID^1^3'] },
    'a former one that was merged away': { case: [link, known({ O: 'P', N: 'N' })], at: ['MRG^1^1'] },
    'a new one that was merged away': { case: [link, known({ O: 'O', N: 'P' })], at: ['PID^1^3'] },
  },
});
proveRule(nothingTornApart, {
  accepts: { 'nothing that is lost': [[]] },
  rejects: { 'two associations': [['urn:uuid:1', 'urn:uuid:2']] },
});
