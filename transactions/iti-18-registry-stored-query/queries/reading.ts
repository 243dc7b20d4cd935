/** What an operator may decide about how requests are read where real senders differ from the letter. */
export interface Reading {
  /**
   * Strings without quotes, lists without parentheses, UUIDs without `urn:uuid:`, numbers in quotes and a list spread over
   * repeated slots are taken for what they can only mean.
   */
  readonly lenientValues: boolean;
  /** A slot whose name does not begin with `$` is refused instead of passed over. */
  readonly strictNames: boolean;
}

/** The letter of ITI TF-2 3.18.4.1.2.3: values as it writes them, slots that are no parameters passed over. */
export const byTheLetter: Reading = { lenientValues: false, strictNames: false };
