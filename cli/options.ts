import { type Command, InvalidArgumentError } from 'commander';
import { portBaseSetting } from '../runtime/config.ts';

/** Adds how a command is told which domain it talks to. */
export function withDomainOptions(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder of the domain (default: affinity-data)')
    .option('--config <file>', 'configuration file of the domain');
}

/** Adds where answers come to that do not come on the connection of their request. */
export function withReplyTo(command: Command): Command {
  return command.option(
    '--reply-to <address>',
    'have the answers sent to this address of this machine, such as http://127.0.0.1:0 (ITI TF-2 V.5)',
  );
}

/** Parses a whole number in a range; commander reports what is wrong. */
export function numberOption(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Parses the port that all others of a domain move with. */
export function portBaseOption(text: string): number {
  const parsed = portBaseSetting.safeParse(Number(text));
  if (parsed.success && text.trim() !== '') return parsed.data;
  throw new InvalidArgumentError('It must be 0 or a whole number from 6000 to 65000.');
}

/** Parses the address of a service; a slash at its end is dropped. */
export function addressOption(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('Write an address such as http://127.0.0.1:8101/registry.');
}

/** Parses one of several words. */
export function choiceOption<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    if (choices.includes(text as T)) return text as T;
    throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`);
  };
}
