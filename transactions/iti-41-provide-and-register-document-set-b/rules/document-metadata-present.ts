import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { ProvideAndRegisterRequest } from '../messages.ts';

/** Every xds:Document is described by an entry — ITI TF-2 3.41.4.1.3. */
export const documentMetadataPresent: Rule<ProvideAndRegisterRequest> = {
  id: 'document-metadata-present',
  source: tf2('3.41.4.1.3'),
  statement: 'Each Document has a DocumentEntry with the same id in the message.',
  code: 'XDSMissingDocumentMetadata',
  *check({ submission, documentIds }) {
    const described = new Set(submission.documentEntries.map((entry) => entry.entryUUID));
    for (const id of new Set(documentIds)) {
      if (!described.has(id)) yield { at: `Document ${id}`, found: 'no DocumentEntry with this id' };
    }
  },
};
