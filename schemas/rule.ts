import type { RegistryErrorCode } from './errors/codes.ts';
import type { SpecRef } from './spec-ref.ts';

/** What a reader of a finding needs to know of the rule: who says so, in which words, with which error code. */
export interface RuleText<Code extends string = RegistryErrorCode> {
  /** Stable name in kebab-case; shown in answers, named in tests, listed in the reference. */
  readonly id: string;
  readonly source: SpecRef;
  /** One sentence in our words that holds when the rule is kept. */
  readonly statement: string;
  readonly code: Code;
}

/** A rule of a standard. `check` never throws for bad input and yields every violation it sees. */
export interface Rule<Subject, World = void, Code extends string = RegistryErrorCode> extends RuleText<Code> {
  check(subject: Subject, world: World): Iterable<Violation> | Promise<Iterable<Violation>>;
}

/** One place where a rule is broken. */
export interface Violation {
  /** Where: the object and attribute, such as `Document01.creationTime`, or an HL7 location such as `PID^1^3`. */
  readonly at: string;
  /** The value found there, or `nothing`. */
  readonly found: string;
  readonly severity?: 'Error' | 'Warning';
  /** RegistryError@location, where a transaction gives it a meaning (ITI-43: the DocumentUniqueId). */
  readonly location?: string;
}

/** A broken rule and where it is broken. */
export interface Finding<Code extends string = RegistryErrorCode> {
  readonly rule: RuleText<Code>;
  readonly violation: Violation;
}

/** Applies all rules to one subject and collects every finding, in the order of the list. */
export async function checkAll<Subject, World, Code extends string>(
  rules: readonly Rule<Subject, World, Code>[],
  subject: Subject,
  world: World,
): Promise<Finding<Code>[]> {
  const findings: Finding<Code>[] = [];
  for (const rule of rules) {
    const found = rule.check(subject, world);
    for (const violation of found instanceof Promise ? await found : found) findings.push({ rule, violation });
  }
  return findings;
}

/** A decoded message together with what its wire form got wrong. */
export interface Decoded<T, Code extends string = RegistryErrorCode> {
  readonly message: T;
  readonly findings: readonly Finding<Code>[];
}

/** True when a finding forbids going on (a Warning does not). */
export function isError(finding: Finding<string>): boolean {
  return finding.violation.severity !== 'Warning';
}
