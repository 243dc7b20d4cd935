import type { AuditContext, AuditEvent } from '../../schemas/audit/audit-event.ts';
import { messageHeaderFrom } from '../../schemas/hl7v2/header.ts';
import { hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import type { Hl7Message } from '../../schemas/hl7v2/message.ts';
import { checkAll, type Finding, isError } from '../../schemas/rule.ts';
import type { Logger } from '../log.ts';
import type { Handler } from '../soap/endpoint-types.ts';
import { type AnswerSettings, acknowledge, formatAnswer } from './answer.ts';
import type { MllpOrigin } from './endpoint-types.ts';
import type { Hl7ErrorCode, MllpTransaction } from './transaction.ts';

/** One readable message on its way to the transaction that answers it. */
export interface OpenMessage {
  readonly message: Hl7Message;
  readonly at: Date;
  readonly origin: MllpOrigin;
  readonly log: Logger;
  readonly settings: AnswerSettings;
}

/** A transaction and its handler: message in, bytes of the answer out. Never rejects. */
export type Binding = (open: OpenMessage) => Promise<Uint8Array>;

/** decode → rules → handler → encode, then the audit of the exchange; errors of ours are answered with AE 207. */
export function bind<Req, Res>(transaction: MllpTransaction<Req, Res>, handler: Handler<Req, Res>): Binding {
  return async (open) => {
    const { message, settings, log } = open;
    const context = contextOf(open);
    let request: Req | undefined;
    try {
      const decoded = transaction.request.decode(message);
      request = decoded.message;
      const response = await answer(transaction, handler, { open, request, findings: decoded.findings });
      const bytes = formatAnswer(message, transaction.response.encode(response), settings);
      const exchange = { ...context, request, outcome: { response } };
      await record(settings, log, () => transaction.audit(exchange));
      return bytes;
    } catch (error) {
      log.error({ err: error, transaction: transaction.id }, 'a message could not be processed');
      const fault = new Error('The message could not be processed.');
      const exchange = { ...context, ...(request === undefined ? {} : { request }), outcome: { fault } };
      await record(settings, log, () => transaction.audit(exchange));
      return formatAnswer(message, acknowledge(message, [internalError(context.messageId)]), settings);
    }
  };
}

interface Answering<Req> {
  readonly open: OpenMessage;
  readonly request: Req;
  readonly findings: readonly Finding<Hl7ErrorCode>[];
}

async function answer<Req, Res>(
  transaction: MllpTransaction<Req, Res>,
  handler: Handler<Req, Res>,
  { open, request, findings }: Answering<Req>,
): Promise<Res> {
  const all = [...findings, ...(await checkAll(transaction.rules, request, undefined))];
  if (all.some(isError)) {
    const rules = [...new Set(all.map(({ rule }) => rule.id))];
    open.log.info({ transaction: transaction.id, rules }, 'a message was refused');
    return transaction.refuse(all, request);
  }
  const { peerAddress: address, certificateSubject, signal } = open.origin;
  return handler(request, {
    messageId: messageHeaderFrom(open.message).controlId,
    caller: { address, ...(certificateSubject === undefined ? {} : { certificateSubject }) },
    signal: signal ?? new AbortController().signal,
    log: open.log,
  });
}

function contextOf({ message, at, origin }: OpenMessage): AuditContext {
  return {
    side: 'responder',
    at,
    messageId: messageHeaderFrom(message).controlId,
    endpoint: origin.endpoint,
    replyTo: origin.peerAddress,
    localAddress: origin.localAddress,
    processId: String(process.pid),
    peerAddress: origin.peerAddress,
  };
}

/** Hands audit events over; trouble with them is logged and does not change the answer. */
export async function record(
  sink: Pick<AnswerSettings, 'audit'>,
  log: Logger,
  describe: () => readonly AuditEvent[],
): Promise<void> {
  try {
    const events = describe();
    if (events.length > 0) await sink.audit(events);
  } catch (error) {
    log.error({ err: error }, 'an exchange could not be audited');
  }
}

/** 207 with the message id, the thread into our log; the cause stays there. */
function internalError(messageId: string) {
  return hl7Error('207', { userMessage: `The message could not be processed. Ask with message id ${messageId}.` });
}
