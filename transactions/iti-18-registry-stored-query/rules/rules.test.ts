import { proveRule } from '../../../test/support/prove-rule.ts';
import type { StoredQueryName } from '../queries/parameters.ts';
import { type QueryReading, readParameters } from '../queries/read-parameters.ts';
import { definitionById, storedQueries } from '../queries/stored-queries.ts';
import { identifierGiven, identifiersExclusive } from './exclusive-identifiers.ts';
import { parameterCoding } from './parameter-coding.ts';
import { parameterNumber } from './parameter-number.ts';
import { requiredParameters } from './required-parameters.ts';
import { returnTypeKnown } from './return-type-known.ts';
import { storedQueryKnown } from './stored-query-known.ts';

type Slots = readonly (readonly [name: string, ...values: string[]])[];

/** The reading of one query with the given slots. */
function reading(
  query: StoredQueryName | `urn:${string}`,
  slots: Slots = [],
  returnType = 'LeafClass',
): readonly [QueryReading] {
  const queryId = query in storedQueries ? storedQueries[query as StoredQueryName].id : query;
  const definition = definitionById(Object.values(storedQueries), queryId);
  const parameters =
    definition === undefined
      ? []
      : readParameters(
          definition,
          slots.map(([name, ...values]) => ({ name, values })),
        );
  const otherNames = slots.map(([name]) => name).filter((name) => !name.startsWith('$'));
  return [{ queryId, returnType, ...(definition === undefined ? {} : { definition }), parameters, otherNames }];
}

const patientId = ['$XDSDocumentEntryPatientId', "'p1^^^&1.2.3&ISO'"] as const;
const status = ['$XDSDocumentEntryStatus', "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"] as const;
const folderStatus = ['$XDSFolderStatus', "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"] as const;

proveRule(storedQueryKnown, {
  accepts: {
    'a query of the table': reading('GetAll'),
    'a query of an option': reading('FindDocumentsExclude'),
    'its id in capitals': reading('urn:uuid:10B545EA-725C-446D-9B95-8AEB444EDDF3'),
  },
  rejects: {
    'a query of ITI-51': reading('urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f'),
    'a query of ITI-63': reading('urn:uuid:f2072993-9478-41df-a603-8f016706efe8'),
    'no id at all': {
      case: [{ queryId: '', returnType: 'LeafClass', parameters: [], otherNames: [] }],
      at: ['AdhocQuery@id'],
    },
  },
});

proveRule(returnTypeKnown, {
  accepts: { LeafClass: reading('GetAll', [], 'LeafClass'), ObjectRef: reading('GetAll', [], 'ObjectRef') },
  rejects: {
    'the default of the schema': reading('GetAll', [], 'RegistryObject'),
    'the type of ITI-63': reading('GetAll', [], 'LeafClassWithRepositoryItem'),
    'another case': reading('GetAll', [], 'leafclass'),
    nothing: reading('GetAll', [], ''),
  },
});

const find = (...slot: [string, ...string[]]) => reading('FindDocuments', [slot]);
proveRule(parameterCoding, {
  accepts: {
    'a quoted string': reading('FindDocuments', [patientId]),
    'a single value in parentheses': find('$XDSDocumentEntryPatientId', "('p1')"),
    'a list over several Values': find('$XDSDocumentEntryClassCode', "('a^^b')", "('c^^d','e^^f')"),
    'a bare time': find('$XDSDocumentEntryCreationTimeFrom', '2024'),
    'a quoted time': find('$XDSDocumentEntryCreationTimeFrom', "'20240101'"),
    'a code with commas and parentheses': find('$XDSDocumentEntryClassCode', "('a,(b)''^^c d')"),
    'a pattern of 256 characters': find('$XDSDocumentEntryAuthorPerson', `('${'%'.repeat(256)}')`),
    'anything in a parameter of another query': find('$XDSFolderStatus', 'x'),
    'anything in a name of another case': find('$XDSDocumentEntrypatientId', 'x'),
    'anything without a dollar sign': find('XDSDocumentEntryPatientId', 'x'),
  },
  rejects: {
    'an unquoted string': { case: find('$XDSDocumentEntryPatientId', 'p1'), at: ['$XDSDocumentEntryPatientId'] },
    'a string in double quotes': find('$XDSDocumentEntryPatientId', '"p1"'),
    'a string in typographic quotes': find('$XDSDocumentEntryPatientId', '‘p1’'),
    'a string that goes on after its end': find('$XDSDocumentEntryPatientId', "'p1' or 'a'='a'"),
    'a list without parentheses': find('$XDSDocumentEntryStatus', "'urn:x'"),
    'an unquoted item': find('$XDSDocumentEntryStatus', "('urn:x',urn:y)"),
    'a code without scheme': find('$XDSDocumentEntryClassCode', "('a')"),
    'a code with an empty scheme': find('$XDSDocumentEntryClassCode', "('a^^')"),
    'a code with an empty code': find('$XDSDocumentEntryClassCode', "('^^b')"),
    'a code with a display name': find('$XDSDocumentEntryClassCode', "('a^b^c')"),
    'a time that is none': find('$XDSDocumentEntryCreationTimeFrom', '20241301'),
    'a time with a zone': find('$XDSDocumentEntryCreationTimeFrom', '20240101000000+0100'),
    'a pattern of 257 characters': find('$XDSDocumentEntryAuthorPerson', `('${'%'.repeat(257)}')`),
    'two bad values, each': {
      case: find('$XDSDocumentEntryClassCode', "('a','b^^c')", "('d')"),
      at: ['$XDSDocumentEntryClassCode', '$XDSDocumentEntryClassCode'],
    },
  },
});

proveRule(parameterNumber, {
  accepts: {
    'one value': reading('FindDocuments', [patientId]),
    'a list': find('$XDSDocumentEntryClassCode', "('a^^b','c^^d')"),
    'AND of a parameter that allows it': reading('FindDocuments', [
      ['$XDSDocumentEntryEventCodeList', "('a^^b')"],
      ['$XDSDocumentEntryEventCodeList', "('c^^d')"],
    ]),
    'AND of codeList': reading('FindFolders', [
      ['$XDSFolderCodeList', "('a^^b')"],
      ['$XDSFolderCodeList', "('c^^d')"],
    ]),
    'several authors for DocumentEntries': find('$XDSDocumentEntryAuthorPerson', "('a','b')"),
  },
  rejects: {
    'two patients': find('$XDSDocumentEntryPatientId', "('p1','p2')"),
    'two Values of a single one': find('$XDSDocumentEntryPatientId', "'p1'", "'p2'"),
    'two slots of a single one': reading('FindDocuments', [patientId, patientId]),
    'two slots of a list without AND': reading('FindDocuments', [status, status]),
    'two times': find('$XDSDocumentEntryCreationTimeFrom', '2023', '2024'),
    'several authors for SubmissionSets': reading('FindSubmissionSets', [
      ['$XDSSubmissionSetAuthorPerson', "('a','b')"],
    ]),
    'two documents where one is asked for': reading('GetFoldersForDocument', [
      ['$XDSDocumentEntryUniqueId', "('1','2')"],
    ]),
  },
});

proveRule(requiredParameters, {
  accepts: {
    'all of them': reading('FindDocuments', [patientId, status]),
    'a known status beside an unknown one': reading('FindDocuments', [
      patientId,
      ['$XDSDocumentEntryStatus', "('urn:x','urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')"],
    ]),
    'one that is badly written: reported elsewhere': reading('FindDocuments', [
      ['$XDSDocumentEntryPatientId', 'p1'],
      status,
    ]),
    'a query without required ones': reading('GetDocuments'),
  },
  rejects: {
    'no patient': { case: reading('FindDocuments', [status]), at: ['FindDocuments $XDSDocumentEntryPatientId'] },
    'no status': reading('FindDocuments', [patientId]),
    'only unknown statuses': reading('FindDocuments', [
      patientId,
      ['$XDSDocumentEntryStatus', "('urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Approved')"],
    ]),
    'a name in another case': reading('FindFolders', [['$XDSFolderPatientID', "'p1'"], folderStatus]),
    'GetAll with one status of three': {
      case: reading('GetAll', [['$patientId', "'p1'"], status]),
      at: ['GetAll $XDSSubmissionSetStatus', 'GetAll $XDSFolderStatus'],
    },
    'GetAssociations without ids': reading('GetAssociations'),
    'GetRelatedDocuments without types': reading('GetRelatedDocuments', [['$XDSDocumentEntryUniqueId', "'1'"]]),
  },
});

const entryUUID = ['$XDSDocumentEntryEntryUUID', "('urn:uuid:1')"] as const;
const uniqueId = ['$XDSDocumentEntryUniqueId', "('1.2')"] as const;
proveRule(identifierGiven, {
  accepts: {
    'an entryUUID': reading('GetDocuments', [entryUUID]),
    'a uniqueId': reading('GetDocuments', [uniqueId]),
    'one that is badly written: reported elsewhere': reading('GetDocuments', [['$XDSDocumentEntryUniqueId', '1.2']]),
    'a query without such a choice': reading('FindDocuments'),
  },
  rejects: {
    neither: {
      case: reading('GetDocuments'),
      at: ['$XDSDocumentEntryEntryUUID, $XDSDocumentEntryUniqueId, $XDSDocumentEntryLogicalID'],
    },
    'ids of another kind of object': reading('GetFolders', [entryUUID]),
  },
});

proveRule(identifiersExclusive, {
  accepts: { 'one of them': reading('GetDocuments', [uniqueId]), neither: reading('GetDocuments') },
  rejects: {
    both: {
      case: reading('GetDocuments', [entryUUID, uniqueId]),
      at: ['$XDSDocumentEntryEntryUUID, $XDSDocumentEntryUniqueId'],
    },
    'both for a SubmissionSet': reading('GetSubmissionSetAndContents', [
      ['$XDSSubmissionSetEntryUUID', "'urn:uuid:1'"],
      ['$XDSSubmissionSetUniqueId', "'1.2'"],
    ]),
  },
});
