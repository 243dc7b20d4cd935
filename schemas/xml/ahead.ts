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

  /** At or after `at`, which never goes back; the length of the text when there is none. */
  from(at: number): number {
    if (this.next < at) {
      const found = this.text.indexOf(this.wanted, at);
      // A number that is no small integer would be an object each time it is looked at.
      this.next = found < 0 ? this.text.length : found;
    }
    return this.next;
  }
}
