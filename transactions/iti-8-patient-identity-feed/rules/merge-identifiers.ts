import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PatientIdentityFeedRequest } from '../messages.ts';

const source = tf2('3.8.4.2.2');

/** MRG-1 is required in an A40. */
export const priorIdentifierList: Rule<PatientIdentityFeedRequest, void, Hl7ErrorCode> = {
  id: 'feed-prior-identifier-list',
  source,
  statement: 'MRG-1 of an A40 holds the identifier to retire, with its ID number (MRG-1.1).',
  code: '101',
  *check({ trigger, merge }) {
    if (trigger !== 'A40') return;
    const prior = merge?.priorIdentifiers ?? [];
    if (prior.length === 0) yield { at: hl7Location('MRG', 1, 1), found: 'nothing' };
    for (const [index, { id }] of prior.entries())
      if (id === '' || id === '""')
        yield { at: hl7Location('MRG', 1, 1, index + 1, 1), found: id === '' ? 'nothing' : id };
  },
};

/** A patient cannot be merged into itself. */
export const mergeIdentifiersDiffer: Rule<PatientIdentityFeedRequest, void, Hl7ErrorCode> = {
  id: 'feed-merge-identifiers-differ',
  source,
  statement: 'The identifier an A40 retires (MRG-1) is not the one that survives (PID-3).',
  code: '205',
  *check({ patient, merge }) {
    const spelled = (value: unknown) => JSON.stringify(value);
    const surviving = new Set(patient.identifiers.map(spelled));
    for (const [index, prior] of (merge?.priorIdentifiers ?? []).entries())
      if (prior.id !== '' && surviving.has(spelled(prior)))
        yield { at: hl7Location('MRG', 1, 1, index + 1), found: prior.id };
  },
};
