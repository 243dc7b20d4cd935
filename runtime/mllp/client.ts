import type { AuditContext, AuditEvent } from '../../schemas/audit/audit-event.ts';
import { fieldOf, segmentNamed, textOf } from '../../schemas/hl7v2/access.ts';
import { formatHl7Message, withFittingCharset } from '../../schemas/hl7v2/format.ts';
import { messageHeaderFrom } from '../../schemas/hl7v2/header.ts';
import type { Hl7Message } from '../../schemas/hl7v2/message.ts';
import { type Hl7Limits, parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { Hl7ParseError } from '../../schemas/hl7v2/parse-error.ts';
import { isError } from '../../schemas/rule.ts';
import type { ClientCall } from '../host.ts';
import type { Logger } from '../log.ts';
import { record } from './binding.ts';
import type { MllpEndpoint } from './endpoint-types.ts';
import { MllpFault } from './fault.ts';
import { localMllpTransport } from './local-transport.ts';
import { type TcpTransportOptions, tcpTransport } from './tcp-transport.ts';
import type { MllpTransaction } from './transaction.ts';
import type { MllpAnswer, MllpTransport } from './transport.ts';

/** What a client needs. */
export interface MllpClientOptions {
  readonly log: Logger;
  readonly audit: (events: readonly AuditEvent[]) => void | Promise<void>;
  readonly now?: () => Date;
  readonly limits?: Hl7Limits;
  /** TLS material for `mllps://` peers. */
  readonly tls?: TcpTransportOptions['tls'];
  /** Longest wait for a connection and for an answer, in milliseconds. */
  readonly connectMs?: number;
  readonly answerMs?: number;
}

/**
 * Calls of any HL7 v2 transaction at any peer.
 *
 * A call resolves with AA, AE and AR alike; it rejects with Unavailable when there is no answer, with MllpFault when
 * there is one that cannot be read or is to another message, and with the reason of `signal` when the caller gives up.
 * Every call is audited. Peers share one connection each, kept until `close`.
 */
export interface MllpClient {
  /** `peer` is `mllp://host:port` or `mllps://host:port`. */
  connect<Req, Res>(transaction: MllpTransaction<Req, Res>, peer: string): ClientCall<Req, Res>;
  /** The same for an endpoint of this process; `address` is its public address. */
  connectLocal<Req, Res>(
    transaction: MllpTransaction<Req, Res>,
    endpoint: MllpEndpoint,
    address: string,
  ): ClientCall<Req, Res>;
  close(): Promise<void>;
}

/** A client without connections yet: each is made when first needed. */
export function createMllpClient(options: MllpClientOptions): MllpClient {
  const transports = new Map<string, MllpTransport>();
  const callOver =
    <Req, Res>(transaction: MllpTransaction<Req, Res>, transport: MllpTransport): ClientCall<Req, Res> =>
    (request, settings) =>
      exchange({ ...options, transport }, transaction, { request, ...settings });
  return {
    connect(transaction, peer) {
      const transport = transports.get(peer) ?? tcpTransport(peer, options);
      transports.set(peer, transport);
      return callOver(transaction, transport);
    },
    connectLocal: (transaction, endpoint, address) => callOver(transaction, localMllpTransport(endpoint, address)),
    async close() {
      await Promise.all([...transports.values()].map((transport) => transport.close()));
    },
  };
}

async function exchange<Req, Res>(
  options: MllpClientOptions & { readonly transport: MllpTransport },
  transaction: MllpTransaction<Req, Res>,
  { request, signal, user }: { request: Req; signal?: AbortSignal; user?: string },
): Promise<Res> {
  const { transport, log, now = () => new Date() } = options;
  const message = withFittingCharset(transaction.request.encode(request));
  const { controlId } = messageHeaderFrom(message);
  const context: Omit<AuditContext, 'localAddress' | 'peerAddress'> = {
    side: 'initiator',
    at: now(),
    messageId: controlId,
    endpoint: transport.endpoint,
    replyTo: '',
    processId: String(process.pid),
    ...(user === undefined ? {} : { user }),
  };
  const ends = { localAddress: 'local', peerAddress: hostOf(transport.endpoint) };
  try {
    const answer = await transport.send(formatHl7Message(message), signal);
    const { peerAddress, localAddress } = answer;
    const response = decodeAnswer(transaction, { ...answer, controlId }, options.limits);
    const exchanged = { ...context, peerAddress, localAddress, request, outcome: { response } };
    await record(options, log, () => transaction.audit(exchanged));
    return response;
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    await record(options, log, () => transaction.audit({ ...context, ...ends, request, outcome: { fault } }));
    throw error;
  }
}

function decodeAnswer<Req, Res>(
  transaction: MllpTransaction<Req, Res>,
  answer: MllpAnswer & { readonly controlId: string },
  limits: Hl7Limits | undefined,
): Res {
  const message = parsed(answer, limits);
  const msa = segmentNamed(message, 'MSA');
  if (msa === undefined) throw new MllpFault('The answer has no MSA segment.');
  // Empty where the peer could not read which message it refuses.
  const acknowledged = textOf(fieldOf(msa, 2));
  if (acknowledged !== '' && acknowledged !== answer.controlId)
    throw new MllpFault(`The answer is to another message: its MSA-2 is not ${answer.controlId}.`);
  const { message: response, findings } = transaction.response.decode(message);
  const wrong = findings.find(isError);
  if (wrong !== undefined)
    throw new MllpFault(`The answer breaks ${wrong.rule.id} at ${wrong.violation.at}: ${wrong.rule.statement}`);
  return response;
}

function parsed(answer: MllpAnswer, limits: Hl7Limits | undefined): Hl7Message {
  try {
    return parseHl7Message(answer.message, limits);
  } catch (error) {
    if (!(error instanceof Hl7ParseError)) throw error;
    throw new MllpFault(`The answer is not HL7 v2: ${error.message}.`, { cause: error });
  }
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : endpoint;
}
