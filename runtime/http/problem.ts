import { type ServerResponse, STATUS_CODES } from 'node:http';

/** An HTTP error answer — RFC 9457 problem details; `detail` is a sentence for the one who called. */
export interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with a problem; an answer that has begun is cut off instead. */
export function sendProblem(response: ServerResponse, { status, detail, headers = {} }: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail });
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
