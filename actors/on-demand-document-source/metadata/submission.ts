import { dtmFromDate } from '../../../schemas/datatypes/dtm.ts';
import { oidFromUuid } from '../../../schemas/datatypes/uuid.ts';
import { formatXon } from '../../../schemas/datatypes/xon.ts';
import {
  type Association,
  type Author,
  type Code,
  type DocumentEntry,
  international,
  type Submission,
  type SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { type AssociationTypeName, associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import type { CodeSetEntry } from '../../../schemas/vocabulary/code-sets.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { OnDemandDocumentSourceConfig } from '../config.ts';
import type { DocumentGenerator } from '../document-generator.ts';

/** What every submission of this source is made from. */
export interface SubmissionFacts {
  readonly config: OnDemandDocumentSourceConfig;
  readonly generator: DocumentGenerator;
  /** CX of the affinity domain. */
  readonly patientId: string;
  /** CX; default: patientId. */
  readonly sourcePatientId?: string;
  readonly sourcePatientInfo: readonly string[];
  readonly entryUUID: string;
  readonly uniqueId: string;
  readonly at: Date;
  readonly newUUID: () => `urn:uuid:${string}`;
}

/** What a snapshot's entry says beyond that. */
export interface SnapshotFacts extends SubmissionFacts {
  /** entryUUID of the On-Demand entry. */
  readonly snapshotOf: string;
  /** entryUUID of the snapshot it replaces. */
  readonly replaces?: string;
  /** When the content was made, and its bounds in time. */
  readonly madeAt: Date;
  readonly serviceStartTime?: string;
  readonly serviceStopTime?: string;
}

/** The metadata ITI-61 registers an On-Demand entry with: no creationTime, hash, size — ITI TF-2 3.61.4.1.2. */
export function onDemandSubmission(facts: SubmissionFacts): Submission {
  const { objectType, repositoryUniqueId } = {
    objectType: documentEntryTypes.OnDemand,
    repositoryUniqueId: facts.config.repositoryUniqueId,
  };
  return submissionOf(facts, { ...sharedAttributes(facts), objectType, repositoryUniqueId }, []);
}

/**
 * The metadata a snapshot is stored and registered with: a Stable entry that IsSnapshotOf the On-Demand one, and may
 * replace the snapshot before it — ITI TF-1 10.2.10, ITI TF-3 4.2.2.2.
 */
export function snapshotSubmission(facts: SnapshotFacts): Submission {
  const { serviceStartTime, serviceStopTime, snapshotOf, replaces } = facts;
  const entry: DocumentEntry = {
    ...sharedAttributes(facts),
    objectType: documentEntryTypes.Stable,
    creationTime: dtmFromDate(facts.madeAt),
    ...(serviceStartTime === undefined ? {} : { serviceStartTime }),
    ...(serviceStopTime === undefined ? {} : { serviceStopTime }),
  };
  const snapshot = association(facts, 'IsSnapshotOf', { source: facts.entryUUID, target: snapshotOf });
  if (replaces === undefined) return submissionOf(facts, entry, [snapshot]);
  const replacement = association(facts, 'RPLC', { source: facts.entryUUID, target: replaces });
  return submissionOf(facts, entry, [snapshot, replacement]);
}

function submissionOf(facts: SubmissionFacts, entry: DocumentEntry, more: readonly Association[]): Submission {
  const set = submissionSet(facts);
  const ends = { source: set.entryUUID, target: entry.entryUUID };
  const member = { ...association(facts, 'HasMember', ends), submissionSetStatus: 'Original' };
  return {
    submissionSets: [set],
    documentEntries: [entry],
    folders: [],
    associations: [member, ...more],
    objectRefs: [],
  };
}

function association(
  { newUUID }: SubmissionFacts,
  type: AssociationTypeName,
  ends: Pick<Association, 'source' | 'target'>,
): Association {
  return { kind: 'Association', entryUUID: newUUID(), extraMetadata: [], type: associationTypes[type], ...ends };
}

function submissionSet({ config, generator, patientId, at, newUUID }: SubmissionFacts): SubmissionSet {
  return {
    kind: 'SubmissionSet',
    entryUUID: newUUID(),
    extraMetadata: [],
    author: [authorOf(config)],
    contentTypeCode: codeFrom(config.metadata.contentTypeCode),
    intendedRecipient: [],
    patientId,
    sourceId: config.sourceId,
    submissionTime: dtmFromDate(at),
    title: international(generator.entry.title),
    uniqueId: oidFromUuid(newUUID()),
  };
}

function sharedAttributes(facts: SubmissionFacts): Omit<DocumentEntry, 'objectType'> {
  const { config, generator, patientId } = facts;
  const { metadata } = config;
  const { title, mimeType, classCode, typeCode, formatCode } = generator.entry;
  return {
    kind: 'DocumentEntry',
    entryUUID: facts.entryUUID,
    extraMetadata: [],
    author: [authorOf(config)],
    classCode: codeFrom(classCode),
    confidentialityCode: [codeFrom(metadata.confidentialityCode)],
    eventCodeList: [],
    formatCode: codeFrom(formatCode),
    healthcareFacilityTypeCode: codeFrom(metadata.healthcareFacilityTypeCode),
    languageCode: metadata.languageCode,
    mimeType,
    patientId,
    practiceSettingCode: codeFrom(metadata.practiceSettingCode),
    referenceIdList: [],
    sourcePatientId: facts.sourcePatientId ?? patientId,
    sourcePatientInfo: facts.sourcePatientInfo,
    title: international(title),
    typeCode: codeFrom(typeCode),
    uniqueId: facts.uniqueId,
  };
}

function authorOf({ organization }: OnDemandDocumentSourceConfig): Author {
  const authorInstitution = [formatXon({ name: organization.name, id: organization.oid })];
  return { authorInstitution, authorRole: [], authorSpecialty: [], authorTelecommunication: [] };
}

function codeFrom({ code, codingScheme, displayName }: CodeSetEntry): Code {
  return { code, codingScheme, displayName: international(displayName) };
}
