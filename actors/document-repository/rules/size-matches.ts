import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { ReceivedDocument } from './received-document.ts';

/** The size a source states is that of the bytes it sent — ITI TF-2 3.41.4.1.3. */
export const sizeMatches: Rule<readonly ReceivedDocument[]> = {
  id: 'size-matches',
  source: tf2('3.41.4.1.3'),
  statement: 'A size given in a DocumentEntry is the number of octets of the document received.',
  code: 'XDSRepositoryMetadataError',
  *check(documents) {
    for (const { entry, size } of documents) {
      if (entry.size === undefined) continue;
      if (/^[0-9]+$/.test(entry.size) && BigInt(entry.size) === BigInt(size)) continue;
      yield { at: `DocumentEntry ${entry.entryUUID}.size`, found: `${entry.size}, while the document has ${size}` };
    }
  },
};
