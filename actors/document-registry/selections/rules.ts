import type { RuleText } from '../../../schemas/rule.ts';
import { tf2 } from '../../../schemas/spec-ref.ts';
import type { AnsweredQueryName } from './selections.ts';

/** Domains that do not want an unknown patient to look like one without documents refuse such queries. */
export const queriedPatientKnown: RuleText = {
  id: 'queried-patient-known',
  source: tf2('3.18.4.1.3'),
  statement: 'The patient id of a query is known to the registry and was not merged into another.',
  code: 'XDSUnknownPatientId',
};

/** A registry without the option "PatientId Only" wants to be asked for a kind of object, not for whole patients. */
export const patientIdAlone: RuleText = {
  id: 'patient-id-alone',
  source: tf2('3.51.4.1.2'),
  statement:
    'A query across patients says more than which patients, where the registry does not answer patient ids alone.',
  code: 'XDSStoredQueryParamNumber',
};

/** Ask for ObjectRefs and fetch them in portions, or narrow the query. */
export const resultCount: RuleText = {
  id: 'result-count',
  source: tf2('3.18.4.1.3'),
  statement:
    'A LeafClass answer has no more objects than the registry gives at once; repeat with returnType ObjectRef.',
  code: 'XDSTooManyResults',
};

/** Ids of several patients in one query are a mistake more often than a wish. */
export const resultSinglePatient: RuleText = {
  id: 'result-single-patient',
  source: tf2('3.18.4.1.3'),
  statement: 'The objects of a LeafClass answer to a query by ids are about one patient.',
  code: 'XDSResultNotSinglePatient',
};

/** The queries by ids whose LeafClass answers are about one patient — ITI TF-3 Table 4.2.4.1-2. */
export const singlePatientQueries: ReadonlySet<AnsweredQueryName> = new Set<AnsweredQueryName>([
  'GetDocuments',
  'GetFolders',
  'GetDocumentsAndAssociations',
  'GetSubmissionSets',
  'GetSubmissionSetAndContents',
  'GetFolderAndContents',
]);
