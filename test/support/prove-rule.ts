import { describe, expect, it } from 'vitest';
import type { Rule, Violation } from '../../schemas/rule.ts';
import { formatSpecRef } from '../../schemas/spec-ref.ts';

/** What a rule is shown: its subject and, when it asks for one, its world. */
export type RuleCase<Subject, World> = [undefined] extends [World]
  ? readonly [subject: Subject]
  : readonly [subject: Subject, world: World];

/** A case that breaks the rule, with the places (`Violation.at`) where exactly it must say so. */
export interface RejectedCase<Subject, World> {
  readonly case: RuleCase<Subject, World>;
  readonly at: readonly string[];
}

/** The cases a rule is proved by, each named by its situation. */
export interface RuleProof<Subject, World> {
  readonly accepts: Readonly<Record<string, RuleCase<Subject, World>>>;
  readonly rejects: Readonly<Record<string, RuleCase<Subject, World> | RejectedCase<Subject, World>>>;
}

/**
 * Proves one rule by cases it accepts and cases it rejects. The tests are named
 * `[ITI TF-2 3.42.4.1.3.3.7] submission-set-unique-id rejects the id of a Folder`.
 *
 * An accepted case gives no violation at all, a rejected one at least one, and exactly those at `at` when places are
 * given. A proof without a rejected case fails.
 */
export function proveRule<Subject, World, Code extends string>(
  rule: Rule<Subject, World, Code>,
  proof: RuleProof<Subject, World>,
): void {
  const name = `[${formatSpecRef(rule.source)}] ${rule.id}`;
  describe(name, () => {
    it(`${name} is told in one sentence and has a rejected case`, () => {
      expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(rule.statement).toMatch(/\.$/);
      expect(Object.keys(proof.rejects)).not.toEqual([]);
    });
    for (const [situation, accepted] of Object.entries(proof.accepts)) {
      it(`${name} accepts ${situation}`, async () => {
        expect(await violations(rule, accepted)).toEqual([]);
      });
    }
    for (const [situation, rejected] of Object.entries(proof.rejects)) {
      it(`${name} rejects ${situation}`, async () => {
        const found = await violations(rule, isRejectedCase(rejected) ? rejected.case : rejected);
        expect(found).not.toEqual([]);
        for (const violation of found) expect(violation.found).not.toBe('');
        if (isRejectedCase(rejected)) expect(found.map((violation) => violation.at)).toEqual(rejected.at);
      });
    }
  });
}

function isRejectedCase<Subject, World>(
  rejected: RuleCase<Subject, World> | RejectedCase<Subject, World>,
): rejected is RejectedCase<Subject, World> {
  return !Array.isArray(rejected);
}

async function violations<Subject, World, Code extends string>(
  rule: Rule<Subject, World, Code>,
  shown: RuleCase<Subject, World>,
): Promise<Violation[]> {
  const [subject, world] = shown as readonly [Subject, World];
  return [...(await rule.check(subject, world))];
}
