import type { Row, Sql } from '../../../runtime/sql/database.ts';
import type { PatientIdentityFeedRequest } from '../../../transactions/iti-8-patient-identity-feed/messages.ts';

/** A place in the outbox; places of one peer are served in their order. */
export interface OutboxPlace {
  readonly entry: number;
  readonly peer: string;
}

/** A message that waits for its answer. */
export interface OutboxMessage extends OutboxPlace {
  readonly message: PatientIdentityFeedRequest;
  /** How many answers said "not now". */
  readonly busy: number;
}

const insertText = `insert into outbox (peer, message)
select peer, message from unnest($1::jsonb[]) with ordinality as m(message, place)
cross join unnest($2::text[]) as p(peer) order by place returning entry, peer`;

/** Queues messages for every peer, in their order. */
export async function insertOutbox(
  sql: Sql,
  messages: readonly PatientIdentityFeedRequest[],
  peers: readonly string[],
): Promise<readonly OutboxPlace[]> {
  if (messages.length === 0) return [];
  const texts = messages.map((message) => JSON.stringify(message));
  return sql.query<OutboxPlace & Row>(insertText, [texts, peers], 'insert-outbox');
}

const nextText = `select entry, peer, message, busy from outbox where peer = $1 and ($2::bigint is null or entry <= $2)
order by entry limit 50`;

/** The oldest messages for a peer, up to a place (absent: all), a batch at a time. */
export async function selectOutbox(sql: Sql, peer: string, upTo?: number): Promise<readonly OutboxMessage[]> {
  return sql.query<OutboxMessage & Row>(nextText, [peer, upTo ?? null], 'select-outbox');
}

/** Takes an answered message out. */
export async function deleteOutbox(sql: Sql, entry: number): Promise<void> {
  await sql.query('delete from outbox where entry = $1', [entry], 'delete-outbox');
}

/** Counts one more answer that said "not now". */
export async function countBusy(sql: Sql, entry: number): Promise<void> {
  await sql.query('update outbox set busy = busy + 1 where entry = $1', [entry], 'count-busy');
}

/** Every peer that something waits for. */
export async function selectWaitingPeers(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ peer: string }>('select distinct peer from outbox order by peer');
  return rows.map(({ peer }) => peer);
}
