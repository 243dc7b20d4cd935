import { randomUUID } from 'node:crypto';
import { textOf } from '../../schemas/xml/element.ts';
import { defaultXmlLimits, type XmlLimits } from '../../schemas/xml/parse.ts';
import type { Logger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { findMessageId } from './addressing.ts';
import { addressingHeadersOf } from './addressing-rules.ts';
import { CallScope } from './call-scope.ts';
import type { WireEndpoint, WireMessage, WireOrigin } from './endpoint-types.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { accepted, answerFault, type WireAnswer } from './exchange.ts';
import { SoapFault } from './fault.ts';
import { defaultMtomLimits, type MtomLimits } from './mtom-read.ts';
import { packagingOf, readPackage } from './package.ts';
import type { OpenedAnswer } from './read-answer.ts';

/** The wait for one answer. */
export interface ExpectedAnswer {
  readonly answer: Promise<OpenedAnswer>;
  /** Ends the wait; an answer that comes later is refused with `reason`. Nothing when it has come. */
  withdraw(reason: string): void;
}

/** The endpoint that answers come to when they do not come on the connection of their request — ITI TF-2 V.5. */
export interface ReplyInbox extends WireEndpoint {
  /** What requests say in wsa:ReplyTo. */
  readonly address: string;
  /** Waits for the answer to a message that is about to be sent; answers may come in any order. */
  expect(messageId: string): ExpectedAnswer;
}

/** Settings of an inbox; `address` is asked for at each request, as a listener may not have its port yet. */
export interface ReplyInboxOptions {
  readonly address: () => string;
  readonly log: Logger;
  /** Longest silence: of a peer that sends an answer, and of a caller that reads its documents. */
  readonly idleMs?: number;
  readonly mtomLimits?: MtomLimits;
  readonly xmlLimits?: XmlLimits;
}

/** Message ids remembered after their wait has ended, so that duplicates and late answers are told from strangers. */
const remembered = 10_000;

/**
 * An inbox without messages. An answer is taken when a caller waits for it; the same answer once more is taken and
 * dropped, since its sender may not have seen that the first one arrived; everything else is refused with a fault (HTTP
 * 400, so that nobody sends it again).
 */
export function createReplyInbox(options: ReplyInboxOptions): ReplyInbox {
  const waiting = new Map<string, (answer: OpenedAnswer) => void>();
  const settled = new Map<string, 'answered' | { readonly refusal: string }>();
  const settle = (messageId: string, how: 'answered' | { readonly refusal: string }) => {
    waiting.delete(messageId);
    settled.set(messageId, how);
    for (const oldest of settled.keys()) {
      if (settled.size <= remembered) break;
      settled.delete(oldest);
    }
  };
  return {
    get address() {
      return options.address();
    },
    expect(messageId) {
      let take = (_: OpenedAnswer) => {};
      const answer = new Promise<OpenedAnswer>((resolve) => {
        take = resolve;
      });
      waiting.set(messageId, take);
      const withdraw = (reason: string) => {
        if (waiting.has(messageId)) settle(messageId, { refusal: reason });
      };
      return { answer, withdraw };
    },
    handle: (request, origin) =>
      receive(options, request, origin, (opened) => {
        const messageId = relatedMessage(opened.envelope);
        const take = waiting.get(messageId);
        const before = settled.get(messageId);
        if (take === undefined) {
          if (before === 'answered') return 'duplicate';
          throw notExpected(messageId, before?.refusal);
        }
        settle(messageId, 'answered');
        take(opened);
        return {
          brokeOff: () => settle(messageId, { refusal: 'its first answer broke off, and the call has failed' }),
        };
      }),
  };
}

/** What becomes of an answer: dropped, or handed to a caller who is reading its parts now. */
type Taken = 'duplicate' | { brokeOff(): void };

/** Reads one answer and keeps its connection until the caller has read the parts; 202 then. */
async function receive(
  options: ReplyInboxOptions,
  { headers, body }: WireMessage,
  origin: WireOrigin,
  take: (opened: OpenedAnswer) => Taken,
): Promise<WireAnswer> {
  const { log, idleMs = 300_000, mtomLimits = defaultMtomLimits, xmlLimits = defaultXmlLimits } = options;
  const scope = new CallScope({ body, peer: origin.signal, deadlineMs: idleMs, log });
  let messageId: string | undefined;
  try {
    const message = { headers, body: unavailableWhenBroken(scope.body) };
    const { envelope: bytes, parts } = await readPackage(message, { limits: mtomLimits, from: 'answer' });
    const envelope = readEnvelope(bytes, xmlLimits);
    messageId = findMessageId(addressingHeadersOf(envelope));
    const taken = take({ envelope, parts });
    if (taken === 'duplicate') return accepted();
    await scope.requestRead;
    if (scope.signal.aborted) taken.brokeOff();
    scope.signal.throwIfAborted();
    return accepted();
  } catch (error) {
    const reason = error instanceof SoapFault ? error.message : 'The answer did not arrive whole.';
    log.warn({ err: error, messageId }, 'an answer was refused');
    const settings = { newUUID: () => `urn:uuid:${randomUUID()}` };
    const exchange = { settings, scope, packaging: packagingOf(headers), messageId, faultTo: undefined };
    return await answerFault(exchange, new SoapFault('Sender', reason));
  } finally {
    scope.close();
  }
}

/** The message an answer relates to. A related message of another kind is named by a RelationshipType. */
function relatedMessage(envelope: Envelope): string {
  const first = addressingHeadersOf(envelope).get('RelatesTo')?.[0];
  if (first !== undefined) return textOf(first).trim();
  throw new SoapFault('Sender', 'Only answers are taken here, and this message has no wsa:RelatesTo.');
}

function notExpected(messageId: string, refusal: string | undefined): SoapFault {
  const why = refusal ?? 'no such message was sent from here, or it was long ago';
  return new SoapFault('Sender', `No answer to ${messageId.slice(0, 200)} is waited for: ${why}.`);
}

/** What breaks the connection of an answer is no fault of the reader's. */
function unavailableWhenBroken(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        try {
          return await source.next();
        } catch (cause) {
          throw new Unavailable('The answer broke off.', { cause });
        }
      },
      async return() {
        await source.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}
