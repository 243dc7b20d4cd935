import type { Sequence } from '../../schemas/sequence.ts';
import type { LentChunks } from '../lent-chunks.ts';
import { WholeText } from './whole-text.ts';

/** A text in three parts; the middle one may still have to be made. */
export interface OutgoingText {
  readonly start: string;
  readonly body: Sequence<string>;
  readonly end: string;
  /** Awaited before `end` is handed out; when it fails, or `body` does, the text stays without its end. */
  readonly beforeEnd?: (() => Promise<void>) | undefined;
}

/** Characters of a text at hand up to which all of it is made before any of it is sent, and of one that arrives. */
const wholeCharacters = { atHand: 2 << 20, arriving: 64 << 10 };
/** One write to a socket. */
const chunkBytes = 64 << 10;

/**
 * Makes the beginning of a text, so that one that cannot be made fails here. A short one is whole then; a longer one is
 * made while it is read, in UTF-8, by one reader. Its source is closed when the reader leaves, even before the first chunk.
 */
export async function beginText(text: OutgoingText): Promise<WholeText | LentChunks> {
  const { start, body, end, beforeEnd } = text;
  const taken = [start];
  const source = iteratorOf(body);
  try {
    if (await takes(source, taken)) {
      const whole = new WholeText([...taken, end]);
      await beforeEnd?.();
      return whole;
    }
  } catch (error) {
    await source.iterator.return?.();
    throw error;
  }
  const pieces = restOf(text, taken, source.iterator);
  return {
    [Symbol.asyncIterator]: () => utf8Chunks(pieces, () => Buffer.allocUnsafeSlow(chunkBytes)),
    lend: () => {
      const buffer = Buffer.allocUnsafeSlow(chunkBytes);
      return utf8Chunks(pieces, () => buffer);
    },
  };
}

type Source =
  | { readonly atHand: true; readonly iterator: Iterator<string> }
  | { readonly atHand: false; readonly iterator: AsyncIterator<string> };

function iteratorOf(body: Sequence<string>): Source {
  return Symbol.iterator in body
    ? { atHand: true, iterator: body[Symbol.iterator]() }
    : { atHand: false, iterator: body[Symbol.asyncIterator]() };
}

/** Takes the first pieces of a source; true when these are all. What is at hand is not made to wait for each piece. */
async function takes({ atHand, iterator }: Source, taken: string[]): Promise<boolean> {
  const most = atHand ? wholeCharacters.atHand : wholeCharacters.arriving;
  for (let characters = 0; characters <= most; ) {
    const next = atHand ? iterator.next() : await iterator.next();
    if (next.done) return true;
    taken.push(next.value);
    characters += next.value.length;
  }
  return false;
}

/** What was taken, what follows, and the end. No generator: one that nobody began to read would not close its source. */
function restOf(
  { end, beforeEnd }: OutgoingText,
  taken: string[],
  source: Iterator<string> | AsyncIterator<string>,
): AsyncIterator<string> {
  taken.reverse();
  let ended = false;
  return {
    async next() {
      const first = taken.pop();
      if (first !== undefined) return { done: false, value: first };
      if (ended) return { done: true, value: undefined };
      const next = await source.next();
      if (!next.done) return next;
      ended = true;
      await beforeEnd?.();
      return { done: false, value: end };
    },
    async return() {
      ended = true;
      taken.length = 0;
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** The pieces in UTF-8, each chunk as large as the buffer it is given; a character is never cut. */
function utf8Chunks(pieces: AsyncIterator<string>, nextBuffer: () => Uint8Array): AsyncIterator<Uint8Array> {
  const encoder = new TextEncoder();
  let open = '';
  return {
    async next() {
      const buffer = nextBuffer();
      let length = 0;
      // No character has more than four octets.
      while (length + 4 <= buffer.length) {
        if (open === '') {
          const next = await pieces.next();
          if (next.done) break;
          open = next.value;
        }
        const { read, written } = encoder.encodeInto(open, buffer.subarray(length));
        open = open.slice(read);
        length += written;
      }
      return length === 0 ? { done: true, value: undefined } : { done: false, value: buffer.subarray(0, length) };
    },
    async return() {
      await pieces.return?.();
      return { done: true, value: undefined };
    },
  };
}
