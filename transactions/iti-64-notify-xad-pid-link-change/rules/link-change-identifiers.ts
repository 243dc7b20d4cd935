import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import { hl7Location } from '../../../schemas/hl7v2/location.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { LinkChangeRequest } from '../messages.ts';

/** ITI TF-2 3.64.4.1.2.3: the patient, and who they are to the source. */
export const linkChangeIdentifiers: Rule<LinkChangeRequest, void, Hl7ErrorCode> = {
  id: 'link-change-identifiers',
  source: tf2('3.64.4.1.2.3'),
  statement: 'PID-3 holds two identifiers, each with an ID number and the OID of its authority.',
  code: '101',
  *check({ identifiers }) {
    const { length } = identifiers;
    if (length !== 2) yield { at: hl7Location('PID', 1, 3), found: `${length} identifiers` };
    yield* incomplete(identifiers, 'PID', 3);
  },
};

/** ITI TF-2 3.64.4.1.2.4: the patient it was, and the local identifier that is gone, when one is. */
export const linkChangePriorIdentifiers: Rule<LinkChangeRequest, void, Hl7ErrorCode> = {
  id: 'link-change-prior-identifiers',
  source: tf2('3.64.4.1.2.4'),
  statement: 'MRG-1 holds one or two identifiers, each with an ID number and the OID of its authority.',
  code: '101',
  *check({ priorIdentifiers }) {
    const { length } = priorIdentifiers;
    if (length !== 1 && length !== 2) yield { at: hl7Location('MRG', 1, 1), found: `${length} identifiers` };
    yield* incomplete(priorIdentifiers, 'MRG', 1);
  },
};

function* incomplete(identifiers: LinkChangeRequest['identifiers'], segment: string, field: number) {
  for (const [index, { id, authority }] of identifiers.entries()) {
    const at = hl7Location(segment, 1, field, index + 1);
    if (id === '') yield { at, found: 'no ID number' };
    if (authority.oid === undefined) yield { at, found: `${id} without the OID of an authority` };
  }
}
