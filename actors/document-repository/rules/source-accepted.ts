import type { Submission } from '../../../schemas/metadata/nouns.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';

/** Who may submit here: their sourceIds; without a list everybody may. */
export interface AcceptedSources {
  readonly sources?: readonly string[] | undefined;
}

/** A repository may look at where a submission comes from, and at no more of the metadata — ITI TF-2 3.41.4.1.3. */
export const sourceAccepted: Rule<Submission, AcceptedSources> = {
  id: 'source-accepted',
  source: tf2('3.41.4.1.3'),
  statement: 'Where the repository lists the Document Sources it serves, SubmissionSet.sourceId is one of them.',
  code: 'XDSRepositoryMetadataError',
  *check({ submissionSets }, { sources }) {
    if (sources === undefined) return;
    for (const { entryUUID, sourceId } of submissionSets) {
      if (sourceId !== undefined && sources.includes(sourceId)) continue;
      yield { at: `SubmissionSet ${entryUUID}.sourceId`, found: sourceId ?? 'nothing' };
    }
  },
};
