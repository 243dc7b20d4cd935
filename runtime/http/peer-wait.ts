/**
 * How long one exchange has been waiting for its peer, to send or to take bytes. Time the handler needs does not count.
 */
export class PeerWait {
  #since: number | undefined;

  /** The result of `wait`, which ends when the peer moves. */
  async during<T>(wait: Promise<T>): Promise<T> {
    this.#since = performance.now();
    try {
      return await wait;
    } finally {
      this.#since = undefined;
    }
  }

  longerThan(milliseconds: number): boolean {
    return this.#since !== undefined && performance.now() - this.#since > milliseconds;
  }
}
