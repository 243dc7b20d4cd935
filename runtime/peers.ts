import type { AuditEvent } from '../schemas/audit/audit-event.ts';
import type { ClientCall } from './host.ts';
import type { Logger } from './log.ts';
import { createMllpClient } from './mllp/client.ts';
import type { MllpEndpoint } from './mllp/endpoint-types.ts';
import type { MllpTransaction } from './mllp/transaction.ts';
import { createSoapClient, type SoapConnectOptions } from './soap/client.ts';
import type { SoapEndpoint } from './soap/endpoint-types.ts';
import { httpTransport, openHttpConnections } from './soap/http-transport.ts';
import { localTransport } from './soap/local-transport.ts';
import type { SoapTransaction } from './soap/transaction.ts';
import { Unavailable } from './unavailable.ts';

/** An actor of this process as `local:` peers reach it. */
export interface LocalActor {
  /** The SOAP endpoint that serves a wsa:Action, with its public address. */
  soap(action: string): { readonly endpoint: SoapEndpoint; readonly address: string } | undefined;
  mllp(): { readonly endpoint: MllpEndpoint; readonly address: string } | undefined;
}

/** Calls to peers by their address, all audited by one sink. */
export interface Peers {
  /**
   * `peer` is `http(s)://…`, `mllp(s)://…` or `local:actor-name`; a local actor is looked up at the first call. `how` is
   * about SOAP only: an MLLP answer comes on its connection.
   */
  call<Req, Res>(
    transaction: SoapTransaction<Req, Res> | MllpTransaction<Req, Res>,
    peer: string,
    how?: SoapConnectOptions,
  ): ClientCall<Req, Res>;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Opens nothing yet: connections are made when called for and kept until `close`. */
export function openPeers(options: {
  log: Logger;
  audit: (events: readonly AuditEvent[]) => void | Promise<void>;
  local?: (actor: string) => LocalActor | undefined;
  /** Address of an actor of the domain that another of its processes runs. */
  elsewhere?: (actor: string, transaction: string) => string | undefined;
  tls?: { readonly cert: Buffer; readonly key: Buffer; readonly ca?: Buffer };
}): Peers {
  const tls = options.tls === undefined ? {} : { tls: options.tls };
  const connections = openHttpConnections(tls);
  const soapClient = createSoapClient({ log: options.log, audit: options.audit });
  const mllpClient = createMllpClient({ log: options.log, audit: options.audit, ...tls });
  /** The actor in this process, or where it is in another one. */
  const localActor = (peer: string, transaction: string): LocalActor | string => {
    const name = peer.slice('local:'.length);
    const found = options.local?.(name) ?? options.elsewhere?.(name, transaction);
    if (found === undefined) throw new Unavailable(`${peer} does not run in this process.`);
    return found;
  };
  const soapCall = <Req, Res>(
    transaction: SoapTransaction<Req, Res>,
    peer: string,
    how?: SoapConnectOptions,
  ): ClientCall<Req, Res> => {
    if (!peer.startsWith('local:')) return soapClient.connect(transaction, httpTransport(peer, connections), how);
    return (request, call) => {
      const actor = localActor(peer, transaction.id);
      if (typeof actor === 'string') return soapCall(transaction, actor, how)(request, call);
      const served = actor.soap(transaction.action.request);
      if (served === undefined) throw new Unavailable(`${peer} does not serve ${transaction.id}.`);
      return soapClient.connect(transaction, localTransport(served.endpoint, served.address), how)(request, call);
    };
  };
  const mllpCall = <Req, Res>(transaction: MllpTransaction<Req, Res>, peer: string): ClientCall<Req, Res> => {
    if (!peer.startsWith('local:')) return mllpClient.connect(transaction, peer);
    return (request, call) => {
      const actor = localActor(peer, transaction.id);
      if (typeof actor === 'string') return mllpCall(transaction, actor)(request, call);
      const served = actor.mllp();
      if (served === undefined) throw new Unavailable(`${peer} does not serve ${transaction.id}.`);
      return mllpClient.connectLocal(transaction, served.endpoint, served.address)(request, call);
    };
  };
  return {
    // The transaction's wire decides; nothing else asks which one it is.
    call: (transaction, peer, how) =>
      transaction.kind === 'soap' ? soapCall(transaction, peer, how) : mllpCall(transaction, peer),
    close: async () => {
      await Promise.all([connections.close(), mllpClient.close()]);
    },
  };
}
