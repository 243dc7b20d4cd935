import type { Rule } from '../../rule.ts';
import { tf3 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

/** An author is somebody — ITI TF-3 4.2.3.1.4. */
export const authorNamed: Rule<Submission> = {
  id: 'author-named',
  source: tf3('4.2.3.1.4'),
  statement: 'Each author has an authorPerson, an authorInstitution or an authorTelecommunication.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries, submissionSets }) {
    for (const { entryUUID, author } of [...submissionSets, ...documentEntries]) {
      for (const [index, { authorPerson, authorInstitution, authorTelecommunication }] of author.entries()) {
        if (authorPerson || authorInstitution.length > 0 || authorTelecommunication.length > 0) continue;
        yield {
          at: `${entryUUID}.author[${index + 1}]`,
          found: 'neither person nor institution nor telecommunication',
        };
      }
    }
  },
};
