import { formatBytes } from '../output.ts';

/** What one step of the demonstration did. */
export interface StepOutcome {
  /** Octets that went over the wire for the documents of this step. */
  readonly octets?: number;
  readonly says: string;
}

/** Prints each step with its transaction, actors, time and size. */
export class Narrator {
  #number = 0;
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  heading(text: string): void {
    this.#write(`\n${text}\n`);
  }

  /** Runs one step and tells what came of it; what it throws ends the demonstration. */
  async step<T extends StepOutcome>(
    what: string,
    who: { transaction: string; actors: string },
    work: () => Promise<T>,
  ): Promise<T> {
    const number = ++this.#number;
    const started = performance.now();
    const outcome = await work();
    const milliseconds = performance.now() - started;
    const size = outcome.octets === undefined ? '' : formatBytes(outcome.octets);
    this.#write(
      `${String(number).padStart(2)}. ${what.padEnd(46)} ${who.transaction.padEnd(9)} ${milliseconds.toFixed(0).padStart(6)} ms ${size.padStart(8)}\n` +
        `    ${who.actors}\n    ${outcome.says}\n`,
    );
    return outcome;
  }
}
