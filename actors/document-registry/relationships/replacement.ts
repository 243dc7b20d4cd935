import type { Association, Submission } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';

const { RPLC, XFRM_RPLC, XFRM, APND } = associationTypes;

/** One DocumentEntry that takes the place of another. */
export interface Replacement {
  readonly replaced: string;
  readonly replacement: string;
}

/** What a submission replaces: RPLC and XFRM_RPLC — ITI TF-3 4.2.2.2. */
export function replacementsOf({ associations }: Submission): Replacement[] {
  return associations
    .filter(({ type }) => type === RPLC || type === XFRM_RPLC)
    .map(({ source, target }) => ({ replaced: target, replacement: source }));
}

/**
 * Everything that is no longer Approved after a submission: the replaced entries, and whatever adds to or transforms
 * them, through any number of steps — ITI TF-2 3.42.4.1.3.5. A signature keeps its status. `dependentsOf` answers for
 * the registry; addenda and transformations of the message itself are followed too.
 */
export async function deprecatedBy(
  submission: Submission,
  dependentsOf: (entryUUIDs: readonly string[]) => Promise<readonly string[]>,
): Promise<ReadonlySet<string>> {
  const deprecated = new Set<string>();
  const following = submission.associations.filter(({ type }) => type === XFRM || type === APND);
  let step = replacementsOf(submission).map(({ replaced }) => replaced);
  while (step.length > 0) {
    for (const entry of step) deprecated.add(entry);
    const next = [...sourcesOf(following, step), ...(await dependentsOf(step))];
    step = [...new Set(next)].filter((entry) => !deprecated.has(entry));
  }
  return deprecated;
}

function sourcesOf(associations: readonly Association[], targets: readonly string[]): string[] {
  const wanted = new Set(targets);
  return associations.filter(({ target }) => wanted.has(target)).map(({ source }) => source);
}
