import { formatSpecRef } from '../../schemas/spec-ref.ts';
import type { CollectedRule } from './collect-rules.ts';
import type { Choice, Requirement, RequirementSection } from './requirement.ts';
import { table } from './table.ts';

/** What the reference is made of. */
export interface Reference {
  readonly sections: readonly RequirementSection[];
  readonly rules: readonly CollectedRule[];
  readonly choices: readonly Choice[];
}

/** The text of docs/reference/rules.md. */
export function renderReference({ sections, rules, choices }: Reference): string {
  const byId = new Map<string, CollectedRule[]>();
  for (const rule of rules) byId.set(rule.rule.id, [...(byId.get(rule.rule.id) ?? []), rule]);
  const requirements = sections.flatMap((section) => section.requirements);
  return `${[
    '# Rules',
    '',
    'Made by `npm run docs`; a test compares it with the code. A row is what the standards ask of registry and repository; its rules are',
    'values in the code, each proved by accepted and rejected cases beside it; what is done rather than judged names the tests that show it.',
    '',
    `${requirements.length} rows, ${rules.length} rules, ${choices.length} choices.`,
    ...sections.flatMap((section) => renderSection(section, byId)),
    '',
    '## All rules',
    '',
    table(['Id', 'Paragraph', 'Sentence', 'Code', 'Where'], rules.toSorted(byFileAndId).map(ruleRow)),
    '',
    '## Where the sources disagree or are silent',
    '',
    table(
      ['Topic', 'Here', 'Setting'],
      choices.map(({ topic, choice, setting }) => [topic, choice, setting === undefined ? '' : `\`${setting}\``]),
    ),
  ].join('\n')}\n`;
}

function renderSection(
  { title, requirements }: RequirementSection,
  byId: ReadonlyMap<string, readonly CollectedRule[]>,
): string[] {
  const rows = requirements.map((requirement) => [
    requirement.row,
    formatSpecRef(requirement.source),
    requirement.statement,
    codesOf(requirement, byId).join(', '),
    shownBy(requirement),
  ]);
  return ['', `## ${title}`, '', table(['Row', 'Paragraph', 'Sentence', 'Code', 'Rules and tests'], rows)];
}

function codesOf(requirement: Requirement, byId: ReadonlyMap<string, readonly CollectedRule[]>): string[] {
  const ofRules = (requirement.rules ?? []).flatMap((id) => (byId.get(id) ?? []).map(({ rule }) => rule.code));
  const codes = [...(requirement.code === undefined ? [] : [requirement.code]), ...ofRules];
  return [...new Set(codes)];
}

function shownBy({ rules = [], proofs = [] }: Requirement): string {
  return [...rules.map((id) => `\`${id}\``), ...proofs.map(([file, title]) => `${file}: ${title}`)].join('<br>');
}

function ruleRow({ rule, file }: CollectedRule): string[] {
  return [`\`${rule.id}\``, formatSpecRef(rule.source), rule.statement, rule.code, file];
}

function byFileAndId(one: CollectedRule, other: CollectedRule): number {
  const key = ({ file, rule }: CollectedRule) => `${file} ${rule.id}`;
  return key(one) < key(other) ? -1 : 1;
}
