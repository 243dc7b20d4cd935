import type { Issuer, PatientAttributes } from '../../schemas/dicom/read-header.ts';
import { ctImageStorage } from '../../schemas/dicom/uids.ts';
import { type DataSetValues, encodeFile } from '../../schemas/dicom/write.ts';
import { chest } from './anatomy.ts';
import { renderSlice, storedZero } from './render-slice.ts';

/** What the caller decides about a phantom study. */
export interface PhantomStudyOptions {
  /** A new UID at each call: study, series, frame of reference, then one per slice. */
  readonly newUID: () => string;
  readonly patient: PatientAttributes;
  /** When the study began: `YYYYMMDD` and `hhmmss`, in the zone of `timezoneOffsetFromUTC` (`+0100`). */
  readonly studyDate: string;
  readonly studyTime: string;
  readonly timezoneOffsetFromUTC: string;
  readonly accessionNumber: string;
  readonly issuerOfAccessionNumber?: Issuer;
  readonly institutionName?: string;
  readonly studyDescription?: string;
  /** Default 30. */
  readonly slices?: number;
  /** Rows and columns; default 512. */
  readonly size?: number;
}

/** Width of the field of view and distance between slices, in millimetres. */
const fieldOfView = 380;
const sliceThickness = 5;

/**
 * Makes a synthetic chest CT with a lesion in the right lung, slice by slice from feet to head, each a complete Part 10
 * file — DICOM PS3.3 A.3 (CT Image IOD). Geometry is true: position, orientation, spacing and thickness agree, and values
 * are CT numbers. The same options (and UIDs) give the same bytes.
 */
export async function* makePhantomStudy(options: PhantomStudyOptions): AsyncGenerator<Uint8Array> {
  const series = seriesValues(options);
  const { slices = 30, size = 512 } = options;
  for (let index = 0; index < slices; index++) yield slice({ options, series, index, slices, size });
}

interface SliceFacts {
  readonly options: PhantomStudyOptions;
  readonly series: DataSetValues;
  readonly index: number;
  readonly slices: number;
  readonly size: number;
}

function slice({ options, series, index, slices, size }: SliceFacts): Uint8Array {
  const spacing = fieldOfView / size;
  const z = (index - (slices - 1) / 2) * sliceThickness;
  const corner = formatDecimal((-(size - 1) / 2) * spacing);
  return encodeFile(
    {
      ...series,
      SOPInstanceUID: options.newUID(),
      InstanceNumber: index + 1,
      ImagePositionPatient: [corner, corner, formatDecimal(z)],
      SliceLocation: formatDecimal(z),
      PixelSpacing: [formatDecimal(spacing), formatDecimal(spacing)],
      Rows: size,
      Columns: size,
      PixelData: renderSlice({ size, spacing, z }, chest, index),
    },
    { implementationClassUID: phantomImplementation, implementationVersionName: 'AFFINITY_PHANTOM' },
  );
}

/** Made once from a random UUID — DICOM PS3.5 B.2. */
const phantomImplementation = '2.25.140186418264098331452730219713518266573';

/** Everything that is the same for all slices. */
function seriesValues(options: PhantomStudyOptions): DataSetValues {
  const { studyDate, studyTime } = options;
  return {
    SOPClassUID: ctImageStorage,
    ...patientValues(options.patient),
    StudyInstanceUID: options.newUID(),
    SeriesInstanceUID: options.newUID(),
    FrameOfReferenceUID: options.newUID(),
    StudyDate: studyDate,
    SeriesDate: studyDate,
    AcquisitionDate: studyDate,
    ContentDate: studyDate,
    StudyTime: studyTime,
    SeriesTime: studyTime,
    AcquisitionTime: studyTime,
    ContentTime: studyTime,
    TimezoneOffsetFromUTC: options.timezoneOffsetFromUTC,
    AccessionNumber: options.accessionNumber,
    IssuerOfAccessionNumberSequence: issuerItems(options.issuerOfAccessionNumber),
    StudyID: '1',
    StudyDescription: options.studyDescription ?? 'CT chest phantom',
    ReferringPhysicianName: '',
    InstitutionName: options.institutionName,
    Manufacturer: 'affinity-domain',
    ManufacturerModelName: 'Phantom',
    SeriesNumber: 1,
    SeriesDescription: 'Chest 5 mm',
    BodyPartExamined: 'CHEST',
    AnatomicRegionSequence: [{ CodeValue: '43799004', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Chest' }],
    PatientPosition: 'HFS',
    PositionReferenceIndicator: '',
    ...imageValues,
  };
}

const imageValues: DataSetValues = {
  Modality: 'CT',
  ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
  SliceThickness: sliceThickness,
  KVP: 120,
  AcquisitionNumber: 1,
  ConvolutionKernel: 'STANDARD',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  BitsAllocated: 16,
  BitsStored: 12,
  HighBit: 11,
  PixelRepresentation: 0,
  RescaleIntercept: -storedZero,
  RescaleSlope: 1,
  RescaleType: 'HU',
  WindowCenter: [40, -600],
  WindowWidth: [400, 1500],
};

function patientValues(patient: PatientAttributes): DataSetValues {
  const issuer = patient.issuerOfPatientID;
  return {
    PatientName: patient.patientName ?? '',
    PatientID: patient.patientID ?? '',
    IssuerOfPatientID: issuer?.localNamespaceEntityID,
    IssuerOfPatientIDQualifiersSequence:
      issuer?.universalEntityID === undefined ? undefined : issuerItems(issuer, false),
    PatientBirthDate: patient.patientBirthDate ?? '',
    PatientSex: patient.patientSex ?? '',
  };
}

/** The patient's issuer gives its local name in an element of its own, not in the sequence. */
function issuerItems(issuer: Issuer | undefined, withLocalName = true): DataSetValues[] | undefined {
  if (issuer === undefined) return undefined;
  const { localNamespaceEntityID, universalEntityID, universalEntityIDType = 'ISO' } = issuer;
  return [
    {
      LocalNamespaceEntityID: withLocalName ? localNamespaceEntityID : undefined,
      ...(universalEntityID === undefined
        ? {}
        : { UniversalEntityID: universalEntityID, UniversalEntityIDType: universalEntityIDType }),
    },
  ];
}

/** A DS of at most 16 characters. */
function formatDecimal(value: number): string {
  return String(Number(value.toFixed(7)));
}
