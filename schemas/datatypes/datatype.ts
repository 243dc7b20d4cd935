import type { SpecRef } from '../spec-ref.ts';

/** A string datatype of the metadata: the field tables name one per attribute, rules ask it. */
export interface Datatype {
  /** As the standard names it: `DTM`, `CX`, `XCN`. */
  readonly name: string;
  readonly source: SpecRef;
  /** What is wrong with the value, as a short clause ("has a time zone"), or undefined when it is legal. */
  check(value: string): string | undefined;
}
