import { type Cx, formatCx } from '../../../schemas/datatypes/cx.ts';
import { formatCxi } from '../../../schemas/datatypes/cxi.ts';
import { dtmFromDate } from '../../../schemas/datatypes/dtm.ts';
import { isOid } from '../../../schemas/datatypes/oid.ts';
import { formatXon } from '../../../schemas/datatypes/xon.ts';
import { ordersOf } from '../../../schemas/dicom/build-manifest.ts';
import type { Issuer, StudyAttributes } from '../../../schemas/dicom/read-header.ts';
import { keyObjectSelectionDocumentStorage } from '../../../schemas/dicom/uids.ts';
import {
  type Association,
  type Author,
  type Code,
  type DocumentEntry,
  international,
  type Submission,
  type SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import type { CodeSetEntry } from '../../../schemas/vocabulary/code-sets.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import type { ImagingDocumentSourceConfig } from '../config.ts';
import type { StudyContent } from '../store/studies.ts';
import { eventCodesFrom } from './event-codes.ts';
import { dtmFromDicom, isOffset } from './moments.ts';
import { xcnFromPersonName, xpnFromPersonName } from './person-names.ts';

/** What the one who publishes decides. */
export interface PublishRequest {
  /** CX of the affinity domain: what the PIX Manager answered, never the id in the images. */
  readonly patientId: string;
  /** CX; default: the id in the images. */
  readonly sourcePatientId?: string;
  /** Default: Study Description. */
  readonly title?: string;
  readonly languageCode?: string;
  readonly typeCode?: CodeSetEntry;
  readonly confidentialityCode?: CodeSetEntry;
}

/** Ids and moment of one submission. */
export interface SubmissionIds {
  readonly manifestUID: string;
  /** `urn:uuid:…` each. */
  readonly documentEntry: string;
  readonly submissionSet: string;
  readonly hasMember: string;
  readonly rplc: string;
  readonly submissionSetUID: string;
  readonly at: Date;
}

/** All a submission is made from. */
export interface SubmissionFacts {
  readonly content: StudyContent;
  readonly request: PublishRequest;
  readonly config: ImagingDocumentSourceConfig;
  readonly ids: SubmissionIds;
  /** entryUUID of the manifest this one replaces. */
  readonly replaces?: string;
}

/** The metadata of one manifest: SubmissionSet, DocumentEntry, HasMember, and RPLC for a new version — RAD TF-3 4.68.4.1.2.3. */
export function manifestSubmission(facts: SubmissionFacts): Submission {
  const { ids, replaces } = facts;
  const association = { kind: 'Association', extraMetadata: [] } as const;
  const hasMember: Association = {
    ...association,
    entryUUID: ids.hasMember,
    type: associationTypes.HasMember,
    source: ids.submissionSet,
    target: ids.documentEntry,
    submissionSetStatus: 'Original',
  };
  const rplc = (target: string): Association => ({
    ...association,
    entryUUID: ids.rplc,
    type: associationTypes.RPLC,
    source: ids.documentEntry,
    target,
  });
  return {
    submissionSets: [submissionSet(facts)],
    documentEntries: [documentEntry(facts)],
    folders: [],
    associations: replaces === undefined ? [hasMember] : [hasMember, rplc(replaces)],
    objectRefs: [],
  };
}

function submissionSet(facts: SubmissionFacts): SubmissionSet {
  const { content, request, config, ids } = facts;
  return {
    kind: 'SubmissionSet',
    entryUUID: ids.submissionSet,
    extraMetadata: [],
    author: authorsOf(content.study, config),
    contentTypeCode: codeFrom(config.metadata.contentTypeCode),
    intendedRecipient: [],
    patientId: request.patientId,
    sourceId: config.sourceId,
    submissionTime: dtmFromDate(ids.at),
    title: international(titleOf(facts)),
    uniqueId: ids.submissionSetUID,
  };
}

function documentEntry(facts: SubmissionFacts): DocumentEntry {
  const { content, request, config, ids } = facts;
  const { metadata } = config;
  return {
    kind: 'DocumentEntry',
    entryUUID: ids.documentEntry,
    objectType: documentEntryTypes.Stable,
    extraMetadata: [],
    author: authorsOf(content.study, config),
    classCode: codeFrom(metadata.classCode),
    confidentialityCode: [codeFrom(request.confidentialityCode ?? metadata.confidentialityCode)],
    creationTime: dtmFromDate(ids.at),
    eventCodeList: eventCodesFrom(content.series),
    formatCode: {
      code: keyObjectSelectionDocumentStorage,
      codingScheme: '1.2.840.10008.2.6.1',
      displayName: international('Key Object Selection Document'),
    },
    healthcareFacilityTypeCode: codeFrom(metadata.healthcareFacilityTypeCode),
    languageCode: request.languageCode ?? metadata.languageCode,
    mimeType: 'application/dicom',
    patientId: request.patientId,
    practiceSettingCode: codeFrom(metadata.practiceSettingCode),
    referenceIdList: referencesOf(content.study, config.accessionAuthority),
    ...serviceTimes(content, config.timezoneOffset),
    ...sourcePatient(facts),
    title: international(titleOf(facts)),
    typeCode: codeFrom(request.typeCode ?? metadata.typeCode),
    uniqueId: ids.manifestUID,
  };
}

function titleOf({ content, request }: SubmissionFacts): string {
  const modalities = eventCodesFrom(content.series).filter((code) => /^[A-Z]+$/.test(code.code));
  const made = ['Imaging study', ...modalities.map((code) => code.code)].join(' ');
  return request.title ?? content.study.studyDescription ?? made;
}

function codeFrom({ code, codingScheme, displayName }: CodeSetEntry): Code {
  return { code, codingScheme, displayName: international(displayName) };
}

function authorsOf(study: StudyAttributes, config: ImagingDocumentSourceConfig): Author[] {
  const institution = study.institutionName ?? config.metadata.institution;
  // A physician can only be told with the institution he works for; several physicians are one DICOM value each.
  const authorPerson = study.performingPhysicianName && xcnFromPersonName(study.performingPhysicianName);
  if (institution === undefined && authorPerson === undefined) return [];
  return [
    {
      ...(authorPerson === undefined || authorPerson === '' ? {} : { authorPerson }),
      authorInstitution: institution === undefined ? [] : [formatXon({ name: institution })],
      authorRole: [],
      authorSpecialty: [],
      authorTelecommunication: [],
    },
  ];
}

/** Accession numbers with their issuer, and the study — ITI TF-3 4.2.3.2.28. */
function referencesOf(study: StudyAttributes, accessionAuthority: string): string[] {
  const accessions = ordersOf(study).flatMap(({ accessionNumber, issuerOfAccessionNumber }) => {
    if (accessionNumber === undefined) return [];
    const authority = `&${oidOf(issuerOfAccessionNumber) ?? accessionAuthority}&ISO`;
    return [formatCxi({ id: accessionNumber, authority, typeCode: 'urn:ihe:iti:xds:2013:accession' })];
  });
  const typeCode = 'urn:ihe:iti:xds:2016:studyInstanceUID';
  return [...new Set([...accessions, formatCxi({ id: study.studyInstanceUID, authority: '', typeCode })])];
}

/** Start of the study, and the begin of its last acquisition when that is later. */
function serviceTimes(
  content: StudyContent,
  siteOffset: string,
): Pick<DocumentEntry, 'serviceStartTime' | 'serviceStopTime'> {
  const { study } = content;
  const offset = isOffset(study.timezoneOffsetFromUTC) ? study.timezoneOffsetFromUTC : siteOffset;
  const serviceStartTime = dtmFromDicom(study.studyDate, study.studyTime, offset);
  const acquisitions = content.series
    .flatMap((series) => series.instances)
    .flatMap(({ acquisition = '' }) => dtmFromDicom(acquisition.slice(0, 8), acquisition.slice(8), offset) ?? []);
  const serviceStopTime = acquisitions.sort().at(-1);
  if (serviceStartTime === undefined) return {};
  const later = serviceStopTime !== undefined && serviceStopTime > serviceStartTime;
  return later ? { serviceStartTime, serviceStopTime } : { serviceStartTime };
}

/** The patient as the images name him. */
function sourcePatient({
  content,
  request,
  config,
}: SubmissionFacts): Pick<DocumentEntry, 'sourcePatientId' | 'sourcePatientInfo'> {
  const { patient } = content;
  const own: Cx | undefined =
    patient.patientID === undefined
      ? undefined
      : { id: patient.patientID, authority: oidOf(patient.issuerOfPatientID) ?? config.patientIdAuthority };
  // Anonymous images have no id: then the only id known of the patient is the domain's.
  const sourcePatientId = request.sourcePatientId ?? (own === undefined ? request.patientId : formatCx(own));
  const birthDate = /^\d{8}$/.test(patient.patientBirthDate ?? '') ? patient.patientBirthDate : undefined;
  const sex = /^[MFO]$/.test(patient.patientSex ?? '') ? patient.patientSex : undefined;
  const name = patient.patientName === undefined ? '' : xpnFromPersonName(patient.patientName);
  return {
    sourcePatientId,
    sourcePatientInfo: [
      `PID-3|${sourcePatientId}`,
      ...(name === '' ? [] : [`PID-5|${name}`]),
      ...(birthDate === undefined ? [] : [`PID-7|${birthDate}`]),
      ...(sex === undefined ? [] : [`PID-8|${sex}`]),
    ],
  };
}

/** The OID of an issuer; types other than ISO cannot be told in XDS. */
function oidOf(issuer: Issuer | undefined): string | undefined {
  const { universalEntityID = '', universalEntityIDType = 'ISO' } = issuer ?? {};
  return universalEntityIDType === 'ISO' && isOid(universalEntityID) ? universalEntityID : undefined;
}
