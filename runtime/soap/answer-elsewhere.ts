import { PeerGone } from './call-scope.ts';
import { type AnswerDelivery, accepted, type OpenExchange, type WireAnswer } from './exchange.ts';

/**
 * Answers a request whose answer or fault is wanted elsewhere — ITI TF-2 V.5.
 *
 * When both go elsewhere, the connection gets an empty 202 as soon as the request is read to its end (documents
 * included) or its handler wants no more of it. When one of the two is wanted on the connection, it waits until it is
 * known which it will be. A request that did not arrive whole is not accepted, and nothing is sent elsewhere.
 */
export async function answerElsewhere(
  exchange: OpenExchange,
  answered: Promise<WireAnswer>,
  delivery: AnswerDelivery,
): Promise<WireAnswer> {
  const { scope, replyTo, faultTo } = exchange;
  if (replyTo === undefined || faultTo === undefined) {
    const answer = await answered;
    if (answer.to === undefined) return answer;
  } else {
    await Promise.race([scope.requestRead, answered]);
  }
  if (scope.signal.reason instanceof PeerGone) return answered;
  scope.detach();
  void answered.then(
    (answer) => delivery.deliver({ to: answer.to!, answer, log: exchange.log }),
    (error: unknown) => exchange.log.error({ err: error }, 'an answer could not be made'),
  );
  return accepted();
}
