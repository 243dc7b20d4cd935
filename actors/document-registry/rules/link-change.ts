import { oid } from '../../../schemas/datatypes/oid.ts';
import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { LinkChangeRequest } from '../../../transactions/iti-64-notify-xad-pid-link-change/messages.ts';
import { type AffinityAuthority, affinityPatientIds } from './patient-authority.ts';
import type { PatientLookup } from './patient-merge.ts';

/** ITI TF-2 3.64.4.1.2: a link is between a patient of the affinity domain and a local identifier. */
export const linkOfDomain: Rule<LinkChangeRequest, AffinityAuthority, Hl7ErrorCode> = {
  id: 'link-of-domain',
  source: tf2('3.64.4.1.2'),
  statement: 'PID-3 and MRG-1 each name exactly one patient of the affinity domain.',
  code: '204',
  *check({ identifiers, priorIdentifiers }, authority) {
    for (const [at, list] of [
      ['PID^1^3', identifiers],
      ['MRG^1^1', priorIdentifiers],
    ] as const) {
      const own = affinityPatientIds(list, authority);
      if (own.length !== 1) yield { at, found: own.length === 0 ? 'none' : own.join(' and ') };
    }
  },
};

/** ITI TF-2 3.64.4.1.3: the SubmissionSet of the change says which PIX Manager it came from. */
export const linkChangeSource: Rule<LinkChangeRequest, AffinityAuthority, Hl7ErrorCode> = {
  id: 'link-change-source',
  source: tf2('3.64.4.1.3'),
  statement: 'MSH-3 is the OID of the PIX Manager, which becomes SubmissionSet.sourceId.',
  code: '102',
  *check({ header: { sendingApplication } }) {
    if (oid.check(sendingApplication) !== undefined) yield { at: 'MSH^1^3', found: sendingApplication || 'nothing' };
  },
};

/** A link of two patients (CX as in metadata), by where the message names them. */
export interface LinkedPatients {
  readonly before: string;
  readonly now: string;
}

/** ITI TF-2 3.64.4.1.3: nothing can move to or from a patient nobody knows. */
export const linkedPatientsActive: Rule<LinkedPatients, PatientLookup, Hl7ErrorCode> = {
  id: 'linked-patients-active',
  source: tf2('3.64.4.1.3'),
  statement:
    'The patient a local identifier belonged to, and the one it belongs to now, are known and not merged away.',
  code: '204',
  *check({ before, now }, lookup) {
    for (const [at, id] of [
      ['MRG^1^1', before],
      ['PID^1^3', now],
    ] as const) {
      const known = lookup(id);
      if (known === undefined) yield { at, found: `${id}, not known` };
      else if (known.survivingId !== id) yield { at, found: `${id}, merged into another` };
    }
  },
};

/** ITI TF-2 3.64.4.1.3: what ties objects that move to objects that stay; a domain may prefer to look at it first. */
export const nothingTornApart: Rule<readonly string[], void, Hl7ErrorCode> = {
  id: 'nothing-torn-apart',
  source: tf2('3.64.4.1.3'),
  statement: 'No relationship or Folder membership is between an object that moves and one that stays.',
  code: '206',
  *check(torn) {
    for (const association of torn) yield { at: 'PID^1^3', found: association };
  },
};
