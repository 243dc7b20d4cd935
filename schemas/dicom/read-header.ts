import {
  type Attributes,
  has,
  itemsOf,
  type NeedMore,
  numberOf,
  openFile,
  type Refused,
  textOf,
  textsOf,
} from './data-set.ts';
import { mediaStorageDirectoryStorage, waveformStorageRoot } from './uids.ts';

/** A triplet-encoded concept — DICOM PS3.3 8.8. */
export interface CodedConcept {
  readonly codeValue: string;
  readonly codingSchemeDesignator: string;
  readonly codeMeaning: string;
}

/** Who gave out an identifier — DICOM PS3.3 10.14: a local name, a universal one, or both. */
export interface Issuer {
  readonly localNamespaceEntityID?: string;
  readonly universalEntityID?: string;
  /** `ISO`, `DNS`, … */
  readonly universalEntityIDType?: string;
}

/** What an image header says of the patient. Empty values are left out. */
export interface PatientAttributes {
  /** All component groups, `=` between them. */
  readonly patientName?: string;
  readonly patientID?: string;
  readonly issuerOfPatientID?: Issuer;
  /** `YYYYMMDD`. */
  readonly patientBirthDate?: string;
  readonly patientSex?: string;
}

/** One order or requested procedure the study answers. */
export interface RequestAttributes {
  readonly accessionNumber?: string;
  readonly issuerOfAccessionNumber?: Issuer;
  readonly requestedProcedureID?: string;
}

/** What an image header says of the study. */
export interface StudyAttributes {
  readonly studyInstanceUID: string;
  readonly studyID?: string;
  readonly studyDate?: string;
  readonly studyTime?: string;
  /** `+0100`. */
  readonly timezoneOffsetFromUTC?: string;
  readonly studyDescription?: string;
  readonly accessionNumber?: string;
  readonly issuerOfAccessionNumber?: Issuer;
  readonly referringPhysicianName?: string;
  readonly performingPhysicianName?: string;
  readonly institutionName?: string;
  readonly procedureCodes: readonly CodedConcept[];
  readonly requests: readonly RequestAttributes[];
}

/** What an image header says of the series. */
export interface SeriesAttributes {
  readonly seriesInstanceUID: string;
  readonly modality?: string;
  readonly seriesNumber?: string;
  readonly seriesDescription?: string;
  readonly bodyPartExamined?: string;
  readonly anatomicRegions: readonly CodedConcept[];
}

/** How a content tree refers to an instance — DICOM PS3.3 C.17.3.2.1. */
export type ReferencedValueType = 'IMAGE' | 'WAVEFORM' | 'COMPOSITE';

/** Everything the index, the manifest and RAD-69 need to know of one instance. */
export interface InstanceHeader {
  readonly patient: PatientAttributes;
  readonly study: StudyAttributes;
  readonly series: SeriesAttributes;
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly instanceNumber?: string;
  /** `YYYYMMDDhhmmss…`, as precise as the header is, without offset. */
  readonly acquisitionDateTime?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly valueType: ReferencedValueType;
  /** Title of a Key Object Selection (or of any other document with a content tree). */
  readonly documentTitle?: CodedConcept;
  /** What the file got wrong and was tolerated, each a short clause. */
  readonly findings: readonly string[];
}

/** The header of one instance. */
export interface HeaderRead {
  readonly status: 'read';
  readonly header: InstanceHeader;
}

/**
 * Reads the header of a DICOM Part 10 file from its first bytes; pixel data is never looked at — DICOM PS3.10 7.
 *
 * With `complete` the bytes are the whole file and the answer is never `need more`. Text comes out as Unicode, trimmed of
 * padding. Refused are files without the four identifying UIDs and DICOMDIRs. Never throws for bad input.
 */
export function readHeader(
  bytes: Uint8Array,
  options: { readonly complete: boolean },
): HeaderRead | NeedMore | Refused {
  const file = openFile(bytes, options);
  if (file.status !== 'open') return file;
  const { attributes, transferSyntaxUID, findings } = file;
  const sopClassUID = textOf(attributes, 'SOPClassUID');
  const ids = {
    'SOP Class UID (0008,0016)': sopClassUID,
    'SOP Instance UID (0008,0018)': textOf(attributes, 'SOPInstanceUID'),
    'Study Instance UID (0020,000d)': textOf(attributes, 'StudyInstanceUID'),
    'Series Instance UID (0020,000e)': textOf(attributes, 'SeriesInstanceUID'),
  };
  const missing = Object.entries(ids).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    const kind = isDirectory(attributes) ? 'a DICOMDIR, not an instance' : 'not an instance';
    const damage = findings.length === 0 ? '' : ` (${findings.join('; ')})`;
    return { status: 'refused', reason: `${kind}: ${missing.map(([name]) => name).join(', ')} missing${damage}` };
  }
  for (const [name, value] of Object.entries(ids)) {
    if (!/^[0-9.]{1,64}$/.test(value!)) return { status: 'refused', reason: `${name} is not a UID` };
  }
  return { status: 'read', header: headerOf(attributes, transferSyntaxUID, findings) };
}

function headerOf(a: Attributes, transferSyntaxUID: string, findings: readonly string[]): InstanceHeader {
  const sopClassUID = textOf(a, 'SOPClassUID')!;
  return {
    patient: patientOf(a),
    study: studyOf(a),
    series: seriesOf(a),
    sopClassUID,
    sopInstanceUID: textOf(a, 'SOPInstanceUID')!,
    transferSyntaxUID,
    instanceNumber: textOf(a, 'InstanceNumber'),
    acquisitionDateTime: acquisitionOf(a),
    rows: numberOf(a, 'Rows'),
    columns: numberOf(a, 'Columns'),
    valueType: valueTypeOf(a, sopClassUID),
    documentTitle: conceptOf(itemsOf(a, 'ConceptNameCodeSequence')[0]),
    findings,
  };
}

/** The Patient Module of a data set. */
export function patientOf(a: Attributes): PatientAttributes {
  return {
    patientName: textOf(a, 'PatientName'),
    patientID: textOf(a, 'PatientID'),
    issuerOfPatientID: issuerOf(itemsOf(a, 'IssuerOfPatientIDQualifiersSequence')[0], textOf(a, 'IssuerOfPatientID')),
    patientBirthDate: textOf(a, 'PatientBirthDate'),
    patientSex: textOf(a, 'PatientSex'),
  };
}

function studyOf(a: Attributes): StudyAttributes {
  return {
    studyInstanceUID: textOf(a, 'StudyInstanceUID')!,
    studyID: textOf(a, 'StudyID'),
    studyDate: textOf(a, 'StudyDate'),
    studyTime: textOf(a, 'StudyTime'),
    timezoneOffsetFromUTC: textOf(a, 'TimezoneOffsetFromUTC'),
    studyDescription: textOf(a, 'StudyDescription'),
    accessionNumber: textOf(a, 'AccessionNumber'),
    issuerOfAccessionNumber: issuerOf(itemsOf(a, 'IssuerOfAccessionNumberSequence')[0]),
    referringPhysicianName: textOf(a, 'ReferringPhysicianName'),
    performingPhysicianName: textOf(a, 'PerformingPhysicianName'),
    institutionName: textOf(a, 'InstitutionName'),
    procedureCodes: conceptsOf(itemsOf(a, 'ProcedureCodeSequence')),
    requests: itemsOf(a, 'RequestAttributesSequence').map((request) => ({
      accessionNumber: textOf(request, 'AccessionNumber'),
      issuerOfAccessionNumber: issuerOf(itemsOf(request, 'IssuerOfAccessionNumberSequence')[0]),
      requestedProcedureID: textOf(request, 'RequestedProcedureID'),
    })),
  };
}

function seriesOf(a: Attributes): SeriesAttributes {
  return {
    seriesInstanceUID: textOf(a, 'SeriesInstanceUID')!,
    modality: textOf(a, 'Modality'),
    seriesNumber: textOf(a, 'SeriesNumber'),
    seriesDescription: textOf(a, 'SeriesDescription'),
    bodyPartExamined: textOf(a, 'BodyPartExamined'),
    anatomicRegions: conceptsOf(itemsOf(a, 'AnatomicRegionSequence')),
  };
}

function acquisitionOf(a: Attributes): string | undefined {
  const dateTime = textOf(a, 'AcquisitionDateTime');
  if (dateTime !== undefined) return dateTime.replace(/[+-][0-9]{4}$/, '');
  const date = textOf(a, 'AcquisitionDate');
  if (date !== undefined) return date + (textOf(a, 'AcquisitionTime') ?? '');
  const seriesDate = textOf(a, 'SeriesDate');
  return seriesDate === undefined ? undefined : seriesDate + (textOf(a, 'SeriesTime') ?? '');
}

/** Pixel data and waveforms lie beyond the header; what always comes with them does not. */
function valueTypeOf(a: Attributes, sopClassUID: string): ReferencedValueType {
  if (has(a, 'PhotometricInterpretation')) return 'IMAGE';
  return sopClassUID.startsWith(waveformStorageRoot) ? 'WAVEFORM' : 'COMPOSITE';
}

function conceptsOf(items: readonly Attributes[]): CodedConcept[] {
  return items.map(conceptOf).filter((concept) => concept !== undefined);
}

/** The concept of one item of a code sequence; undefined when it has no code. */
export function conceptOf(item: Attributes | undefined): CodedConcept | undefined {
  if (item === undefined) return undefined;
  const codeValue = textOf(item, 'CodeValue') ?? textOf(item, 'LongCodeValue') ?? textOf(item, 'URNCodeValue');
  if (codeValue === undefined) return undefined;
  return {
    codeValue,
    codingSchemeDesignator: textOf(item, 'CodingSchemeDesignator') ?? '',
    codeMeaning: textOf(item, 'CodeMeaning') ?? '',
  };
}

function issuerOf(item: Attributes | undefined, localNamespace?: string): Issuer | undefined {
  const localNamespaceEntityID = localNamespace ?? (item && textOf(item, 'LocalNamespaceEntityID'));
  const universalEntityID = item && textOf(item, 'UniversalEntityID');
  if (localNamespaceEntityID === undefined && universalEntityID === undefined) return undefined;
  return {
    localNamespaceEntityID,
    universalEntityID,
    universalEntityIDType: item && textOf(item, 'UniversalEntityIDType'),
  };
}

function isDirectory(a: Attributes): boolean {
  return textsOf(a, 'SOPClassUID').includes(mediaStorageDirectoryStorage) || 'x00041220' in a.dataSet.elements;
}
