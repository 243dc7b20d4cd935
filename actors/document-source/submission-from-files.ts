import { dtmFromDate } from '../../schemas/datatypes/dtm.ts';
import { oidFromUuid } from '../../schemas/datatypes/uuid.ts';
import {
  type Association,
  type DocumentEntry,
  international,
  type Submission,
  type SubmissionSet,
} from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import type { CodeSets } from '../../schemas/vocabulary/code-sets.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { chooseCodes, type GivenCodes, type NeededCode } from './codes.ts';
import type { ContentFacts } from './content/facts.ts';

/** One document to submit, as far as its metadata needs it. */
export interface DescribedFile {
  /** File name without folders. */
  readonly name: string;
  readonly mimeType: string;
  /** Octets. */
  readonly size: number;
  /** SHA-1 in hex, when it was read already. */
  readonly hash?: string;
  readonly facts: ContentFacts;
}

/** Whose documents they are. */
export interface SubmissionPatient {
  /** CX of the affinity domain: `id^^^&OID&ISO`. */
  readonly patientId: string;
  /** CX of the source's own domain; default: what a document says, else patientId. */
  readonly sourcePatientId?: string;
  /** `PID-n|value`; default: what a document says. */
  readonly sourcePatientInfo?: readonly string[];
}

/** What a submission is made from beside its documents. */
export interface SubmissionOptions {
  readonly patient: SubmissionPatient;
  readonly codeSets: CodeSets;
  /** OID of this Document Source. */
  readonly sourceId: string;
  readonly now: Date;
  readonly newUUID: () => `urn:uuid:${string}`;
  readonly codes?: GivenCodes;
  /** Wins over the title a document has. */
  readonly title?: string;
  /** Language of documents that do not tell; default `en-US`. */
  readonly languageCode?: string;
  /** Give these files (by position) a new uniqueId, whatever id their content has. */
  readonly freshUniqueId?: ReadonlySet<number>;
}

/** A submission and, for each file, its entry and what is worth telling the user. */
export interface FilesSubmission {
  readonly submission: Submission;
  /** In the order of the files. */
  readonly entries: readonly DocumentEntry[];
  readonly warnings: readonly { readonly name: string; readonly warning: string }[];
}

/**
 * The metadata of one submission of files — ITI TF-3 4.2.3. What a document says of itself is used where it is legal
 * and the affinity domain has its codes; the rest comes from the options and the value sets.
 *
 * Two files with one id get two uniqueIds, and a warning. Throws UnknownCode for a given code outside its value set.
 */
export function submissionFromFiles(files: readonly DescribedFile[], options: SubmissionOptions): FilesSubmission {
  const warnings: { name: string; warning: string }[] = [];
  const used = new Set<string>();
  const entries = files.map((file, index) => {
    for (const warning of file.facts.warnings ?? []) warnings.push({ name: file.name, warning });
    const own = options.freshUniqueId?.has(index) ? undefined : file.facts.uniqueId;
    const taken = own !== undefined && used.has(own);
    if (taken) warnings.push({ name: file.name, warning: 'has the id of another file, and got a uniqueId of its own' });
    const uniqueId = own === undefined || taken ? freshOid(options) : own;
    used.add(uniqueId);
    const entry = entryFromFile(file, { index, uniqueId, options });
    const type = file.facts.codes?.typeCode?.[0]?.code;
    if (type !== undefined && options.codes?.typeCode === undefined && type !== entry.typeCode?.code) {
      const warning = `its type ${type} is not in the value set of the affinity domain: sent as ${entry.typeCode?.code}`;
      warnings.push({ name: file.name, warning });
    }
    return entry;
  });
  const submissionSet = submissionSetFor(entries, options);
  const associations = entries.map((entry) => original(submissionSet, entry));
  const submission = { submissionSets: [submissionSet], documentEntries: entries, folders: [], associations };
  return { submission: { ...submission, objectRefs: [] }, entries, warnings };
}

function entryFromFile(
  file: DescribedFile,
  given: { index: number; uniqueId: string; options: SubmissionOptions },
): DocumentEntry {
  const { facts, mimeType } = file;
  const { options } = given;
  const { patient } = options;
  const codes = (attribute: NeededCode | 'eventCodeList') =>
    chooseCodes({
      attribute,
      codeSets: options.codeSets,
      found: facts.codes?.[attribute] ?? [],
      mimeType,
      ...(options.codes === undefined ? {} : { given: options.codes }),
    });
  const one = (attribute: NeededCode) => codes(attribute)[0]!;
  return {
    kind: 'DocumentEntry',
    entryUUID: symbolicId('Document', given.index),
    objectType: documentEntryTypes.Stable,
    extraMetadata: [],
    author: facts.author ?? [],
    classCode: one('classCode'),
    confidentialityCode: codes('confidentialityCode'),
    creationTime: facts.creationTime ?? dtmFromDate(options.now),
    eventCodeList: codes('eventCodeList'),
    formatCode: one('formatCode'),
    ...(file.hash === undefined ? {} : { hash: file.hash }),
    healthcareFacilityTypeCode: one('healthcareFacilityTypeCode'),
    languageCode: facts.languageCode ?? options.languageCode ?? 'en-US',
    ...pick(facts, ['legalAuthenticator', 'serviceStartTime', 'serviceStopTime']),
    mimeType,
    patientId: patient.patientId,
    practiceSettingCode: one('practiceSettingCode'),
    referenceIdList: [],
    size: String(file.size),
    sourcePatientId: patient.sourcePatientId ?? facts.sourcePatientId ?? patient.patientId,
    sourcePatientInfo: patient.sourcePatientInfo ?? facts.sourcePatientInfo ?? [],
    title: international(titleOf(file, options)),
    typeCode: one('typeCode'),
    uniqueId: given.uniqueId,
  };
}

function titleOf({ name, facts }: DescribedFile, { title }: SubmissionOptions): string {
  const text = title ?? facts.title ?? name.replace(/\.[^.]+$/, '');
  return text.length > 128 ? `${text.slice(0, 127)}…` : text;
}

function submissionSetFor(entries: readonly DocumentEntry[], options: SubmissionOptions): SubmissionSet {
  const author = entries.find((entry) => entry.author.length > 0)?.author ?? [];
  const [contentTypeCode] = chooseCodes({
    attribute: 'contentTypeCode',
    codeSets: options.codeSets,
    // A submission of discharge summaries is about a discharge.
    found: entries.flatMap((entry) => entry.typeCode ?? []),
    ...(options.codes === undefined ? {} : { given: options.codes }),
  });
  return {
    kind: 'SubmissionSet',
    entryUUID: 'SubmissionSet01',
    extraMetadata: [],
    author,
    contentTypeCode: contentTypeCode!,
    intendedRecipient: [],
    patientId: options.patient.patientId,
    sourceId: options.sourceId,
    submissionTime: dtmFromDate(options.now),
    uniqueId: freshOid(options),
  };
}

function original(submissionSet: SubmissionSet, entry: DocumentEntry): Association {
  return {
    kind: 'Association',
    entryUUID: `HasMember-${entry.entryUUID}`,
    extraMetadata: [],
    type: associationTypes.HasMember,
    source: submissionSet.entryUUID,
    target: entry.entryUUID,
    submissionSetStatus: 'Original',
  };
}

function symbolicId(kind: string, index: number): string {
  return `${kind}${String(index + 1).padStart(2, '0')}`;
}

function freshOid({ newUUID }: SubmissionOptions): string {
  return oidFromUuid(newUUID());
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as never;
}
