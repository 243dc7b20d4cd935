/** A request body on its way: remembers the error of its source, and can be closed from outside. */
export class OutgoingBody implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterator<Uint8Array>;
  /** What the source threw: a document that could not be read, which is no trouble of the connection. */
  failure: { readonly error: unknown } | undefined;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        try {
          return await this.#source.next();
        } catch (error) {
          this.failure ??= { error };
          throw error;
        }
      },
      return: async () => {
        this.close();
        return { done: true, value: undefined };
      },
    };
  }

  /** Not awaited: a source stuck in a read is closed after that read. */
  close(): void {
    this.#source.return?.().catch((error: unknown) => {
      this.failure ??= { error };
    });
  }
}
