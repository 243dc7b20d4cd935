import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import type { Hl7ErrorCode } from '../../schemas/hl7v2/conditions.ts';
import { controlIdFrom, messageHeaderFrom, messageTypeFrom } from '../../schemas/hl7v2/header.ts';
import { type Hl7Error, hl7Error, hl7ErrorsFrom } from '../../schemas/hl7v2/hl7-error.ts';
import type { Hl7Message } from '../../schemas/hl7v2/message.ts';
import { type Hl7Limits, parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { Hl7ParseError, type Hl7Problem } from '../../schemas/hl7v2/parse-error.ts';
import { checkAll, isError } from '../../schemas/rule.ts';
import type { Logger } from '../log.ts';
import { type AnswerSettings, acknowledge, formatAnswer } from './answer.ts';
import { type Binding, bind } from './binding.ts';
import type { MllpEndpoint, MllpOrigin } from './endpoint-types.ts';
import { headerRules, unservedFinding } from './header-rules.ts';

/** What an endpoint needs, and what it may be told otherwise. */
export interface MllpEndpointOptions {
  readonly log: Logger;
  readonly audit: (events: readonly AuditEvent[]) => void | Promise<void>;
  readonly now?: () => Date;
  readonly newUUID?: () => string;
  readonly limits?: Hl7Limits;
}

/** An endpoint that serves any number of HL7 v2 transactions on one MLLP port — ITI TF-2 C.2. */
export function createMllpEndpoint(options: MllpEndpointOptions): MllpEndpoint {
  const { log, audit, now = () => new Date(), newUUID = randomUUID, limits } = options;
  const settings: AnswerSettings = { log, audit, now, newControlId: () => controlIdFrom(newUUID()) };
  const served = new Map<string, Map<string, Binding>>();
  const endpoint: MllpEndpoint = {
    serve(transaction, handler) {
      const { type, triggers } = transaction.message;
      const ofType = served.get(type) ?? new Map<string, Binding>();
      served.set(type, ofType);
      const binding = bind(transaction, handler);
      for (const trigger of triggers) {
        if (ofType.has(trigger)) throw new Error(`${type}^${trigger} is served already at this endpoint.`);
        ofType.set(trigger, binding);
      }
      return endpoint;
    },
    handle: (bytes, origin) => handle(bytes, { origin, settings, served, ...(limits ? { limits } : {}) }),
  };
  return endpoint;
}

interface Handling {
  readonly origin: MllpOrigin;
  readonly settings: AnswerSettings;
  readonly served: ReadonlyMap<string, ReadonlyMap<string, Binding>>;
  readonly limits?: Hl7Limits;
}

/** parse → header → transaction by MSH-9 → its answer; what is wrong before a transaction is known is answered here. */
async function handle(bytes: Uint8Array, { origin, settings, served, limits }: Handling): Promise<Uint8Array> {
  const at = settings.now();
  let message: Hl7Message;
  try {
    message = parseHl7Message(bytes, limits);
  } catch (error) {
    if (!(error instanceof Hl7ParseError)) throw error;
    settings.log.info({ problem: error.problem, peer: origin.peerAddress }, 'an unreadable message was refused');
    const request: Hl7Message = { segments: error.header === undefined ? [] : [error.header] };
    return refuse(request, [unreadable(error)], settings);
  }
  const { controlId } = messageHeaderFrom(message);
  const log = settings.log.child({ messageId: controlId });
  const findings = await checkAll(headerRules, message, undefined);
  const { type, trigger } = messageTypeFrom(message);
  const binding = served.get(type)?.get(trigger);
  if (type !== '' && binding === undefined) findings.push(unservedFinding(message, served));
  if (binding === undefined || findings.some(isError)) {
    log.info({ rules: findings.map(({ rule }) => rule.id) }, 'a message was refused by its header');
    return refuse(message, hl7ErrorsFrom(findings), settings);
  }
  return binding({ message, at, origin, log, settings });
}

function refuse(request: Hl7Message, errors: readonly Hl7Error[], settings: AnswerSettings): Uint8Array {
  return formatAnswer(request, acknowledge(request, errors), settings);
}

const conditions: Readonly<Record<Hl7Problem, { code: Hl7ErrorCode; location?: string }>> = {
  'no-header': { code: '100', location: 'MSH^1' },
  'bad-delimiters': { code: '102', location: 'MSH^1^2' },
  charset: { code: '102', location: 'MSH^1^18' },
  'bad-segment': { code: '100' },
  'control-character': { code: '102' },
  'too-large': { code: '207' },
};

function unreadable(error: Hl7ParseError): Hl7Error {
  const { code, location } = conditions[error.problem];
  return hl7Error(code, { userMessage: error.message, ...(location === undefined ? {} : { location }) });
}
