import type { RegistryErrorCode } from '../../schemas/errors/codes.ts';
import { DocumentContentError } from '../../schemas/errors/document-content-error.ts';
import { registryErrorsFrom } from '../../schemas/errors/registry-error.ts';
import { checkAll, type Decoded, type Finding, isError } from '../../schemas/rule.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import { OutcomeUnknown, StorageFull, Unavailable } from '../unavailable.ts';
import { writeAnswerAddressing } from './addressing.ts';
import { CallScope, PeerGone } from './call-scope.ts';
import type { Handler } from './endpoint-types.ts';
import { answerFault, auditContextOf, type OpenExchange, recordAudit, type WireAnswer } from './exchange.ts';
import { SoapFault } from './fault.ts';
import { writePackage } from './package.ts';
import type { Part, SoapTransaction } from './transaction.ts';
import { watchBody } from './watch-body.ts';

/** A request whose transaction is known. */
export interface AddressedExchange extends OpenExchange {
  readonly messageId: string;
  /**
   * Gives the element of the SOAP Body, once. The tree is many times as large as the message it was read from: nothing
   * holds it while the handler works.
   */
  readonly takeBody: () => XmlElement;
  readonly parts: AsyncIterable<Part>;
}

/** One served transaction, its message types closed over. */
export interface Binding {
  /** The transaction's answers may be sent elsewhere. */
  readonly asynchronous: boolean;
  answer(exchange: AddressedExchange): Promise<WireAnswer>;
  /** Audits a request that ended in a fault before it could be decoded. */
  auditFault(exchange: OpenExchange, fault: SoapFault): Promise<void>;
}

/** Binds a transaction to its handler. */
export function bind<Req, Res>(transaction: SoapTransaction<Req, Res>, handler: Handler<Req, Res>): Binding {
  const answering = { transaction, handler };
  return {
    asynchronous: transaction.asynchronous !== undefined,
    answer: (exchange) => answer(answering, exchange),
    auditFault: (exchange, fault) => audit(answering, exchange, undefined, { fault }),
  };
}

interface Answering<Req, Res> {
  readonly transaction: SoapTransaction<Req, Res>;
  readonly handler: Handler<Req, Res>;
}

/** decode → findings and rules → handler → encode → write; the audit event is recorded before the last byte leaves. */
async function answer<Req, Res>(served: Answering<Req, Res>, exchange: AddressedExchange): Promise<WireAnswer> {
  try {
    return await answerDecoded(
      served,
      exchange,
      served.transaction.request.decode(exchange.takeBody(), exchange.parts),
    );
  } catch (error) {
    return sayNo(served, exchange, undefined, error);
  }
}

async function answerDecoded<Req, Res>(
  served: Answering<Req, Res>,
  exchange: AddressedExchange,
  decoded: Decoded<Req>,
): Promise<WireAnswer> {
  try {
    const response = await respond(served, exchange, decoded);
    const answered = await encode(served, exchange, decoded.message, response);
    if (answered.to === undefined || served.transaction.asynchronous?.repeatable !== true) return answered;
    return { ...answered, again: () => answerDecoded(served, anew(exchange), decoded) };
  } catch (error) {
    return sayNo(served, exchange, decoded.message, error);
  }
}

/** The exchange again, for an answer that is made once more: the request has been read, and nobody waits for it. */
function anew(exchange: AddressedExchange): AddressedExchange {
  const { settings, log } = exchange;
  const peer = new AbortController().signal;
  return { ...exchange, scope: new CallScope({ body: nothing(), peer, deadlineMs: settings.deadlineMs, log }) };
}

async function sayNo<Req, Res>(
  served: Answering<Req, Res>,
  exchange: AddressedExchange,
  request: Req | undefined,
  error: unknown,
): Promise<WireAnswer> {
  const refusal = refusalOf(error, exchange, served.transaction.codes);
  if (refusal instanceof SoapFault) {
    await audit(served, exchange, request, { fault: refusal });
    return answerFault(exchange, refusal);
  }
  const response = served.transaction.refuse([{ ...refusal, severity: 'Error' }], request);
  return encode(served, exchange, request, response);
}

/** What the handler answers, or the refusal of a request that breaks a rule. */
async function respond<Req, Res>(
  { transaction, handler }: Answering<Req, Res>,
  exchange: AddressedExchange,
  { message, findings: decoding }: Decoded<Req>,
): Promise<Res> {
  const { log, scope, origin, messageId } = exchange;
  const findings: Finding[] = [...decoding, ...(await checkAll(transaction.rules, message, undefined))];
  if (findings.length > 0) log.info({ rules: findings.map(({ rule }) => rule.id) }, 'the request breaks rules');
  if (findings.some(isError)) return transaction.refuse(registryErrorsFrom(findings), message);
  const { peerAddress: address, certificateSubject } = origin;
  const caller = certificateSubject === undefined ? { address } : { address, certificateSubject };
  return scope.orAborted(handler(message, { messageId, caller, signal: scope.signal, log }));
}

/** How an error is told to the peer: its own words only where they were written for the peer. */
function refusalOf(
  error: unknown,
  { log, messageId }: AddressedExchange,
  codes: { readonly internal: RegistryErrorCode; readonly busy: RegistryErrorCode },
): SoapFault | { errorCode: RegistryErrorCode; codeContext: string } {
  if (error instanceof SoapFault && !error.received) {
    log.info({ fault: error.code, reason: error.message }, 'answered with a fault');
    return error;
  }
  if (error instanceof DocumentContentError) {
    log.info({ reason: error.message }, 'a document of the request cannot be read');
    return new SoapFault('Sender', `A document cannot be read: ${error.message}.`);
  }
  const seeLog = `The log of this service has the cause under message id ${messageId}.`;
  if (error instanceof StorageFull) {
    log.error({ err: error }, 'the storage is full');
    return { errorCode: codes.internal, codeContext: `The storage of this service is full. ${seeLog}` };
  }
  if (error instanceof OutcomeUnknown) {
    log.error({ err: error }, 'the outcome of the request is unknown');
    return new SoapFault(
      'Receiver',
      `It is not known whether the request was carried out; ask before repeating it. ${seeLog}`,
    );
  }
  if (error instanceof Unavailable) {
    log.error({ err: error }, 'something this service needs does not answer');
    const codeContext = `Something this service needs does not answer; try again later. ${seeLog}`;
    return { errorCode: codes.busy, codeContext };
  }
  log.error({ err: error }, 'the request failed');
  return { errorCode: codes.internal, codeContext: `The request failed inside this service. ${seeLog}` };
}

async function encode<Req, Res>(
  served: Answering<Req, Res>,
  exchange: AddressedExchange,
  request: Req | undefined,
  response: Res,
): Promise<WireAnswer> {
  const { transaction } = served;
  const { settings, scope, messageId: relatesTo, replyTo: to } = exchange;
  const action = transaction.action.response;
  const message = await writePackage({
    packaging: transaction.packaging,
    action,
    headers: writeAnswerAddressing({ action, messageId: settings.newUUID(), relatesTo, to }),
    ...transaction.response.encode(response),
    beforeEnd: () => audit(served, exchange, request, { response }),
  });
  // A message with a length is complete already.
  if (message.headers['content-length'] !== undefined) {
    scope.close();
    return { ...message, status: 200, to };
  }
  const broken = async (error: unknown) => {
    if (error instanceof PeerGone) exchange.log.info('the peer left before the answer was complete');
    else exchange.log.error({ err: error }, 'the answer broke off after it had begun');
    await audit(served, exchange, request, { fault: error instanceof Error ? error : new Error(String(error)) });
  };
  return { ...message, body: watchBody(message.body, scope, broken), status: 200, to };
}

function audit<Req, Res>(
  { transaction }: Answering<Req, Res>,
  exchange: OpenExchange,
  request: Req | undefined,
  outcome: { readonly response: Res } | { readonly fault: Error },
): Promise<void> {
  const known = request === undefined ? {} : { request };
  return recordAudit({ audit: exchange.settings.audit, log: exchange.log }, () =>
    transaction.audit({ ...auditContextOf(exchange), ...known, outcome }),
  );
}

async function* nothing(): AsyncGenerator<Uint8Array, void, void> {}
