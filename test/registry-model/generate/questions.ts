import type { AnsweredQuery } from '../../../actors/document-registry/selections/selections.ts';
import type { Code } from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses, documentAvailabilities } from '../../../schemas/vocabulary/statuses.ts';
import { isOwned, ofKind } from '../model/registry.ts';
import type { Question } from '../operation.ts';
import type { Random } from '../random.ts';
import * as attributes from './attributes.ts';
import { type Choice, somePatient } from './subjects.ts';

/** One of the eighteen queries with some of its parameters, about what is registered or nearly so. */
export function someQuestion(choice: Choice): Question {
  const { random } = choice;
  const name = random.pick(Object.keys(questions) as AnsweredQuery['name'][]);
  return questionNamed(choice, name);
}

/** Every query once. */
export function everyQuestion(choice: Choice): Question[] {
  return (Object.keys(questions) as AnsweredQuery['name'][]).map((name) => questionNamed(choice, name));
}

function questionNamed(choice: Choice, name: AnsweredQuery['name']): Question {
  const { random } = choice;
  const query = { name, parameters: { ...level(random), ...questions[name](choice) } } as AnsweredQuery;
  return { does: 'ask', query, returnType: random.percent(70) ? 'LeafClass' : 'ObjectRef' };
}

type Parameters = Readonly<Record<string, unknown>>;

const statuses = Object.values(availabilityStatuses);
const types = Object.values(documentEntryTypes);
const patterns = ['%', '%Berg%', '^Berg^I_a', "%O'Neil%", '%A_B%', '%A\\_B%', '%slash^C', '%back\\slash%', 'Berg'];

function level(random: Random): Parameters {
  return random.pick([{}, {}, { metadataLevel: '1' }, { metadataLevel: '2' }, { metadataLevel: '2' }]);
}

function status(random: Random): string[] {
  return random.percent(50) ? statuses : [random.pick(statuses)];
}

function associationStatus(random: Random): Parameters {
  return random.percent(50) ? {} : { associationStatus: status(random) };
}

/** A parameter that is given in some cases of ten. */
function maybe(random: Random, share: number, name: string, value: () => unknown): Parameters {
  return random.percent(share) ? { [name]: value() } : {};
}

function codesOf(random: Random, codes: readonly Code[]): string[] {
  const some = random.some(codes, 2);
  return (some.length > 0 ? some : [random.pick(codes)]).map(({ code, codingScheme }) => `${code}^^${codingScheme}`);
}

function listsOf(random: Random, codes: readonly Code[]): string[][] {
  return random.percent(70) ? [codesOf(random, codes)] : [codesOf(random, codes), codesOf(random, codes)];
}

function range(random: Random, name: string): Parameters {
  return {
    ...maybe(random, 10, `${name}From`, () => random.pick(attributes.times)),
    ...maybe(random, 10, `${name}To`, () => random.pick(attributes.times)),
  };
}

function filters(random: Random): Parameters {
  return {
    ...maybe(random, 15, 'formatCode', () => codesOf(random, attributes.formatCodes)),
    ...maybe(random, 15, 'confidentialityCode', () => listsOf(random, attributes.confidentialityCodes)),
    ...maybe(random, 50, 'type', () => (random.percent(70) ? types : [random.pick(types)])),
  };
}

function documentCriteria(random: Random): Parameters {
  return {
    status: status(random),
    ...filters(random),
    ...maybe(random, 15, 'classCode', () => codesOf(random, attributes.classCodes)),
    ...maybe(random, 15, 'typeCode', () => codesOf(random, attributes.typeCodes)),
    ...maybe(random, 10, 'practiceSettingCode', () => codesOf(random, attributes.practiceCodes)),
    ...maybe(random, 10, 'healthcareFacilityTypeCode', () => codesOf(random, attributes.facilityCodes)),
    ...maybe(random, 10, 'eventCodeList', () => listsOf(random, attributes.eventCodes)),
    ...maybe(random, 10, 'authorPerson', () => [random.pick(patterns), random.pick(patterns)]),
    ...maybe(random, 10, 'documentAvailability', () => [random.pick(Object.values(documentAvailabilities))]),
    ...range(random, 'creationTime'),
    ...range(random, 'serviceStartTime'),
    ...range(random, 'serviceStopTime'),
  };
}

function folderCriteria(random: Random): Parameters {
  return {
    status: status(random),
    ...maybe(random, 20, 'codeList', () => listsOf(random, attributes.folderCodes)),
    ...range(random, 'lastUpdateTime'),
  };
}

/** Ids of objects of a kind: one that is there, some, or one that is not. */
function someIds(choice: Choice, kind: 'DocumentEntry' | 'SubmissionSet' | 'Folder', most: number): Parameters {
  const { registry, random } = choice;
  const objects = random.percent(95) ? ofKind(registry, kind) : [...registry.objects.values()];
  const some = random.some(objects, most);
  const asked = some.length > 0 ? some : [random.pickAny(objects)].flatMap((object) => object ?? []);
  const by = random.pick(['entryUUID', 'uniqueId', 'logicalID'] as const);
  const ids = asked.flatMap((o) => (by === 'uniqueId' ? ((isOwned(o) ? o.uniqueId : undefined) ?? []) : (o[by] ?? [])));
  return { [by]: ids.length > 0 ? ids : ['nobody'] };
}

/** One id; a logicalID is no way to name one object. */
function oneId(choice: Choice, kind: 'DocumentEntry' | 'SubmissionSet' | 'Folder'): Parameters {
  const [[by, ids]] = Object.entries(someIds(choice, kind, 1)) as [[string, string[]]];
  return by === 'logicalID' ? { entryUUID: ids[0] } : { [by]: ids[0] };
}

function someUuids({ registry, random }: Choice): string[] {
  const some = random.some([...registry.objects.keys()], 3);
  return some.length > 0 ? some : ['nobody'];
}

function patients(choice: Choice): Parameters {
  return { patientId: somePatient(choice) };
}

/** What is given in place of patients by a query across them. */
function patientsOr({ random }: Choice, instead: Parameters): Parameters {
  const some = random.some(attributes.patientIds, 3);
  return random.percent(50) || some.length === 0 ? instead : { patientId: some };
}

function references(random: Random): Parameters {
  const one = () => [random.pick(attributes.references)];
  return { referenceIdList: random.percent(70) ? [one()] : [one(), attributes.references] };
}

/** Excluded values, each in place of the parameter that asks for them. */
function exclusions(random: Random, asked: Parameters): Parameters {
  const excluded = {
    ...maybe(random, 20, 'classCodeExclude', () => codesOf(random, attributes.classCodes)),
    ...maybe(random, 15, 'typeCodeExclude', () => codesOf(random, attributes.typeCodes)),
    ...maybe(random, 15, 'practiceSettingCodeExclude', () => codesOf(random, attributes.practiceCodes)),
    ...maybe(random, 15, 'healthcareFacilityTypeCodeExclude', () => codesOf(random, attributes.facilityCodes)),
    ...maybe(random, 15, 'formatCodeExclude', () => codesOf(random, attributes.formatCodes)),
    ...maybe(random, 15, 'eventCodeListExclude', () => codesOf(random, attributes.eventCodes)),
    ...maybe(random, 15, 'confidentialityCodeExclude', () => codesOf(random, attributes.confidentialityCodes)),
    ...maybe(random, 15, 'authorPersonExclude', () => [random.pick(patterns)]),
    ...maybe(random, 15, 'referenceIdListExclude', () => [random.pick(attributes.references)]),
    ...maybe(random, 10, 'typeExclude', () => [random.pick(types)]),
  };
  const wanted = Object.entries(asked).filter(([name]) => !(`${name}Exclude` in excluded));
  return { ...Object.fromEntries(wanted), ...excluded };
}

const relationTypes = Object.values(associationTypes);

const questions: Readonly<Record<AnsweredQuery['name'], (choice: Choice) => Parameters>> = {
  FindDocuments: (choice) => ({ ...patients(choice), ...documentCriteria(choice.random) }),
  FindSubmissionSets: (choice) => ({
    ...patients(choice),
    status: status(choice.random),
    ...maybe(choice.random, 20, 'sourceId', () => [choice.random.pick(attributes.sourceIds)]),
    ...maybe(choice.random, 20, 'contentType', () => codesOf(choice.random, attributes.contentTypes)),
    ...maybe(choice.random, 20, 'authorPerson', () => choice.random.pick(patterns)),
    ...range(choice.random, 'submissionTime'),
  }),
  FindFolders: (choice) => ({ ...patients(choice), ...folderCriteria(choice.random) }),
  GetAll: (choice) => ({
    ...patients(choice),
    documentEntryStatus: status(choice.random),
    submissionSetStatus: status(choice.random),
    folderStatus: status(choice.random),
    ...filters(choice.random),
    ...associationStatus(choice.random),
  }),
  GetDocuments: (choice) => someIds(choice, 'DocumentEntry', 3),
  GetFolders: (choice) => someIds(choice, 'Folder', 3),
  GetAssociations: (choice) => ({ uuid: someUuids(choice), ...associationStatus(choice.random) }),
  GetDocumentsAndAssociations: (choice) => ({
    ...someIds(choice, 'DocumentEntry', 3),
    ...associationStatus(choice.random),
  }),
  GetSubmissionSets: (choice) => ({ uuid: someUuids(choice), ...associationStatus(choice.random) }),
  GetSubmissionSetAndContents: (choice) => ({
    ...oneId(choice, 'SubmissionSet'),
    ...filters(choice.random),
    ...associationStatus(choice.random),
  }),
  GetFolderAndContents: (choice) => ({
    ...oneId(choice, 'Folder'),
    ...filters(choice.random),
    ...associationStatus(choice.random),
  }),
  GetFoldersForDocument: (choice) => ({ ...oneId(choice, 'DocumentEntry'), ...associationStatus(choice.random) }),
  GetRelatedDocuments: (choice) => ({
    ...oneId(choice, 'DocumentEntry'),
    associationTypes: choice.random.percent(60) ? relationTypes : [choice.random.pick(relationTypes)],
    ...maybe(choice.random, 50, 'type', () => types),
    ...associationStatus(choice.random),
  }),
  FindDocumentsByReferenceId: (choice) => ({
    ...patients(choice),
    ...documentCriteria(choice.random),
    ...references(choice.random),
  }),
  FindDocumentsExclude: (choice) => {
    const { random } = choice;
    const asked = { ...documentCriteria(random), ...(random.percent(20) ? references(random) : {}) };
    return { ...patients(choice), ...exclusions(random, asked) };
  },
  FindDocumentsForMultiplePatients: (choice) => {
    const { random } = choice;
    const instead = random.pick([
      { classCode: codesOf(random, attributes.classCodes) },
      { eventCodeList: listsOf(random, attributes.eventCodes) },
      { healthcareFacilityTypeCode: codesOf(random, attributes.facilityCodes) },
    ]);
    return { ...documentCriteria(random), ...patientsOr(choice, instead) };
  },
  FindFoldersForMultiplePatients: (choice) => {
    const { random } = choice;
    const instead = { codeList: listsOf(random, attributes.folderCodes) };
    return { ...folderCriteria(random), ...patientsOr(choice, instead) };
  },
  FindDocumentsByReferenceIdForMultiplePatients: (choice) => ({
    ...documentCriteria(choice.random),
    ...patientsOr(choice, {}),
    ...references(choice.random),
  }),
};
