import { Command, CommanderError } from 'commander';
import { isFileError, reasonOf } from '../runtime/file-error.ts';
import { ConfigError } from '../runtime/read-config.ts';
import { SoapFault } from '../runtime/soap/fault.ts';
import { Unavailable } from '../runtime/unavailable.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addBench } from './commands/bench.ts';
import { addDemo } from './commands/demo.ts';
import { addDomainCommands } from './commands/domain.ts';
import { addOnDemand } from './commands/on-demand.ts';
import { addPatientCommands } from './commands/patient.ts';
import { addQuery } from './commands/query.ts';
import { addReindex } from './commands/reindex.ts';
import { addRemove } from './commands/remove.ts';
import { addRetrieve } from './commands/retrieve.ts';
import { addRetrieveStudy } from './commands/retrieve-study.ts';
import { addSubmit } from './commands/submit.ts';
import { addSubmitStudy } from './commands/submit-study.ts';
import { addVerify } from './commands/verify.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

const program = new Command('affinity')
  .description('Run, feed, query and read an IHE affinity domain.')
  .showHelpAfterError('Run the command with --help to see what it takes.')
  .addHelpText(
    'after',
    `
Exit codes: 0 done; 1 refused by the peer; 2 wrong command line or configuration; 3 nothing found;
4 partly done; 5 no running domain, or it does not answer; 70 a bug.`,
  )
  .exitOverride();

for (const add of [
  addDomainCommands,
  addPatientCommands,
  addSubmit,
  addSubmitStudy,
  addQuery,
  addRetrieve,
  addRetrieveStudy,
  addOnDemand,
  addRemove,
  addVerify,
  addReindex,
  addBackupCommands,
  addBench,
  addDemo,
]) {
  add(program);
}

// A reader that has seen enough (`| head`) closes the pipe: that is no failure of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

/** Says what went wrong in a sentence and gives the exit code for it. */
function explain(error: unknown): number {
  // Commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof CommandError) return say(error.message, error.exitCode);
  if (error instanceof ConfigError) return say(error.problems.join('\n'), exitCodes.usage);
  if (error instanceof Unavailable) return say(withCause(error), exitCodes.unavailable);
  if (error instanceof SoapFault) return say(`The peer answered with a fault: ${error.message}`, exitCodes.refused);
  if (isFileError(error)) return say(`${error.path}: ${reasonOf(error)}.`, exitCodes.usage);
  // A bug: whoever reports it needs the trace.
  return say(error instanceof Error ? (error.stack ?? error.message) : String(error), exitCodes.internal);
}

function withCause(error: Error): string {
  const { message, cause } = error;
  return cause instanceof Error && !message.includes(cause.message) ? `${message} (${cause.message})` : message;
}

function say(message: string, exitCode: number): number {
  process.stderr.write(`affinity: ${message}\n`);
  return exitCode;
}
