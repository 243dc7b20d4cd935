/**
 * Something this service depends on does not answer: database, disk or peer. Thrown by runtime and actors, answered
 * with the transaction's "busy" code, logged with its cause.
 */
export class Unavailable extends Error {
  constructor(what: string, options?: { cause?: unknown }) {
    super(what, options);
    this.name = 'Unavailable';
  }
}

/** The storage is full: intake must stop, reading goes on. */
export class StorageFull extends Unavailable {
  constructor(what: string, options?: { cause?: unknown }) {
    super(what, options);
    this.name = 'StorageFull';
  }
}

/**
 * What was asked for may have been done or not: the answer got lost. Never told as a refusal, since whoever relies on
 * one would undo what goes with work that was done.
 */
export class OutcomeUnknown extends Unavailable {
  constructor(what: string, options?: { cause?: unknown }) {
    super(what, options);
    this.name = 'OutcomeUnknown';
  }
}
