import { type Logger as PinoLogger, pino } from 'pino';

/** Structured logger. Never give it patient data: identifiers of messages, rules, codes and counts only. */
export type Logger = PinoLogger;

/** A logger that writes JSON lines to a file descriptor or path; `silent` writes nothing. */
export function createLogger(options: { level: string; destination?: string | number }): Logger {
  return pino(
    { level: options.level, base: undefined },
    pino.destination({ dest: options.destination ?? 2, sync: false }),
  );
}
