import type { RegistryErrorCode } from '../errors/codes.ts';
import type { RuleText } from '../rule.ts';
import { other, type SpecRef, tf2, tf3 } from '../spec-ref.ts';

function rule(id: string, source: SpecRef, statement: string, code: RegistryErrorCode): RuleText {
  return { id, source, statement, code };
}
const rs = (section: string): SpecRef => other('ebRS 3.0', section);

/** What the shared messages must look like, whatever they carry; reported while decoding. */
export const ebrsRules = {
  objectList: rule(
    'ebrs-registry-object-list',
    rs('5.1'),
    'The message has exactly one RegistryObjectList.',
    'XDSRegistryMetadataError',
  ),
  contentKnown: rule(
    'ebrs-content-known',
    rs('2.1'),
    'A request or response holds the elements of its schema, nothing else.',
    'XDSRegistryMetadataError',
  ),
  responseStatus: rule(
    'ebrs-response-status',
    tf3('4.2.4.2'),
    'The status of a response is the URN of Success, PartialSuccess or Failure.',
    'XDSRegistryError',
  ),
  responsePresent: rule(
    'ebrs-response-present',
    tf2('3.43.5'),
    'A RetrieveDocumentSetResponse has a RegistryResponse.',
    'XDSRepositoryError',
  ),
  responseOption: rule(
    'ebrs-response-option',
    tf2('3.18.4.1.2.6'),
    'An AdhocQueryRequest has exactly one ResponseOption.',
    'XDSRegistryError',
  ),
  query: rule(
    'ebrs-query',
    tf2('3.18.4.1.2.3'),
    'An AdhocQueryRequest has exactly one AdhocQuery.',
    'XDSRegistryError',
  ),
  documentIds: rule(
    'ebrs-document-ids',
    tf2('3.43.4.1.2'),
    'Each document is named by one RepositoryUniqueId and one DocumentUniqueId.',
    'XDSRepositoryError',
  ),
  documentContent: rule(
    'ebrs-document-content',
    other('XOP 1.0', '3.2'),
    'A Document holds base64 text or one xop:Include whose href is a cid: URL, named by one Document only.',
    'XDSRepositoryError',
  ),
} as const satisfies Record<string, RuleText>;
