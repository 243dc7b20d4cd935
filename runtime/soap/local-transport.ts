import { Unavailable } from '../unavailable.ts';
import type { SoapEndpoint } from './endpoint-types.ts';
import type { SoapTransport } from './transport.ts';

/**
 * A transport to an endpoint of this process: the encoded message goes to its `handle()`. Codecs, rules and both audit
 * sides run as over a socket; only TCP and TLS are missing. `address` is the endpoint's public address.
 */
export function localTransport(endpoint: SoapEndpoint, address: string): SoapTransport {
  return {
    endpoint: address,
    async send(message, signal) {
      signal.throwIfAborted();
      const origin = { peerAddress: 'local', localAddress: 'local', endpoint: address, signal };
      const answer = await endpoint.handle(message, origin);
      return {
        ...answer,
        body: unavailableWhenBroken(answer.body, address),
        peerAddress: 'local',
        localAddress: 'local',
      };
    },
  };
}

/** Over a socket the reader would see a closed connection, not the reason; in one process it must not see more. */
function unavailableWhenBroken(body: AsyncIterable<Uint8Array>, address: string): AsyncIterable<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      try {
        return await source.next();
      } catch (cause) {
        throw new Unavailable(`The answer of ${address} broke off.`, { cause });
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
