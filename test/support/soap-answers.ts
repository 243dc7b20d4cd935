import { readEnvelope } from '../../runtime/soap/envelope.ts';
import { readFault } from '../../runtime/soap/fault-body.ts';
import { readPackage } from '../../runtime/soap/package.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import { chunksOf } from './soap-packages.ts';

/** What a service answered over HTTP, as octets and as SOAP. */
export interface SoapAnswer {
  readonly status: number;
  /** The whole body, parts included, as Latin-1. */
  readonly raw: string;
  /** The envelope as XML text. */
  readonly envelope: string;
  readonly body: XmlElement;
  /** The reason when the body is a fault. */
  readonly fault: string | undefined;
}

/** One message as it goes over the wire. */
export interface WireRequest {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** POSTs a message and reads the SOAP answer. Throws when there is none within 20 seconds, or when it is no SOAP message. */
export async function postSoap(url: string, { contentType, body }: WireRequest): Promise<SoapAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: body as Uint8Array<ArrayBuffer>,
    signal: AbortSignal.timeout(20_000),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = { 'content-type': response.headers.get('content-type') ?? '' };
  const { envelope } = await readPackage({ headers, body: chunksOf(bytes) });
  const read = readEnvelope(envelope);
  return {
    status: response.status,
    raw: bytes.toString('latin1'),
    envelope: Buffer.from(envelope).toString(),
    body: read.body,
    fault: readFault(read.body)?.message,
  };
}

/** Signs of a program's insides in what a peer is told. */
export const insides = /\n\s+at |\.[jt]s:\d+|node_modules|\/(?:work|home|tmp|usr|root)\//;
