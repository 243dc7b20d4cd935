import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireEndpoint } from '../soap/endpoint-types.ts';
import type { Problem } from './problem.ts';

/** A request to a SOAP endpoint that is no POST, and what its listener says of itself. */
export interface DescribeRequest {
  readonly endpoint: WireEndpoint;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Scheme and authority of the listener; `fixed`: as an operator said, whatever a caller wrote. */
  readonly listener: { readonly url: string; readonly fixed: boolean };
}

/** Answers a GET of a SOAP endpoint with its WSDL or a schema; what is to be refused instead, if so. */
export function describeEndpoint({ endpoint, request, response, listener }: DescribeRequest): Problem | undefined {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || query === '' || endpoint.describe === undefined) {
    const allow = endpoint.describe === undefined ? 'POST' : 'GET, HEAD, POST';
    const hint = endpoint.describe === undefined ? '' : '; GET with ?wsdl describes it';
    return {
      status: 405,
      detail: `This is a SOAP endpoint: messages are POSTed to it${hint}.`,
      headers: { allow },
    };
  }
  const found = endpoint.describe(query, reachedUrl(listener, request) + path);
  if (found === undefined) {
    return { status: 404, detail: `There is no ?${query} here; ?wsdl is, and names the schemas there are.` };
  }
  const bytes = Buffer.from(found.text);
  response.writeHead(200, { 'content-type': found.contentType, 'content-length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
  return undefined;
}

/** The caller's words: behind a mapped port they are not those of the listener. */
function reachedUrl({ url, fixed }: DescribeRequest['listener'], { headers: { host } }: IncomingMessage): string {
  if (fixed || host === undefined || !/^[\w.:[\]-]+$/.test(host)) return url;
  return `${url.slice(0, url.indexOf(':'))}://${host}`;
}
