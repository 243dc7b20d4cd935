import type { AnsweredQueries, AnsweredQuery } from '../../../actors/document-registry/selections/selections.ts';
import type {
  Association,
  DocumentEntry,
  Folder,
  RegistryObject,
  SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { Question } from '../operation.ts';
import {
  carriesReferences,
  hasNothingExcluded,
  isAnyOf,
  meetsDocumentCriteria,
  meetsFolderCriteria,
  meetsSetCriteria,
  passesFilters,
} from './criteria.ts';
import { Approved, isCurrent, isLatest, isOwned, ofKind, type Registry, survivor } from './registry.ts';

/** What a stored query is answered with: objects in any order, or the code of a refusal. */
export type Answer = { readonly objects: readonly RegistryObject[] } | { readonly code: string };

/** The answer to a stored query of ITI-18 or ITI-51 — ITI TF-2 3.18.4.1.2.3.7, 3.51.4.1.2. */
export function answer(registry: Registry, { query, returnType }: Question): Answer {
  const found = answers[query.name](registry, query.parameters as never);
  const patients = new Set(found.filter(isOwned).map(({ patientId }) => survivor(registry, patientId)));
  if (returnType === 'LeafClass' && aboutOnePatient.includes(query.name) && patients.size > 1)
    return { code: 'XDSResultNotSinglePatient' };
  return { objects: found.map((object) => shown(registry, object)) };
}

/** Queries by ids whose whole objects must be about one patient — ITI TF-3 Table 4.2.4.1-2. */
const aboutOnePatient: readonly AnsweredQuery['name'][] = [
  'GetDocuments',
  'GetFolders',
  'GetDocumentsAndAssociations',
  'GetSubmissionSets',
  'GetSubmissionSetAndContents',
  'GetFolderAndContents',
];

/** After a merge objects are about the patient that stands for theirs — ITI TF-2 3.8.4.2.4. */
function shown(registry: Registry, object: RegistryObject): RegistryObject {
  return isOwned(object) ? { ...object, patientId: survivor(registry, object.patientId) } : object;
}

type Level = { readonly metadataLevel?: string };
type AssociationFilter = Level & { readonly associationStatus?: readonly string[] };

/** What a level lets be seen: at 1 the latest versions and what holds between them, at 2 everything — 3.18, MU. */
function seen(registry: Registry, asked: AssociationFilter) {
  const isAll = asked.metadataLevel === '2';
  const versions = <T extends RegistryObject>(objects: readonly T[]) =>
    objects.filter((object) => isAll || isLatest(registry, object));
  const isAsked = ({ availabilityStatus }: Association) =>
    isAnyOf(asked.associationStatus ?? [Approved], [availabilityStatus]) && (isAll || availabilityStatus === Approved);
  return {
    documents: versions(ofKind(registry, 'DocumentEntry')),
    folders: versions(ofKind(registry, 'Folder')),
    submissionSets: ofKind(registry, 'SubmissionSet'),
    associations: ofKind(registry, 'Association').filter((a) => isAsked(a) && (isAll || isCurrent(registry, a))),
  };
}

/** Whose objects a patient id stands for: those merged into it too, and nobody's when it was merged away itself. */
function isOf(registry: Registry, patientIds: readonly string[]) {
  return ({ patientId }: DocumentEntry | SubmissionSet | Folder) => patientIds.includes(survivor(registry, patientId));
}

interface Named {
  readonly entryUUID?: string | readonly string[];
  readonly uniqueId?: string | readonly string[];
  readonly logicalID?: string | readonly string[];
}

/** The objects with one of the ids asked for. */
function named<T extends RegistryObject>(objects: readonly T[], { entryUUID, uniqueId, logicalID }: Named): T[] {
  const has = (ids: Named[keyof Named], id: string | undefined) => ids !== undefined && [ids].flat().includes(id!);
  return objects.filter(
    (object) =>
      has(entryUUID, object.entryUUID) ||
      has(logicalID, object.logicalID) ||
      has(uniqueId, isOwned(object) ? object.uniqueId : undefined),
  );
}

function touching(associations: readonly Association[], ends: readonly string[]): Association[] {
  return associations.filter(({ source, target }) => ends.includes(source) || ends.includes(target));
}

const idsOf = (objects: readonly RegistryObject[]) => objects.map(({ entryUUID }) => entryUUID);
const isMember = ({ type }: Association) => type === associationTypes.HasMember;

type Answers = {
  readonly [Q in keyof AnsweredQueries]: (registry: Registry, asked: AnsweredQueries[Q]) => RegistryObject[];
};

const answers: Answers = {
  FindDocuments: (registry, asked) =>
    seen(registry, asked).documents.filter(
      (d) => isOf(registry, [asked.patientId])(d) && meetsDocumentCriteria(d, asked),
    ),

  FindSubmissionSets: (registry, asked) =>
    seen(registry, asked).submissionSets.filter(
      (s) => isOf(registry, [asked.patientId])(s) && meetsSetCriteria(s, asked),
    ),

  FindFolders: (registry, asked) =>
    seen(registry, asked).folders.filter((f) => isOf(registry, [asked.patientId])(f) && meetsFolderCriteria(f, asked)),

  /** The patient's objects with the statuses asked for, and every association with one of them at an end. */
  GetAll(registry, asked) {
    const { documents, submissionSets, folders, associations } = seen(registry, asked);
    const status = (asked: readonly string[]) => (o: RegistryObject) => isAnyOf(asked, [o.availabilityStatus]);
    const objects = [
      ...documents.filter(status(asked.documentEntryStatus)).filter((d) => passesFilters(d, asked)),
      ...submissionSets.filter(status(asked.submissionSetStatus)),
      ...folders.filter(status(asked.folderStatus)),
    ].filter(isOf(registry, [asked.patientId]));
    return [...objects, ...touching(associations, idsOf(objects))];
  },

  GetDocuments: (registry, asked) => named(seen(registry, asked).documents, asked),

  GetFolders: (registry, asked) => named(seen(registry, asked).folders, asked),

  GetAssociations: (registry, asked) => touching(seen(registry, asked).associations, asked.uuid),

  GetDocumentsAndAssociations(registry, asked) {
    const { documents, associations } = seen(registry, asked);
    const found = named(documents, asked);
    return [...found, ...touching(associations, idsOf(found))];
  },

  /** The SubmissionSets that have one of the objects as a member, and what says so. */
  GetSubmissionSets(registry, asked) {
    const { submissionSets, associations } = seen(registry, asked);
    const sets = idsOf(submissionSets);
    const members = associations.filter((a) => isMember(a) && asked.uuid.includes(a.target) && sets.includes(a.source));
    return [...submissionSets.filter((s) => members.some(({ source }) => source === s.entryUUID)), ...members];
  },

  /**
   * The SubmissionSet, its documents that pass the filters, its Folders, the associations it filed between what is
   * answered, and the memberships of all these. Nothing leads out of the answer.
   */
  GetSubmissionSetAndContents(registry, asked) {
    const { documents, folders, submissionSets, associations } = seen(registry, asked);
    const sets = named(submissionSets, asked);
    const members = associations.filter((a) => isMember(a) && idsOf(sets).includes(a.source));
    const isFiled = ({ entryUUID }: RegistryObject) => members.some(({ target }) => target === entryUUID);
    const contents = [...documents.filter(isFiled).filter((d) => passesFilters(d, asked)), ...folders.filter(isFiled)];
    const ends = idsOf([...sets, ...contents]);
    const links = associations.filter(isFiled).filter((a) => ends.includes(a.source) && ends.includes(a.target));
    const answered = idsOf([...contents, ...links]);
    return [...sets, ...contents, ...links, ...members.filter(({ target }) => answered.includes(target))];
  },

  /** The Folder, its documents that pass the filters, and their memberships. */
  GetFolderAndContents(registry, asked) {
    const { documents, folders, associations } = seen(registry, asked);
    const found = named(folders, asked);
    const members = associations.filter((a) => isMember(a) && idsOf(found).includes(a.source));
    const contents = documents.filter(
      (d) => members.some(({ target }) => target === d.entryUUID) && passesFilters(d, asked),
    );
    return [...found, ...contents, ...members.filter(({ target }) => idsOf(contents).includes(target))];
  },

  GetFoldersForDocument(registry, asked) {
    const { documents, folders, associations } = seen(registry, asked);
    const found = idsOf(named(documents, asked));
    const members = associations.filter((a) => isMember(a) && found.includes(a.target));
    return folders.filter((f) => members.some(({ source }) => source === f.entryUUID));
  },

  /** The relations of these types between the document and others, and the documents at their ends. */
  GetRelatedDocuments(registry, asked) {
    const { documents, associations } = seen(registry, asked);
    const types = asked.type ?? [documentEntryTypes.Stable];
    const candidates = idsOf(documents.filter((d) => types.includes(d.objectType)));
    const found = idsOf(named(documents, asked));
    const relations = touching(associations, found).filter(
      (a) => asked.associationTypes.includes(a.type) && candidates.includes(a.source) && candidates.includes(a.target),
    );
    const ends = relations.flatMap(({ source, target }) => [source, target]);
    return [...documents.filter(({ entryUUID }) => ends.includes(entryUUID)), ...relations];
  },

  FindDocumentsByReferenceId: (registry, asked) =>
    seen(registry, asked).documents.filter(
      (d) =>
        isOf(registry, [asked.patientId])(d) &&
        meetsDocumentCriteria(d, asked) &&
        carriesReferences(d, asked.referenceIdList),
    ),

  /** Who excludes a type wants all others. */
  FindDocumentsExclude(registry, asked) {
    const everyType = asked.typeExclude === undefined ? {} : { type: Object.values(documentEntryTypes) };
    return seen(registry, asked).documents.filter(
      (d) =>
        isOf(registry, [asked.patientId])(d) &&
        meetsDocumentCriteria(d, { ...asked, ...everyType }) &&
        carriesReferences(d, asked.referenceIdList) &&
        hasNothingExcluded(d, asked),
    );
  },

  FindDocumentsForMultiplePatients: (registry, asked) =>
    seen(registry, asked).documents.filter(
      (d) => (asked.patientId === undefined || isOf(registry, asked.patientId)(d)) && meetsDocumentCriteria(d, asked),
    ),

  FindFoldersForMultiplePatients: (registry, asked) =>
    seen(registry, asked).folders.filter(
      (f) => (asked.patientId === undefined || isOf(registry, asked.patientId)(f)) && meetsFolderCriteria(f, asked),
    ),

  FindDocumentsByReferenceIdForMultiplePatients: (registry, asked) =>
    seen(registry, asked).documents.filter(
      (d) =>
        (asked.patientId === undefined || isOf(registry, asked.patientId)(d)) &&
        meetsDocumentCriteria(d, asked) &&
        carriesReferences(d, asked.referenceIdList),
    ),
};
