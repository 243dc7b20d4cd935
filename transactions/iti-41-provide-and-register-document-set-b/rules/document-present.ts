import type { Rule } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { ProvideAndRegisterRequest } from '../messages.ts';

/**
 * Every DocumentEntry comes with its bytes — ITI TF-2 3.41.4.1.3.
 *
 * An On-Demand entry has none by nature; it is passed on, and the registry is the one to refuse it (3.42.4.1.3.3).
 */
export const documentPresent: Rule<ProvideAndRegisterRequest> = {
  id: 'document-present',
  source: tf2('3.41.4.1.3'),
  statement: 'Each DocumentEntry has a Document with the same id in the message.',
  code: 'XDSMissingDocument',
  *check({ submission, documentIds }) {
    const present = new Set(documentIds);
    for (const { entryUUID, objectType } of submission.documentEntries) {
      if (objectType === documentEntryTypes.OnDemand || present.has(entryUUID)) continue;
      yield { at: `DocumentEntry ${entryUUID}`, found: 'no Document with this id' };
    }
  },
};
