/** Rows as the driver gives them. */
export type Row = Readonly<Record<string, unknown>>;

/** One SQL connection inside a transaction (or a snapshot). */
export interface Sql {
  /** Runs one statement. With `name` it is prepared once per connection under that name. */
  query<R extends Row = Row>(text: string, values?: readonly unknown[], name?: string): Promise<readonly R[]>;
}

/** A numbered step of an actor's tables; never edited once released. */
export interface Migration {
  /** Sorts the steps: `0001-tables`. */
  readonly name: string;
  /** SQL statements; run once, in one transaction, before the service starts. */
  readonly up: string;
  /**
   * What takes long: done once, in this order, outside transactions, beside services that are at work. They must get on
   * with both shapes until it is done. In a new schema it is done at once.
   */
  readonly online?: readonly OnlineWork[];
}

/** One piece of work of an online migration. Each may be broken off at any moment and is then taken up again. */
export type OnlineWork =
  /** Builds the index `index` on the table `on`; `by` is the rest of the statement: `(patient_id, x) where y is null`. */
  | { readonly index: string; readonly on: string; readonly by: string }
  /** One statement that changes a portion of the rows; run again until it finds none. */
  | { readonly backfill: string }
  /** One statement that does no harm when it is run again. */
  | { readonly statement: string };

/** One actor's own schema in PostgreSQL. Throws Unavailable when the server does not answer. */
export interface Database extends Sql {
  /**
   * All or nothing; serialisation conflicts and deadlocks are retried, so `work` may run more than once. Throws
   * OutcomeUnknown when the answer to the commit got lost.
   */
  transaction<T>(
    work: (sql: Sql) => Promise<T>,
    options?: { isolation?: 'read committed' | 'repeatable read' | 'serializable' },
  ): Promise<T>;
  /**
   * One statement that writes, as a transaction of its own: all or nothing, in one round trip. Serialisation conflicts
   * and deadlocks are retried. Throws OutcomeUnknown when the answer got lost.
   */
  write<R extends Row = Row>(text: string, values?: readonly unknown[], name?: string): Promise<readonly R[]>;
  /**
   * Does work that only one process of all that share the schema may do at a time, such as cleaning up; undefined, and
   * nothing done, while another one is at it under the same name.
   */
  alone<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
  /**
   * Many rows without holding them all: batches of a cursor in one snapshot, `fetchedRows` at a time. It keeps a connection
   * until its reader is done or leaves; half of the connections stream at most, further streams wait.
   */
  stream<R extends Row = Row>(
    text: string,
    values?: readonly unknown[],
    settings?: { readonly fetchedRows?: number },
  ): AsyncIterable<R>;
  /** True when the server answers. */
  ready(): Promise<boolean>;
}
