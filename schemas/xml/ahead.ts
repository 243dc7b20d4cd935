/**
 * Where the next occurrence of something is. It is looked for once and remembered until it is passed, so that a document
 * with many of them, or with none, costs one search each.
 */
export class Ahead {
  private readonly text: string;
  private readonly wanted: string;
  private next = -1;

  constructor(text: string, wanted: string) {
    this.text = text;
    this.wanted = wanted;
  }

  /** At or after `at`, which never goes back; Infinity when there is none. */
  from(at: number): number {
    if (this.next < at) {
      const found = this.text.indexOf(this.wanted, at);
      this.next = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return this.next;
  }
}
