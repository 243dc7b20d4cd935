import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { ReceivedDocument } from './received-document.ts';

/** What ITI-43 will need is there: an id to ask by and a type to answer with — ITI TF-2 3.41.4.1.3. */
export const documentRetrievable: Rule<readonly ReceivedDocument[]> = {
  id: 'document-retrievable',
  source: tf2('3.41.4.1.3'),
  statement: 'A DocumentEntry with a document has a uniqueId and a mimeType, under which the document is kept.',
  code: 'XDSRepositoryMetadataError',
  *check(documents) {
    for (const { entry } of documents) {
      const at = `DocumentEntry ${entry.entryUUID}`;
      if (!entry.uniqueId) yield { at: `${at}.uniqueId`, found: 'nothing' };
      if (!entry.mimeType) yield { at: `${at}.mimeType`, found: 'nothing' };
    }
  },
};
