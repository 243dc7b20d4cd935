import type { Rule } from '../../rule.ts';
import { other } from '../../spec-ref.ts';
import { documentAvailabilities } from '../../vocabulary/statuses.ts';
import type { Submission } from '../nouns.ts';

const known: ReadonlySet<string> = new Set(Object.values(documentAvailabilities));

/** A document is Online or Offline — XDS Metadata Update, documentAvailability. */
export const documentAvailabilityKnown: Rule<Submission> = {
  id: 'document-availability-known',
  source: other('ITI Suppl. XDS Metadata Update', 'documentAvailability'),
  statement: 'documentAvailability, when given, is the URN of Online or of Offline.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries }) {
    for (const { entryUUID, documentAvailability: found } of documentEntries) {
      if (found && !known.has(found)) yield { at: `${entryUUID}.documentAvailability`, found };
    }
  },
};
