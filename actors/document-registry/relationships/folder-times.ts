import type { Association } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';

/**
 * The Folders among the sources of HasMember associations: each receives a DocumentEntry, so its lastUpdateTime moves —
 * ITI TF-3 4.2.3.4.6. `isFolder` tells what a source is.
 */
export function receivingFolders(associations: readonly Association[], isFolder: (id: string) => boolean): string[] {
  const sources = associations.filter(({ type }) => type === associationTypes.HasMember).map(({ source }) => source);
  return [...new Set(sources)].filter(isFolder);
}
