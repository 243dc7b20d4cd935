import { randomUUID } from 'node:crypto';
import type { AuditContext, AuditEvent } from '../../schemas/audit/audit-event.ts';
import type { XmlLimits } from '../../schemas/xml/parse.ts';
import type { Logger } from '../log.ts';
import { writeRequestAddressing } from './addressing.ts';
import { askElsewhere } from './ask-elsewhere.ts';
import { anonymousAddress } from './endpoint-reference.ts';
import { recordAudit } from './exchange.ts';
import type { MtomLimits } from './mtom-read.ts';
import { OutgoingBody } from './outgoing-body.ts';
import { writePackage } from './package.ts';
import { decodeAnswer, openAnswer } from './read-answer.ts';
import type { ReplyInbox } from './reply-inbox.ts';
import type { SoapTransaction } from './transaction.ts';
import type { ReceivedAnswer, SoapTransport } from './transport.ts';

/** What every call of one caller shares. */
export interface SoapClientOptions {
  readonly log: Logger;
  readonly audit: (events: readonly AuditEvent[]) => void | Promise<void>;
  readonly now?: () => Date;
  readonly newUUID?: () => string;
  readonly mtomLimits?: MtomLimits;
  readonly xmlLimits?: XmlLimits;
}

/** What one call may add: who asks, and until when. */
export interface SoapCallOptions {
  readonly signal?: AbortSignal;
  readonly user?: string;
}

/** How the calls of one transaction at one peer get their answers. */
export interface SoapConnectOptions {
  /** Answers come to this inbox instead of the connection of the request. */
  readonly replies?: ReplyInbox;
  /** How long an answer is waited for there once the request was accepted; default five minutes. */
  readonly replyMs?: number;
}

/** Calls of transactions at peers, all audited by the same sink. */
export interface SoapClient {
  /** The call of one transaction at one peer, as the host hands it to an actor. */
  connect<Req, Res>(
    transaction: SoapTransaction<Req, Res>,
    transport: SoapTransport,
    how?: SoapConnectOptions,
  ): (request: Req, options?: SoapCallOptions) => Promise<Res>;
}

/** A client whose calls share log, audit and limits. */
export function createSoapClient(options: SoapClientOptions): SoapClient {
  return {
    connect: (transaction, transport, how) => (request, call) =>
      callSoap(transaction, transport, request, { ...options, ...how, ...call }),
  };
}

/**
 * Calls one transaction: encode, send, check status, RelatesTo and action, decode; audited as the initiator.
 *
 * Documents of the answer stay on the wire: they are read after the call returns, and leaving them early frees the
 * connection. Throws SoapFault with `received` for a fault or an answer that cannot be read, Unavailable when there is
 * no answer, the signal's reason when aborted, and whatever a document of the request throws.
 */
export async function callSoap<Req, Res>(
  transaction: SoapTransaction<Req, Res>,
  transport: SoapTransport,
  request: Req,
  options: SoapClientOptions & SoapConnectOptions & SoapCallOptions,
): Promise<Res> {
  const { now = () => new Date(), newUUID = () => `urn:uuid:${randomUUID()}`, user } = options;
  const messageId = newUUID();
  const replyTo = options.replies?.address ?? anonymousAddress;
  const at = now();
  const log = options.log.child({ messageId, transaction: transaction.id });
  const context = (answer?: ReceivedAnswer): AuditContext => ({
    side: 'initiator',
    at,
    messageId,
    endpoint: transport.endpoint,
    replyTo,
    localAddress: answer?.localAddress ?? 'localhost',
    processId: String(process.pid),
    peerAddress: answer?.peerAddress ?? hostOf(transport.endpoint),
    ...(user === undefined ? {} : { user }),
  });
  const sink = { audit: options.audit, log };
  let answer: ReceivedAnswer | undefined;
  const ask = async (signal?: AbortSignal) => {
    answer = await send(transaction, transport, { messageId, replyTo, request, signal });
    return answer;
  };
  try {
    const opened = await (options.replies === undefined
      ? openAnswer(await ask(options.signal), options)
      : askElsewhere({
          ...options,
          replies: options.replies,
          messageId,
          ask,
          open: (answer) => openAnswer(answer, options),
        }));
    const { message: response, findings } = await decodeAnswer(transaction, opened, messageId);
    if (findings.length > 0) log.warn({ rules: findings.map(({ rule }) => rule.id) }, 'the answer breaks rules');
    await recordAudit(sink, () => transaction.audit({ ...context(answer), request, outcome: { response } }));
    return response;
  } catch (error) {
    await leave(answer);
    const fault = error instanceof Error ? error : new Error(String(error));
    await recordAudit(sink, () => transaction.audit({ ...context(answer), request, outcome: { fault } }));
    throw error;
  }
}

async function send<Req, Res>(
  transaction: SoapTransaction<Req, Res>,
  transport: SoapTransport,
  call: { messageId: string; replyTo: string; request: Req; signal: AbortSignal | undefined },
): Promise<ReceivedAnswer> {
  const action = transaction.action.request;
  const message = await writePackage({
    packaging: transaction.packaging,
    action,
    headers: writeRequestAddressing({
      action,
      messageId: call.messageId,
      to: transport.endpoint,
      replyTo: call.replyTo,
    }),
    ...transaction.request.encode(call.request),
  });
  const body = new OutgoingBody(message.body);
  try {
    const signal = call.signal ?? new AbortController().signal;
    const answer = await transport.send({ headers: message.headers, body }, signal);
    // A peer that was told half a message can only complain; what broke it is known here.
    if (body.failure === undefined) return answer;
    await leave(answer);
  } catch (error) {
    if (body.failure === undefined) throw error;
  }
  throw body.failure.error;
}

async function leave(answer: ReceivedAnswer | undefined): Promise<void> {
  await answer?.body[Symbol.asyncIterator]().return?.();
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname || endpoint : endpoint;
}
