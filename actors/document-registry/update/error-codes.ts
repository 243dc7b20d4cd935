import type { RegistryErrorCode } from '../../../schemas/errors/codes.ts';
import type { Rule } from '../../../schemas/rule.ts';

/**
 * Whose codes an update is refused with where the sources differ: the supplements and what their tests ask for
 * (`standard`), the NIST toolkit's registry (`toolkit`), or IPF (`ipf`).
 */
export const errorCodeSources = ['standard', 'toolkit', 'ipf'] as const;

/** One of them. */
export type ErrorCodeSource = (typeof errorCodeSources)[number];

/** The codes that differ from that of the rule, by its id. */
const codes: Readonly<Record<ErrorCodeSource, Readonly<Record<string, RegistryErrorCode>>>> = {
  standard: {},
  toolkit: {
    'operations-recognised': 'XDSMetadataUpdateError',
    'annotations-in-place': 'XDSMetadataUpdateError',
    'triggers-from-submission-set': 'XDSMetadataUpdateError',
    'status-change-complete': 'XDSMetadataUpdateError',
    'submitted-association-in-message': 'XDSMetadataUpdateError',
    'restricted-no-folder': 'XDSMetadataUpdateError',
    'restricted-object-type-kept': 'XDSObjectTypeError',
  },
  ipf: {
    'no-initial-version': 'XDSInvalidRequestException',
    'previous-version-given': 'XDSMetadataVersionError',
    'one-update-per-object': 'XDSRegistryMetadataError',
    'restricted-previous-version-given': 'XDSMetadataVersionError',
  },
};

/** The rules with the codes of one source. */
export function withCodesOf<Subject, World>(
  source: ErrorCodeSource,
  rules: readonly Rule<Subject, World>[],
): readonly Rule<Subject, World>[] {
  return rules.map((rule) => {
    const code = codes[source][rule.id];
    return code === undefined ? rule : { ...rule, code };
  });
}
