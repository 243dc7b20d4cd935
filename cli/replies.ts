import { listenHttp, type TlsServerOptions } from '../runtime/http/listen.ts';
import type { Logger } from '../runtime/log.ts';
import type { Peers } from '../runtime/peers.ts';
import { createReplyInbox } from '../runtime/soap/reply-inbox.ts';
import { CommandError } from './exit-codes.ts';

/** What a listener for answers is told. */
export interface RepliesOptions {
  /** `http(s)://host:port[/path]` of this machine; port 0 picks a free one. */
  readonly address: string;
  readonly tls?: TlsServerOptions;
  readonly log: Logger;
}

/**
 * The same peers, with the answers of transactions that offer it coming to an address of this command — ITI TF-2 V.5.
 *
 * Throws CommandError when the address is none, or asks for TLS where the domain has none. `close` stops listening.
 */
export async function peersAnsweringAt(peers: Peers, options: RepliesOptions): Promise<Peers> {
  const { address, tls, log } = options;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(`${address} is no address for answers: use http(s)://host:port.`);
  }
  const secure = url.protocol === 'https:';
  if (secure && tls === undefined) throw new CommandError('Answers over https need listen.tls of the domain.');
  const path = url.pathname === '/' ? '/replies' : url.pathname;
  const soap = new Map<string, ReturnType<typeof createReplyInbox>>();
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (secure ? 443 : 80));
  const listener = await listenHttp({ host, port, soap, log, ...(secure && tls !== undefined ? { tls } : {}) });
  const inbox = createReplyInbox({ address: () => listener.url + path, log });
  soap.set(path, inbox);
  return {
    call: (transaction, peer, how) => {
      const offers = transaction.kind === 'soap' && transaction.asynchronous !== undefined;
      return peers.call(transaction, peer, offers ? { ...how, replies: inbox } : how);
    },
    close: async () => {
      await peers.close();
      await listener.close(1000);
    },
  };
}
