import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import { writeRequestAddressing } from '../runtime/soap/addressing.ts';
import { anonymousAddress } from '../runtime/soap/endpoint-reference.ts';
import { writePackage } from '../runtime/soap/package.ts';
import type { SoapTransaction } from '../runtime/soap/transaction.ts';

/** Messages sent and answers read as bytes: the cost of the caller's own codec is not the service's. */
export interface RawCall<Req> {
  /** The envelope of one request. */
  message(request: Req): Promise<string>;
  /** Sends one and gives the answer. */
  send(message: string): Promise<Buffer>;
  /** Sends one and gives the octets of the answer, none of which is kept; `onFirst` is told when the first arrive. */
  count(message: string, onFirst?: () => void): Promise<number>;
  close(): Promise<void>;
}

/** A raw caller of one transaction that is sent as a plain envelope, at one address. */
export function rawCall<Req, Res>(transaction: SoapTransaction<Req, Res>, url: string): RawCall<Req> {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  const { origin, pathname } = new URL(url);
  const action = transaction.action.request;
  const headers = { 'content-type': `application/soap+xml; charset=UTF-8; action="${action}"` };
  return {
    async message(request) {
      const { body } = await writePackage({
        packaging: 'simple',
        action,
        headers: writeRequestAddressing({
          action,
          messageId: `urn:uuid:${randomUUID()}`,
          to: url,
          replyTo: anonymousAddress,
        }),
        ...transaction.request.encode(request),
      });
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    },
    count: (message, onFirst) =>
      new Promise((resolve, reject) => {
        let octets = 0;
        // The least a caller can do: the machine's time is the service's.
        agent.dispatch(
          { origin, path: pathname, method: 'POST', headers, body: message },
          {
            onRequestStart: () => undefined,
            onResponseStart(controller, status) {
              if (status !== 200) controller.abort(new Error(`HTTP ${status}`));
            },
            onResponseData(_controller, chunk) {
              if (octets === 0) onFirst?.();
              octets += chunk.length;
            },
            onResponseEnd: () => resolve(octets),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
    async send(message) {
      const answer = await agent.request({ origin, path: pathname, method: 'POST', headers, body: message });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}: ${bytes.toString()}`);
      return bytes;
    },
    close: () => agent.close(),
  };
}
