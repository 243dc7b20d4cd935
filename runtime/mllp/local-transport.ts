import type { MllpEndpoint } from './endpoint-types.ts';
import type { MllpTransport } from './transport.ts';

/**
 * A transport to an endpoint of this process: the encoded message goes to its `handle()`. Codecs, rules and both audit
 * sides run as over a socket; only TCP, TLS and framing are missing.
 */
export function localMllpTransport(endpoint: MllpEndpoint, address: string): MllpTransport {
  return {
    endpoint: address,
    async send(message, signal) {
      signal?.throwIfAborted();
      const ends = { peerAddress: 'local', localAddress: 'local' };
      const origin = { ...ends, endpoint: address, ...(signal === undefined ? {} : { signal }) };
      return { message: await endpoint.handle(message, origin), ...ends };
    },
    close: async () => undefined,
  };
}
