import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DomainState } from './domain-state.ts';

/** Whether a domain can work now. */
export interface DomainHealth {
  readonly actors: Readonly<Record<string, boolean>>;
  /** The processes that run the actors, when there are several. */
  readonly workers?: readonly { readonly pid: number; readonly ready: boolean }[];
}

/** Answers the domain index: `/` the state of the domain, `/health` 200 or 503 with what is not ready. */
export function answerIndex(options: {
  state: () => DomainState;
  health: () => Promise<DomainHealth>;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/') return answer(response, 200, options.state());
    if (path === '/health') {
      const health = await options.health();
      return answer(response, Object.values(health.actors).every(Boolean) ? 200 : 503, health);
    }
    return answer(response, 404, { title: 'Not found', detail: 'The index answers / and /health.' });
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
