/** Lets a bounded number of pieces of work run at a time; the others wait in order. */
export interface Turns {
  /** Resolves when it is one's turn, with what is to be called when done. */
  take(): Promise<() => void>;
}

/** `most` at a time. */
export function createTurns(most: number): Turns {
  let free = most;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
  return {
    async take() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let left = false;
      return () => {
        if (!left) leave();
        left = true;
      };
    },
  };
}
