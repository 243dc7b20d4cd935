import type { RegistryResponse } from '../schemas/ebrs/messages.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

/** Prints the warnings of an answer and throws CommandError with every error when it is a Failure. */
export function failOnErrors(answer: RegistryResponse): void {
  for (const error of answer.errors) {
    const kind = error.severity === 'Warning' ? 'warning' : 'error';
    if (answer.status !== 'Failure') process.stderr.write(`${kind}: ${error.errorCode}: ${error.codeContext}\n`);
  }
  if (answer.status !== 'Failure') return;
  const lines = answer.errors.map((error) => `  ${error.errorCode}: ${error.codeContext}`);
  throw new CommandError(['the peer refused:', ...lines].join('\n'), exitCodes.refused);
}
