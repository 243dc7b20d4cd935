import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { fieldOf, textOf } from '../../schemas/hl7v2/access.ts';
import { acknowledgmentSegments } from '../../schemas/hl7v2/acknowledgment.ts';
import { charsetNamed } from '../../schemas/hl7v2/charset.ts';
import { acknowledgmentCodeFor } from '../../schemas/hl7v2/conditions.ts';
import { formatHl7Message, withFittingCharset } from '../../schemas/hl7v2/format.ts';
import {
  answerHeader,
  answerKind,
  formatHl7DateTime,
  messageHeaderFrom,
  messageTypeFrom,
} from '../../schemas/hl7v2/header.ts';
import type { Hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import type { Hl7Message } from '../../schemas/hl7v2/message.ts';
import type { Logger } from '../log.ts';

/** What answering needs beside the message. */
export interface AnswerSettings {
  readonly log: Logger;
  readonly audit: (events: readonly AuditEvent[]) => void | Promise<void>;
  readonly now: () => Date;
  readonly newControlId: () => string;
}

/**
 * The plain ACK of a message no transaction answers; AR where nothing could be read or dispatched. `request` may have
 * no segment at all.
 */
export function acknowledge(request: Hl7Message, errors: readonly Hl7Error[]): Hl7Message {
  const { controlId } = messageHeaderFrom(request);
  const { type, trigger } = messageTypeFrom(request);
  const code = type === '' || controlId === '' ? 'AR' : acknowledgmentCodeFor(errors.map((error) => error.code));
  return {
    segments: [
      answerKind({ type: 'ACK', trigger, structure: trigger === '' ? '' : 'ACK' }),
      ...acknowledgmentSegments({ code, acknowledges: controlId, errors }, 'both'),
    ],
  };
}

/** The bytes of an answer whose MSH is completed from the request, in a character set that can carry it. */
export function formatAnswer(request: Hl7Message, answer: Hl7Message, settings: AnswerSettings): Uint8Array {
  const [kind, ...rest] = answer.segments;
  if (kind === undefined) throw new Error('An answer starts with an MSH segment.');
  const [header] = request.segments;
  const msh = answerHeader(header, kind, {
    dateTime: formatHl7DateTime(settings.now()),
    controlId: settings.newControlId(),
  });
  const supported = charsetNamed(textOf(fieldOf(msh, 18))) !== undefined;
  const answered = supported ? msh : { ...msh, fields: msh.fields.slice(0, 17) };
  return formatHl7Message(withFittingCharset({ segments: [answered, ...rest] }));
}
