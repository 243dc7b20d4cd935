import { other } from '../../../schemas/spec-ref.ts';
import type { QueryRule } from './query-rule.ts';

/** The supplement defines two levels; another number is a consumer's mistake, not a wish that can be guessed. */
export const metadataLevelKnown: QueryRule = {
  id: 'metadata-level-known',
  source: other('ITI Suppl. XDS Metadata Update', '3.18.4.1.2.3.5'),
  statement: '$MetadataLevel is 1 or 2.',
  code: 'XDSRegistryError',
  *check({ parameters }) {
    for (const { key, row, slots } of parameters) {
      if (key !== 'metadataLevel') continue;
      for (const value of slots.flat()) if (value !== '1' && value !== '2') yield { at: row.slot, found: value };
    }
  },
};
