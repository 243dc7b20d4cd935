import { type Finding, isError } from '../rule.ts';
import { formatSpecRef } from '../spec-ref.ts';
import { componentOf, fieldOf, segmentOf, textOf } from './access.ts';
import { type Hl7ErrorCode, hl7ErrorConditions } from './conditions.ts';
import { parseHl7Location } from './location.ts';
import type { Hl7Field, Hl7Segment } from './message.ts';
import { toldFindings } from './told-findings.ts';

/** One error of an acknowledgment: the content of an ERR segment. */
export interface Hl7Error {
  /** ERR-3.1: one of `hl7ErrorConditions` on writing, any string on reading. */
  readonly code: string;
  /** ERR-3.2. */
  readonly text: string;
  /** ERR-2, such as `QPD^1^3^1^1`; absent when no field is to blame. */
  readonly location?: string;
  /** ERR-4. */
  readonly severity: 'E' | 'W' | 'I';
  /** ERR-8: what to read to a person. */
  readonly userMessage?: string;
}

/** Where an error lies and what to tell a person about it. */
export interface Hl7ErrorFacts {
  readonly location?: string;
  readonly userMessage?: string;
}

/** An error with the standard text of its condition. */
export function hl7Error(code: Hl7ErrorCode, facts: Hl7ErrorFacts = {}): Hl7Error {
  return { code, text: hl7ErrorConditions[code], severity: 'E', ...facts };
}

/**
 * The errors findings are answered with: one each, with rule, paragraph, place and found value; of very many the first
 * and their number (`toldFindings`).
 */
export function hl7ErrorsFrom(findings: readonly Finding<Hl7ErrorCode>[]): Hl7Error[] {
  return toldFindings(findings).map(({ rule, violation }) => {
    const isPlace = parseHl7Location(violation.at) !== undefined;
    const where = isPlace ? '' : `${violation.at}: `;
    return {
      code: rule.code,
      text: hl7ErrorConditions[rule.code],
      severity: isError({ rule, violation }) ? 'E' : 'W',
      ...(isPlace ? { location: violation.at } : {}),
      userMessage: `${where}found ${violation.found}. ${rule.statement} [${rule.id}, ${formatSpecRef(rule.source)}]`,
    };
  });
}

/**
 * The ERR segment of one error — HL7 v2.5 2.15.5.
 *
 * `both` fills ERR-1 (the only field before 2.5: segment, sequence, field and code in one) beside ERR-2 to ERR-8, so
 * that receivers of either version find theirs.
 */
export function errSegment(error: Hl7Error, form: '2.5' | 'both'): Hl7Segment {
  const place = error.location?.split('^') ?? [];
  const code = [error.code, error.text, 'HL70357'];
  const [segment = '', sequence = '', field = ''] = place;
  const old: Hl7Field = [[segment, sequence, field].map(asComponent).concat([code])];
  return segmentOf('ERR', {
    1: form === 'both' ? old : undefined,
    2: place.length === 0 ? undefined : [place.map(asComponent)],
    3: [code.map(asComponent)],
    4: error.severity,
    8: error.userMessage,
  });
}

/** The errors of one ERR segment of either form. */
export function errorsFromErr(err: Hl7Segment): Hl7Error[] {
  const code = textOf(fieldOf(err, 3));
  if (code !== '') return [errorFromNewForm(err, code)];
  return fieldOf(err, 1).map((eld) => {
    const place = [1, 2, 3].map((n) => componentOf(eld, n)).filter((part) => part !== '');
    return {
      code: componentOf(eld, 4),
      text: componentOf(eld, 4, 2),
      severity: 'E',
      ...(place.length === 0 ? {} : { location: place.join('^') }),
    };
  });
}

function errorFromNewForm(err: Hl7Segment, code: string): Hl7Error {
  const location = (fieldOf(err, 2)[0] ?? []).map((part) => part[0] ?? '').join('^');
  const severity = textOf(fieldOf(err, 4));
  const userMessage = textOf(fieldOf(err, 8));
  return {
    code,
    text: textOf(fieldOf(err, 3), 2),
    severity: severity === 'W' || severity === 'I' ? severity : 'E',
    ...(location === '' ? {} : { location }),
    ...(userMessage === '' ? {} : { userMessage }),
  };
}

function asComponent(text: string): readonly string[] {
  return text === '' ? [] : [text];
}
