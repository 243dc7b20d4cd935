import { setTimeout as wait } from 'node:timers/promises';
import { Unavailable } from '../unavailable.ts';
import { isSoap, type OpenedAnswer, type openAnswer } from './read-answer.ts';
import type { ReplyInbox } from './reply-inbox.ts';
import type { ReceivedAnswer } from './transport.ts';

/** One question whose answer comes to an inbox. */
export interface ElsewhereQuestion {
  readonly messageId: string;
  readonly replies: ReplyInbox;
  /** How long an answer is waited for once the request was accepted; default five minutes. */
  readonly replyMs?: number;
  readonly signal?: AbortSignal;
  /** Sends the request; the answer of the connection. */
  ask(signal: AbortSignal): Promise<ReceivedAnswer>;
  open(answer: ReceivedAnswer): ReturnType<typeof openAnswer>;
}

/**
 * The answer in the inbox, or the one the peer gives on the connection after all: a fault, most often.
 *
 * Throws Unavailable when none comes in time, and the reason of `signal`.
 */
export async function askElsewhere(question: ElsewhereQuestion): Promise<OpenedAnswer> {
  const { replies, messageId, signal, replyMs = 300_000 } = question;
  const expected = replies.expect(messageId);
  const over = new AbortController();
  const ended = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const asked = question.ask(ended).then(async (answer) => {
    if (!isAccepted(answer)) return question.open(answer);
    await answer.body[Symbol.asyncIterator]().return?.();
    return noAnswerWithin(replyMs, ended);
  });
  // The answer may be here before the peer has said that it accepts the request.
  asked.catch(() => undefined);
  try {
    return await Promise.race([expected.answer, asked]);
  } finally {
    expected.withdraw(signal?.aborted ? 'the caller has given up' : 'the wait for it has ended');
    over.abort();
  }
}

async function noAnswerWithin(replyMs: number, ended: AbortSignal): Promise<never> {
  await wait(replyMs, undefined, { signal: ended }).catch(() => undefined);
  ended.throwIfAborted();
  throw new Unavailable(`No answer came to wsa:ReplyTo within ${replyMs / 1000} s.`);
}

/** 202, or what some stacks send instead: success without a message. */
function isAccepted(answer: ReceivedAnswer): boolean {
  return answer.status === 202 || ([200, 204].includes(answer.status) && !isSoap(answer));
}
