/** Exit codes that scripts can rely on. */
export const exitCodes = {
  ok: 0,
  /** A peer answered and refused (Failure, AE, AR), or what came back is not what was sent. */
  refused: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** The question was fine and there is nothing. */
  nothingFound: 3,
  /** Some of it succeeded. */
  partial: 4,
  /** No running domain, or it does not answer. */
  unavailable: 5,
  /** A bug; the message says where to look. */
  internal: 70,
} as const;

/** Ends the command with a sentence for the user and an exit code. */
export class CommandError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
