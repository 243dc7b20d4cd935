import { type Lease, run, type Statement } from './connection.ts';
import type { Row } from './database.ts';
import type { Turns } from './turns.ts';

/** See Database.stream: `count` rows are fetched at a time, when it is this stream's turn. */
export async function* stream<R extends Row>(
  { acquire, streams }: { readonly acquire: () => Promise<Lease>; readonly streams: Turns },
  { text, values }: Statement,
  count: number,
): AsyncGenerator<R, void, undefined> {
  const leave = await streams.take();
  try {
    yield* fetched<R>(await acquire(), { text, values }, count);
  } finally {
    leave();
  }
}

async function* fetched<R extends Row>(
  { client, release }: Lease,
  { text, values }: Statement,
  count: number,
): AsyncGenerator<R, void, undefined> {
  let broken = true;
  try {
    await run(client, { text: 'begin isolation level repeatable read read only' });
    await run(client, { text: `declare answer no scroll cursor for ${text}`, values });
    for (;;) {
      const rows = await run<R>(client, { text: `fetch ${count} from answer` });
      yield* rows;
      if (rows.length < count) break;
    }
    broken = false;
  } finally {
    const ended = await client.query('rollback').then(
      () => true,
      () => false,
    );
    release(broken && !ended);
  }
}
