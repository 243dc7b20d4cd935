import type { Identifier } from '../../../schemas/hl7v2/identifier.ts';
import { hospitalA, hospitalB, inA, inB } from '../../../test/support/cross-reference-manager.ts';
import { aFeedMessage, affinityAuthority } from '../../../test/support/feed-messages.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { type PatientDomain, patientDomains } from '../domains.ts';
import { authorityGiven, authorityOfOneDomain, domainKnown, sourceOfDomain } from './feed-domains.ts';

const domains = patientDomains(affinityAuthority, [hospitalA, hospitalB]);
const closed = (...names: PatientDomain[]) =>
  patientDomains(
    affinityAuthority,
    names.map((domain) => ({ ...domain, sources: [{ application: 'OTHER', facility: 'HOSP' }] })),
  );
const message = (...identifiers: Identifier[]) => aFeedMessage('A04', identifiers);
const merge = (surviving: Identifier, prior: Identifier) => aFeedMessage('A40', [surviving], [prior]);
const bare: Identifier = { id: 'X', authority: {} };
const elsewhere: Identifier = { id: 'X', authority: { namespace: 'ELSEWHERE' } };
const twofold: Identifier = { id: 'X', authority: { namespace: 'HOSPITAL_A', oid: hospitalB.oid, type: 'ISO' } };

proveRule(authorityGiven, {
  accepts: {
    'an identifier of a named domain': [message(inA('A-1')), domains],
    'one without, from the source of one domain': [message(bare), domains],
    'a retired one without beside a surviving one with': [merge(inA('A-1'), bare), closed(hospitalA)],
  },
  rejects: {
    'one without, from a source that feeds any': {
      case: [message(inA('A-1'), bare), closed(hospitalA)],
      at: ['PID^1^3^2^4'],
    },
    'a retired one without, when PID-3 has several': {
      case: [aFeedMessage('A40', [inA('A-1'), inB('B-1')], [bare]), closed(hospitalA)],
      at: ['MRG^1^1^1^4'],
    },
  },
});

proveRule(authorityOfOneDomain, {
  accepts: { 'all parts of one domain': [message(inA('A-1'), inB('B-1')), domains] },
  rejects: {
    'the namespace of one and the OID of another': { case: [message(twofold), domains], at: ['PID^1^3^1^4'] },
    'the same in MRG-1': { case: [merge(inA('A-1'), twofold), domains], at: ['MRG^1^1^1^4'] },
  },
});

proveRule(domainKnown, {
  accepts: { 'configured domains': [message(inA('A-1'), inB('B-1')), domains] },
  rejects: {
    'a domain nobody configured': { case: [message(inA('A-1'), elsewhere), domains], at: ['PID^1^3^2^4'] },
    'the same in MRG-1': { case: [merge(inA('A-1'), elsewhere), domains], at: ['MRG^1^1^1^4'] },
  },
});

proveRule(sourceOfDomain, {
  accepts: {
    'a domain without sources': [message(inA('A-1')), domains],
    'the source of the domain': [message(inB('B-1')), domains],
  },
  rejects: {
    'another source than that of the domain': { case: [message(inA('A-1')), closed(hospitalA)], at: ['PID^1^3^1^4'] },
    'the same in MRG-1': { case: [merge(inA('A-1'), inB('B-1')), closed(hospitalB)], at: ['MRG^1^1^1^4'] },
  },
});
