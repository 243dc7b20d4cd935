import { randomUUID } from 'node:crypto';
import { defaultXmlLimits } from '../../schemas/xml/parse.ts';
import { findAction, findMessageId, readRequestAddressing } from './addressing.ts';
import { addressingHeadersOf } from './addressing-rules.ts';
import { type Binding, bind } from './answer.ts';
import { answerElsewhere } from './answer-elsewhere.ts';
import { CallScope } from './call-scope.ts';
import { describeService } from './describe-service.ts';
import type { SoapEndpoint, WireMessage, WireOrigin } from './endpoint-types.ts';
import { checkUnderstood, type Envelope, readEnvelope } from './envelope.ts';
import { answerFault, type EndpointSettings, type OpenExchange, type WireAnswer } from './exchange.ts';
import { SoapFault } from './fault.ts';
import { defaultMtomLimits } from './mtom-read.ts';
import { packagingOf, readPackage } from './package.ts';
import type { DescribedTransaction } from './wsdl.ts';

/** What an endpoint needs, and what it may be told otherwise. */
export type SoapEndpointOptions = Pick<EndpointSettings, 'log' | 'audit'> & Partial<EndpointSettings>;

/**
 * An endpoint that serves any number of SOAP transactions at one path — ITI TF-2 Appendix V.
 *
 * Defaults: `deadlineMs` 300 000 without progress, `securityHeader` fault, `addressing` lenient,
 * no `delivery`.
 */
export function createSoapEndpoint(options: SoapEndpointOptions): SoapEndpoint {
  const settings: EndpointSettings = {
    now: () => new Date(),
    newUUID: () => `urn:uuid:${randomUUID()}`,
    deadlineMs: 300_000,
    mtomLimits: defaultMtomLimits,
    xmlLimits: defaultXmlLimits,
    securityHeader: 'fault',
    addressing: 'lenient',
    ...options,
  };
  const bindings = new Map<string, Binding>();
  const described: DescribedTransaction[] = [];
  const endpoint: SoapEndpoint = {
    serve(transaction, handler) {
      const action = transaction.action.request;
      if (bindings.has(action)) throw new Error(`The wsa:Action ${action} is served already at this endpoint.`);
      bindings.set(action, bind(transaction, handler));
      const { wsdl } = transaction;
      if (wsdl !== undefined) described.push({ ...transaction, wsdl });
      return endpoint;
    },
    describe: (query, address) =>
      describeService({ transactions: described, address, asynchronous: settings.delivery?.offered === true }, query),
    handle: (request, origin) => handle(settings, bindings, request, origin),
  };
  return endpoint;
}

/** read package → envelope → headers → transaction by wsa:Action → its answer; a fault of any step is the answer. */
async function handle(
  settings: EndpointSettings,
  bindings: ReadonlyMap<string, Binding>,
  request: WireMessage,
  origin: WireOrigin,
): Promise<WireAnswer> {
  const { log, deadlineMs } = settings;
  const scope = new CallScope({ body: request.body, peer: origin.signal, deadlineMs, log });
  const packaging = packagingOf(request.headers);
  const unknown = { messageId: undefined, replyTo: undefined, faultTo: undefined };
  let exchange: OpenExchange = { settings, origin, scope, at: settings.now(), packaging, ...unknown, log };
  let binding: Binding | undefined;
  try {
    const message = { headers: request.headers, body: scope.body };
    const { envelope: bytes, parts } = await readPackage(message, { limits: settings.mtomLimits });
    let envelope: Envelope | undefined = readEnvelope(bytes, settings.xmlLimits);
    const addressing = addressingHeadersOf(envelope);
    binding = bindings.get(findAction(addressing) ?? '');
    const known = findMessageId(addressing);
    exchange = { ...exchange, messageId: known, log: log.child({ messageId: known }) };
    checkUnderstood(envelope, settings.securityHeader);
    const { messageId, replyTo, faultTo } = readRequestAddressing(addressing, {
      strictness: settings.addressing,
      served: bindings,
      refusalOf: refusalOf(settings, binding),
    });
    const elsewhere = replyTo === undefined && faultTo === undefined ? undefined : settings.delivery;
    if (elsewhere?.full) throw new SoapFault('Receiver', 'Too many answers are on their way; try again later.');
    const addressed = { ...exchange, messageId, replyTo, faultTo, takeBody: once(envelope.body), parts };
    envelope = undefined;
    // The rules have seen to it that the action is served.
    const answered = binding!.answer(addressed);
    return await (elsewhere === undefined ? answered : answerElsewhere(addressed, answered, elsewhere));
  } catch (error) {
    const fault = faultOf(error, exchange);
    await binding?.auditFault(exchange, fault);
    return answerFault(exchange, fault);
  }
}

/** Gives a value and forgets it. */
function once<T>(value: T): () => T {
  let held: T | undefined = value;
  return () => {
    if (held === undefined) throw new Error('It has been given before.');
    const given = held;
    held = undefined;
    return given;
  };
}

/** Why an answer of this transaction is not sent to an address, if so. */
function refusalOf({ delivery }: EndpointSettings, binding: Binding | undefined) {
  return (address: string): string | undefined => {
    if (binding?.asynchronous !== true) return 'this transaction is answered on the connection of its request only';
    if (delivery === undefined) return 'this service answers on the connection of the request only';
    return delivery.refusalOf(address);
  };
}

function faultOf(error: unknown, { log, messageId }: OpenExchange): SoapFault {
  if (error instanceof SoapFault) {
    log.info({ fault: error.code, reason: error.message }, 'answered with a fault');
    return error;
  }
  log.error({ err: error }, 'the request failed');
  const where = messageId === undefined ? '' : ` The log of this service has the cause under message id ${messageId}.`;
  return new SoapFault('Receiver', `The request failed inside this service.${where}`);
}
