import { randomUUID } from 'node:crypto';
import type { AuditContext, AuditEvent } from '../../schemas/audit/audit-event.ts';
import { defaultXmlLimits, type XmlLimits } from '../../schemas/xml/parse.ts';
import type { Logger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { checkAnswerAddressing, writeRequestAddressing } from './addressing.ts';
import { anonymousAddress } from './endpoint-reference.ts';
import { checkUnderstood, readEnvelope } from './envelope.ts';
import { recordAudit } from './exchange.ts';
import { SoapFault } from './fault.ts';
import { readFault } from './fault-body.ts';
import { defaultMtomLimits, type MtomLimits } from './mtom-read.ts';
import { OutgoingBody } from './outgoing-body.ts';
import { readPackage, writePackage } from './package.ts';
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

/** Calls of transactions at peers, all audited by the same sink. */
export interface SoapClient {
  /** The call of one transaction at one peer, as the host hands it to an actor. */
  connect<Req, Res>(
    transaction: SoapTransaction<Req, Res>,
    transport: SoapTransport,
  ): (request: Req, options?: SoapCallOptions) => Promise<Res>;
}

/** A client whose calls share log, audit and limits. */
export function createSoapClient(options: SoapClientOptions): SoapClient {
  return {
    connect: (transaction, transport) => (request, call) =>
      callSoap(transaction, transport, request, { ...options, ...call }),
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
  options: SoapClientOptions & SoapCallOptions,
): Promise<Res> {
  const { now = () => new Date(), newUUID = () => `urn:uuid:${randomUUID()}`, user } = options;
  const messageId = newUUID();
  const at = now();
  const log = options.log.child({ messageId, transaction: transaction.id });
  const context = (answer?: ReceivedAnswer): AuditContext => ({
    side: 'initiator',
    at,
    messageId,
    endpoint: transport.endpoint,
    replyTo: anonymousAddress,
    localAddress: answer?.localAddress ?? 'localhost',
    processId: String(process.pid),
    peerAddress: answer?.peerAddress ?? hostOf(transport.endpoint),
    ...(user === undefined ? {} : { user }),
  });
  const sink = { audit: options.audit, log };
  let answer: ReceivedAnswer | undefined;
  try {
    answer = await send(transaction, transport, { messageId, request, signal: options.signal });
    const { message: response, findings } = await readAnswer(transaction, answer, messageId, options);
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
  call: { messageId: string; request: Req; signal: AbortSignal | undefined },
): Promise<ReceivedAnswer> {
  const action = transaction.action.request;
  const message = await writePackage({
    packaging: transaction.packaging,
    action,
    headers: writeRequestAddressing({
      action,
      messageId: call.messageId,
      to: transport.endpoint,
      replyTo: anonymousAddress,
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

async function readAnswer<Req, Res>(
  { action, response }: SoapTransaction<Req, Res>,
  answer: ReceivedAnswer,
  messageId: string,
  { mtomLimits = defaultMtomLimits, xmlLimits = defaultXmlLimits }: SoapClientOptions,
) {
  if (![200, 400, 413, 415, 500].includes(answer.status) || !isSoap(answer)) {
    throw new Unavailable(`The peer answered HTTP ${answer.status} without a SOAP message.`);
  }
  try {
    const { envelope: bytes, parts } = await readPackage(answer, { limits: mtomLimits, from: 'answer' });
    const envelope = readEnvelope(bytes, xmlLimits);
    const fault = readFault(envelope.body);
    if (fault !== undefined) throw fault;
    checkUnderstood(envelope, 'ignore');
    checkAnswerAddressing(envelope, messageId, [action.response, ...(action.accept ?? [])]);
    return response.decode(envelope.body, parts);
  } catch (error) {
    // What our own readers call the sender's fault is here the answering peer's.
    if (!(error instanceof SoapFault) || error.received) throw error;
    throw new SoapFault('Receiver', `The answer cannot be read: ${error.message}`, { received: true, cause: error });
  }
}

function isSoap({ headers }: ReceivedAnswer): boolean {
  return /^\s*(multipart\/related|application\/soap\+xml|text\/xml)/i.test(headers['content-type'] ?? '');
}

async function leave(answer: ReceivedAnswer | undefined): Promise<void> {
  await answer?.body[Symbol.asyncIterator]().return?.();
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname || endpoint : endpoint;
}
