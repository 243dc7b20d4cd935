import type { IncomingMessage } from 'node:http';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { WireOrigin } from '../soap/endpoint-types.ts';

/** Where a request came from; `url` is the listener's scheme and authority. */
export function originOf(request: IncomingMessage, url: string, signal: AbortSignal): WireOrigin {
  const { socket } = request;
  const certificateSubject = subjectOf(socket as TLSSocket);
  return {
    peerAddress: plainAddress(socket.remoteAddress),
    localAddress: plainAddress(socket.localAddress),
    endpoint: url + (request.url ?? '/'),
    ...(certificateSubject === undefined ? {} : { certificateSubject }),
    signal,
  };
}

/** An IPv4 address as people write it, also where the socket is an IPv6 one. */
function plainAddress(address: string | undefined): string {
  return address?.replace(/^::ffff:(?=\d+\.)/, '') ?? 'unknown';
}

/** The verified peer's subject as `CN=…, O=…`, most specific first; nothing for a certificate that was not verified. */
function subjectOf(socket: TLSSocket): string | undefined {
  if (!socket.authorized) return undefined;
  const subject: PeerCertificate['subject'] | undefined = socket.getPeerCertificate().subject;
  if (subject === undefined) return undefined;
  const names = Object.entries(subject).map(([key, value]) => `${key}=${[value].flat().join('+')}`);
  return names.reverse().join(', ');
}
