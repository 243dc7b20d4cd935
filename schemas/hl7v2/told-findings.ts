import type { Finding, RuleText } from '../rule.ts';
import { tf2 } from '../spec-ref.ts';
import type { Hl7ErrorCode } from './conditions.ts';

const mostFindings = 100;
const mostCharacters = 200;

/**
 * The findings an answer tells: the first hundred with values of at most 200 characters, then a warning that counts the
 * rest. A message of a megabyte can be wrong in hundreds of thousands of places; its answer must stay one that a peer
 * takes.
 */
export function toldFindings(findings: readonly Finding<Hl7ErrorCode>[]): Finding<Hl7ErrorCode>[] {
  const told = findings.slice(0, mostFindings).map(({ rule, violation }) => {
    return { rule, violation: { ...violation, found: shortened(violation.found) } };
  });
  const next = findings[mostFindings];
  if (next === undefined) return told;
  const rule: RuleText<Hl7ErrorCode> = {
    id: 'answer-findings-told',
    source: tf2('C.2.3'),
    statement: `An answer tells the first ${mostFindings} findings.`,
    code: next.rule.code,
  };
  const found = `${findings.length - mostFindings} more from here on`;
  return [...told, { rule, violation: { at: next.violation.at, found, severity: 'Warning' } }];
}

/** Cut between characters: half of one could not be written. */
function shortened(value: string): string {
  const start = [...value.slice(0, 2 * mostCharacters)].slice(0, mostCharacters).join('');
  return start.length === value.length ? value : `${start} [...]`;
}
