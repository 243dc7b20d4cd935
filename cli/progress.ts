/** A progress bar on a terminal; nothing where the output is not one. */
export interface Progress {
  advance(by?: number): void;
  done(): void;
}

const width = 30;

/**
 * Starts a bar for `total` steps on stderr, so that stdout stays machine-readable. `show` writes a number of steps, such as
 * octets as megabytes.
 */
export function startProgress(label: string, total: number, show: (steps: number) => string = String): Progress {
  const stream = process.stderr;
  if (!stream.isTTY || total === 0) return { advance: () => undefined, done: () => undefined };
  const started = performance.now();
  let at = 0;
  let drawn = 0;
  const draw = () => {
    const share = Math.min(1, at / total);
    const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
    const seconds = (performance.now() - started) / 1000;
    stream.write(`\r${label} ${bar} ${show(at)}/${show(total)}  ${seconds.toFixed(1)} s\u001b[K`);
    drawn = performance.now();
  };
  draw();
  return {
    advance: (by = 1) => {
      at += by;
      if (performance.now() - drawn > 50 || at >= total) draw();
    },
    done: () => {
      draw();
      stream.write('\n');
    },
  };
}
