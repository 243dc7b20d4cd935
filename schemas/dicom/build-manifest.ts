import { manifestTitle } from './kos.ts';
import type {
  CodedConcept,
  Issuer,
  PatientAttributes,
  ReferencedValueType,
  RequestAttributes,
  StudyAttributes,
} from './read-header.ts';
import { keyObjectSelectionDocumentStorage } from './uids.ts';
import { type DataSetValues, encodeFile, type Implementation } from './write.ts';

/** One instance a manifest refers to. */
export interface ReferencedInstance {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly valueType: ReferencedValueType;
}

/** One series a manifest refers to, with the place its instances can be had from. */
export interface ReferencedSeries {
  readonly seriesInstanceUID: string;
  readonly retrieveAETitle: string;
  /** OID of the Imaging Document Source: what RAD-69 calls RepositoryUniqueId. */
  readonly retrieveLocationUID: string;
  /** Base URI of a WADO-RS service (option DICOM Retrieve by WADO-RS). */
  readonly retrieveURL?: string;
  readonly instances: readonly ReferencedInstance[];
}

/** Everything a manifest of one study says. */
export interface ManifestContent {
  /** New for each version. */
  readonly sopInstanceUID: string;
  /** Not one of the study's own series. */
  readonly seriesInstanceUID: string;
  /** `YYYYMMDD` and `hhmmss`, in the zone of `timezoneOffsetFromUTC`. */
  readonly contentDate: string;
  readonly contentTime: string;
  readonly timezoneOffsetFromUTC: string;
  readonly manufacturer: string;
  readonly patient: PatientAttributes;
  readonly study: StudyAttributes;
  readonly series: readonly ReferencedSeries[];
  readonly implementation: Implementation;
}

/**
 * Writes a Key Object Selection Document titled Manifest, as a Part 10 file — RAD TF-3 4.68.4.1.2.1, DICOM PS3.3 A.35.4,
 * PS3.16 TID 2010.
 *
 * Patient and study are copied as given; every instance appears once in the evidence sequence and once in the content
 * tree. Throws RangeError when there is nothing to refer to, DicomValueError when a value does not fit.
 */
export function buildManifest(content: ManifestContent): Uint8Array {
  const instances = content.series.flatMap((series) => series.instances);
  if (instances.length === 0) throw new RangeError('a manifest must refer to at least one instance');
  return encodeFile(
    {
      ...sopCommon(content),
      ...patientModule(content.patient),
      ...studyModule(content.study),
      Modality: 'KO',
      SeriesInstanceUID: content.seriesInstanceUID,
      SeriesNumber: '999',
      ReferencedPerformedProcedureStepSequence: [],
      Manufacturer: content.manufacturer,
      InstitutionName: content.study.institutionName,
      InstanceNumber: '1',
      ContentDate: content.contentDate,
      ContentTime: content.contentTime,
      ReferencedRequestSequence: requestItems(content.study),
      CurrentRequestedProcedureEvidenceSequence: [
        { StudyInstanceUID: content.study.studyInstanceUID, ReferencedSeriesSequence: content.series.map(seriesItem) },
      ],
      ValueType: 'CONTAINER',
      ContinuityOfContent: 'SEPARATE',
      ConceptNameCodeSequence: [codeItem(manifestTitle)],
      ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '2010' }],
      ContentSequence: instances.map(contentItem),
    },
    content.implementation,
  );
}

function sopCommon(content: ManifestContent): DataSetValues {
  return {
    SOPClassUID: keyObjectSelectionDocumentStorage,
    SOPInstanceUID: content.sopInstanceUID,
    InstanceCreationDate: content.contentDate,
    InstanceCreationTime: content.contentTime,
    TimezoneOffsetFromUTC: content.timezoneOffsetFromUTC,
  };
}

function patientModule(patient: PatientAttributes): DataSetValues {
  const id: DataSetValues = {
    PatientID: patient.patientID ?? '',
    IssuerOfPatientID: patient.issuerOfPatientID?.localNamespaceEntityID,
    IssuerOfPatientIDQualifiersSequence: universalItems(patient.issuerOfPatientID),
  };
  return {
    ...id,
    PatientName: patient.patientName ?? '',
    PatientBirthDate: patient.patientBirthDate ?? '',
    PatientSex: patient.patientSex ?? '',
    OtherPatientIDsSequence: patient.patientID === undefined ? undefined : [{ ...id, TypeOfPatientID: 'TEXT' }],
  };
}

function studyModule(study: StudyAttributes): DataSetValues {
  return {
    StudyInstanceUID: study.studyInstanceUID,
    StudyDate: study.studyDate ?? '',
    StudyTime: study.studyTime ?? '',
    ReferringPhysicianName: study.referringPhysicianName ?? '',
    StudyID: study.studyID ?? '',
    AccessionNumber: study.accessionNumber ?? '',
    IssuerOfAccessionNumberSequence: issuerItems(study.issuerOfAccessionNumber),
    StudyDescription: study.studyDescription,
    ProcedureCodeSequence: study.procedureCodes.length === 0 ? undefined : study.procedureCodes.map(codeItem),
  };
}

/** One item per order — DICOM PS3.3 C.17.2.1; left out when no order is known. */
function requestItems(study: StudyAttributes): DataSetValues[] | undefined {
  const requests = ordersOf(study);
  if (requests.length === 0) return undefined;
  return requests.map((request) => ({
    StudyInstanceUID: study.studyInstanceUID,
    ReferencedStudySequence: [],
    AccessionNumber: request.accessionNumber ?? '',
    IssuerOfAccessionNumberSequence: issuerItems(request.issuerOfAccessionNumber),
    PlacerOrderNumberImagingServiceRequest: '',
    FillerOrderNumberImagingServiceRequest: '',
    RequestedProcedureID: request.requestedProcedureID ?? '',
    RequestedProcedureDescription: '',
    RequestedProcedureCodeSequence: [],
  }));
}

/** The orders a study answers: those of its Request Attributes, else the one its own accession number stands for. */
export function ordersOf(study: StudyAttributes): readonly RequestAttributes[] {
  const own = { accessionNumber: study.accessionNumber, issuerOfAccessionNumber: study.issuerOfAccessionNumber };
  // An image made for one order often repeats its requested procedure without the accession number.
  const requests = study.requests.map((request) =>
    request.accessionNumber === undefined ? { ...own, ...withoutUndefined(request) } : request,
  );
  const named = requests.filter(({ accessionNumber: a, requestedProcedureID: p }) => (a ?? p) !== undefined);
  if (named.length > 0) return named;
  return study.accessionNumber === undefined ? [] : [own];
}

function withoutUndefined(request: RequestAttributes): RequestAttributes {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

function seriesItem(series: ReferencedSeries): DataSetValues {
  return {
    SeriesInstanceUID: series.seriesInstanceUID,
    RetrieveAETitle: series.retrieveAETitle,
    RetrieveLocationUID: series.retrieveLocationUID,
    RetrieveURL: series.retrieveURL,
    ReferencedSOPSequence: series.instances.map(sopItem),
  };
}

function contentItem(instance: ReferencedInstance): DataSetValues {
  return { RelationshipType: 'CONTAINS', ValueType: instance.valueType, ReferencedSOPSequence: [sopItem(instance)] };
}

function sopItem(instance: ReferencedInstance): DataSetValues {
  return { ReferencedSOPClassUID: instance.sopClassUID, ReferencedSOPInstanceUID: instance.sopInstanceUID };
}

function codeItem(concept: CodedConcept): DataSetValues {
  return {
    [concept.codeValue.length > 16 ? 'LongCodeValue' : 'CodeValue']: concept.codeValue,
    CodingSchemeDesignator: concept.codingSchemeDesignator,
    CodeMeaning: concept.codeMeaning,
  };
}

function issuerItems(issuer: Issuer | undefined): DataSetValues[] | undefined {
  if (issuer === undefined) return undefined;
  return [{ LocalNamespaceEntityID: issuer.localNamespaceEntityID, ...universal(issuer) }];
}

function universalItems(issuer: Issuer | undefined): DataSetValues[] | undefined {
  return issuer?.universalEntityID === undefined ? undefined : [universal(issuer)];
}

function universal(issuer: Issuer): DataSetValues {
  if (issuer.universalEntityID === undefined) return {};
  return {
    UniversalEntityID: issuer.universalEntityID,
    UniversalEntityIDType: issuer.universalEntityIDType ?? 'ISO',
  };
}
