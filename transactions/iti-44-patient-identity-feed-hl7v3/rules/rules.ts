import { oid } from '../../../schemas/datatypes/oid.ts';
import type { Hl7ErrorCode } from '../../../schemas/hl7v2/conditions.ts';
import type { InstanceIdentifier } from '../../../schemas/hl7v3/instance-identifier.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { PatientIdentityFeedV3Request } from '../messages.ts';

type FeedRule = Rule<PatientIdentityFeedV3Request, void, Hl7ErrorCode>;

const event = 'controlActProcess/subject/registrationEvent';
const patient = `${event}/subject1/patient`;
const prior = `${event}/replacementOf/priorRegistration/subject1/priorRegisteredRole`;
const place = ({ interaction }: PatientIdentityFeedV3Request, path: string) => `/${interaction}/${path}`;

/** ITI TF-2 3.44.4.1.2: a message tells of one patient. */
export const oneSubject: FeedRule = {
  id: 'feed-v3-one-subject',
  source: tf2('3.44.4.1.2'),
  statement: 'A message has exactly one subject with a patient.',
  code: '101',
  *check(request) {
    const { length } = request.patients;
    if (length !== 1) yield { at: place(request, patient), found: `${length} patients` };
  },
};

/** ITI TF-2 3.44.4.1.2.1: who has no identifier cannot be found again. */
export const patientIdentified: FeedRule = {
  id: 'feed-v3-patient-identified',
  source: tf2('3.44.4.1.2.1'),
  statement: 'Every patient has at least one id.',
  code: '101',
  *check(request) {
    for (const { identifiers } of request.patients) {
      if (identifiers.length === 0) yield { at: place(request, `${patient}/id`), found: 'nothing' };
    }
  },
};

/** ITI TF-2 Appendix E.1: the id of a patient is what its authority gave out. */
export const identifiersComplete: FeedRule = {
  id: 'feed-v3-identifiers-complete',
  source: tf2('E.1'),
  statement: 'The id of a patient has the OID of its authority as root, and an extension.',
  code: '102',
  *check(request) {
    for (const { identifiers } of request.patients) yield* incomplete(place(request, `${patient}/id`), identifiers);
    yield* incomplete(place(request, `${prior}/id`), request.priorIdentifiers);
  },
};

function* incomplete(at: string, identifiers: readonly InstanceIdentifier[]) {
  for (const { root, extension = '' } of identifiers) {
    if (oid.check(root) !== undefined) yield { at, found: root === '' ? 'no root' : `root ${root}` };
    else if (extension === '') yield { at, found: `root ${root} without extension` };
  }
}

/** ITI TF-2 3.44.4.2.2: a 201304 retires one identifier in favour of another, and no other message retires any. */
export const onePrior: FeedRule = {
  id: 'feed-v3-one-prior',
  source: tf2('3.44.4.2.2'),
  statement: 'A message of resolved duplicates retires exactly one identifier, any other message none.',
  code: '101',
  *check(request) {
    const expected = request.interaction === 'PRPA_IN201304UV02' ? 1 : 0;
    const { length } = request.priorIdentifiers;
    if (length !== expected) yield { at: place(request, `${prior}/id`), found: `${length} identifiers` };
  },
};

/** What one message of the feed can break, in the order of the report. */
export const feedV3Rules: readonly FeedRule[] = [oneSubject, patientIdentified, identifiersComplete, onePrior];
