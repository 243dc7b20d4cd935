import { type Finding, isError } from '../rule.ts';
import { formatSpecRef } from '../spec-ref.ts';

/** One rs:RegistryError — ITI TF-3 4.2.4. Attribute names are those of the schema. */
export interface RegistryError {
  /** A bare token; any string on reading, one of `registryErrorCodes` on writing. */
  readonly errorCode: string;
  readonly codeContext: string;
  readonly severity: 'Error' | 'Warning';
  readonly location?: string;
}

/** The RegistryErrors a list of findings is answered with: one each, with rule, paragraph, place and found value. */
export function registryErrorsFrom(findings: readonly Finding[]): RegistryError[] {
  return findings.map((finding) => ({
    errorCode: finding.rule.code,
    codeContext:
      `${finding.violation.at}: found ${finding.violation.found}. ${finding.rule.statement} ` +
      `[${finding.rule.id}, ${formatSpecRef(finding.rule.source)}]`,
    severity: isError(finding) ? 'Error' : 'Warning',
    ...(finding.violation.location === undefined ? {} : { location: finding.violation.location }),
  }));
}
