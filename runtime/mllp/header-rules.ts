import { fieldOf, textOf } from '../../schemas/hl7v2/access.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { messageTypeFrom } from '../../schemas/hl7v2/header.ts';
import { hl7Location } from '../../schemas/hl7v2/location.ts';
import type { Hl7Message } from '../../schemas/hl7v2/message.ts';
import type { Finding, Rule, RuleText } from '../../schemas/rule.ts';
import { tf2 } from '../../schemas/spec-ref.ts';

type HeaderRule = Rule<Hl7Message, void, Hl7ErrorCode>;

const source = tf2('C.2.2');

/** Fields of MSH without which a message cannot be processed or answered. Other mandatory ones may be missing. */
const requiredFields = [9, 10, 11, 12];

/** What every message must say of itself, whatever the transaction; the order is that of the answer. */
export const headerRules: readonly HeaderRule[] = [
  {
    id: 'header-fields-present',
    source,
    statement: 'MSH-9, MSH-10, MSH-11 and MSH-12 are not empty.',
    code: '101',
    *check(message) {
      for (const position of requiredFields)
        if (text(message, position) === '') yield { at: hl7Location('MSH', 1, position), found: 'nothing' };
    },
  },
  {
    id: 'header-processing-id',
    source,
    statement: 'MSH-11 is P (production), T (training) or D (debugging).',
    code: '202',
    *check(message) {
      const found = text(message, 11);
      if (!/^[PTD]?$/.test(found)) yield { at: hl7Location('MSH', 1, 11, 1, 1), found };
    },
  },
  {
    id: 'header-version',
    source,
    statement: 'MSH-12 is a version 2 of HL7, such as 2.3.1 or 2.5.',
    code: '203',
    *check(message) {
      const found = text(message, 12);
      if (!/^(2(\.\d+)*)?$/.test(found)) yield { at: hl7Location('MSH', 1, 12, 1, 1), found };
    },
  },
];

/** What messages an endpoint serves: trigger events by message type. */
export type ServedMessages = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** The finding on a message type or trigger event nobody serves here. */
export function unservedFinding(message: Hl7Message, served: ServedMessages): Finding<Hl7ErrorCode> {
  const { type, trigger } = messageTypeFrom(message);
  const triggers = served.get(type);
  const offered = triggers === undefined ? [...served.keys()] : [...triggers.keys()];
  const what = triggers === undefined ? 'Message types' : `Trigger events of ${type}`;
  const rule: RuleText<Hl7ErrorCode> = {
    id: 'header-message-type',
    source,
    statement: `${what} served here: ${offered.join(', ')}.`,
    code: triggers === undefined ? '200' : '201',
  };
  const at = hl7Location('MSH', 1, 9, 1, triggers === undefined ? 1 : 2);
  return { rule, violation: { at, found: (triggers === undefined ? type : trigger) || 'nothing' } };
}

function text(message: Hl7Message, position: number): string {
  return textOf(fieldOf(message.segments[0], position));
}
