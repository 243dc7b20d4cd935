import { isUuidUrn, uuid } from '../../datatypes/uuid.ts';
import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';
import { objectsOf } from './objects.ts';

/** What looks like a UUID is one; anything else is a symbolic id — ITI TF-3 4.2.3.2.7, 4.1.12.3. */
export const objectIdsWellFormed: Rule<Submission> = {
  id: 'object-ids-well-formed',
  source: tf3('4.2.3.2.7'),
  statement: 'An id that starts with urn:uuid: is a UUID in lower case.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    for (const { entryUUID, kind } of objectsOf(submission)) {
      const wrong = isUuidUrn(entryUUID) ? uuid.check(entryUUID) : undefined;
      if (wrong !== undefined) yield { at: `${kind} ${entryUUID}.entryUUID`, found: `'${entryUUID}', which ${wrong}` };
    }
  },
};
