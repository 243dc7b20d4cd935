import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import { writeRequestAddressing } from '../runtime/soap/addressing.ts';
import { writePackage } from '../runtime/soap/package.ts';
import type { SoapTransaction } from '../runtime/soap/transaction.ts';

/** Messages sent as bytes and answers read as bytes: the cost of the caller's own decoding is not the service's. */
export interface RawCall<Req> {
  /** The message of one request, ready to be sent any number of times. */
  message(request: Req): Promise<{ headers: Record<string, string>; body: Buffer }>;
  /** Sends it and gives the answer's text. */
  send(message: { headers: Record<string, string>; body: Buffer }): Promise<string>;
  close(): Promise<void>;
}

/** A raw caller of one transaction at one address. */
export function rawCall<Req, Res>(transaction: SoapTransaction<Req, Res>, url: string): RawCall<Req> {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  const { origin, pathname } = new URL(url);
  return {
    async message(request) {
      const action = transaction.action.request;
      const { headers, body } = await writePackage({
        packaging: transaction.packaging,
        action,
        headers: writeRequestAddressing({ action, messageId: `urn:uuid:${randomUUID()}`, to: url }),
        ...transaction.request.encode(request),
      });
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      return { headers: { ...headers }, body: Buffer.concat(chunks) };
    },
    async send({ headers, body }) {
      const answer = await agent.request({ origin, path: pathname, method: 'POST', headers, body });
      return answer.body.text();
    },
    close: () => agent.close(),
  };
}
