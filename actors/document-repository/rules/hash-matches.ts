import { sameHash } from '../../../schemas/datatypes/hash.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { ReceivedDocument } from './received-document.ts';

/** The hash a source states is that of the bytes it sent — ITI TF-2 3.41.4.1.3. */
export const hashMatches: Rule<readonly ReceivedDocument[]> = {
  id: 'hash-matches',
  source: tf2('3.41.4.1.3'),
  statement: 'A hash given in a DocumentEntry is the SHA-1 of the document received, compared without regard to case.',
  code: 'XDSRepositoryMetadataError',
  *check(documents) {
    for (const { entry, hash } of documents) {
      if (entry.hash === undefined || sameHash(entry.hash, hash)) continue;
      yield { at: `DocumentEntry ${entry.entryUUID}.hash`, found: `${entry.hash}, while the document has ${hash}` };
    }
  },
};
