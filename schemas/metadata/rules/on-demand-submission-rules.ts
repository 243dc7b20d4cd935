import type { Rule } from '../../rule.ts';
import type { Submission } from '../nouns.ts';
import { entriesOnDemand, onDemandEntryPresent, snapshotSourceStable } from './entries-on-demand.ts';
import { entriesStable } from './entries-stable.ts';
import { type SubmissionPolicy, submissionRules } from './submission-rules.ts';

/**
 * Everything a submission of On-Demand entries (ITI-61) can break by itself: what a submission of Stable documents can,
 * with the entries On-Demand instead — ITI TF-2 3.61.4.1.3. That creationTime, hash and size are absent and
 * repositoryUniqueId is present is in the column: `optionalityFor('onDemandDocumentSource')`.
 */
export function onDemandSubmissionRules(policy: SubmissionPolicy): readonly Rule<Submission>[] {
  return submissionRules(policy).flatMap((rule) =>
    rule === entriesStable ? [onDemandEntryPresent, entriesOnDemand, snapshotSourceStable] : [rule],
  );
}
