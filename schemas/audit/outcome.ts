import type { AuditEvent } from './audit-event.ts';

/** EventOutcomeIndicator and EventOutcomeDescription — DICOM PS3.15 A.5.2. */
export type Outcome = Pick<AuditEvent, 'outcome' | 'outcomeDescription'>;

/** What is needed of a RegistryError. */
interface ReportedError {
  readonly severity: 'Error' | 'Warning';
  readonly codeContext: string;
}

/** What is needed of an answer; `status` as in rs:RegistryResponse without its URN prefix. */
interface Answer {
  readonly status?: string;
  readonly errors?: readonly ReportedError[];
}

/** What is needed of an exchange. `request` is absent when it could not be decoded. */
interface Finished {
  readonly request?: unknown;
  readonly outcome: { readonly response: Answer } | { readonly fault: Error };
}

/** Characters of an EventOutcomeDescription; enough for one sentence of an error. */
const longestDescription = 512;

/** 0 without errors, 4 with warnings only, 8 with any error; described by the first error, or the first warning. */
export function outcomeFromErrors(errors: readonly ReportedError[]): Outcome {
  const first = errors.find((error) => error.severity === 'Error') ?? errors[0];
  if (first === undefined) return { outcome: 0 };
  return described(first.severity === 'Error' ? 8 : 4, first.codeContext);
}

/**
 * The one outcome of an exchange: 12 when the request could not be read, 8 for any other fault, for an error and for a
 * status of Failure or PartialSuccess, 4 for warnings only, else 0.
 */
export function outcomeOf(exchange: Finished): Outcome {
  if ('fault' in exchange.outcome) {
    return described(exchange.request === undefined ? 12 : 8, exchange.outcome.fault.message);
  }
  const { status, errors = [] } = exchange.outcome.response;
  const outcome = outcomeFromErrors(errors);
  const failed = status === 'Failure' || status === 'PartialSuccess';
  return failed && outcome.outcome < 8 ? { ...outcome, outcome: 8 } : outcome;
}

/**
 * The outcomes to report one event each for: a PartialSuccess is a success and a failure (ITI TF-2 3.18.5.1), every
 * other exchange has one.
 */
export function outcomesOf(exchange: Finished): Outcome[] {
  const outcome = outcomeOf(exchange);
  const partial = 'response' in exchange.outcome && exchange.outcome.response.status === 'PartialSuccess';
  return partial ? [{ outcome: 0 }, outcome] : [outcome];
}

function described(outcome: Outcome['outcome'], text: string): Outcome {
  if (text === '') return { outcome };
  const cut = text.length > longestDescription ? `${text.slice(0, longestDescription - 1)}…` : text;
  return { outcome, outcomeDescription: cut };
}
