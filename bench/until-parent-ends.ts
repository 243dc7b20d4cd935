/**
 * Runs `stop` and ends this process when the one that started it closes the channel or is gone. A Ctrl-C reaches every
 * process of the terminal; here it is left to the parent, which stops its children in order.
 */
export function untilParentEnds(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.once('disconnect', () => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
  });
}
