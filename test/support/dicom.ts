import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ctImageStorage } from '../../schemas/dicom/uids.ts';
import { type DataSetValues, encodeFile, type Implementation } from '../../schemas/dicom/write.ts';

/** Who wrote the DICOM files made for tests. */
export const testImplementation: Implementation = {
  implementationClassUID: '2.25.1',
  implementationVersionName: 'TEST',
};

/** A small CT instance with every identifying attribute; override single elements by keyword. */
export function aCtInstance(overrides: DataSetValues = {}): Uint8Array {
  return encodeFile(
    {
      SOPClassUID: ctImageStorage,
      SOPInstanceUID: '2.25.1003',
      StudyInstanceUID: '2.25.1001',
      SeriesInstanceUID: '2.25.1002',
      StudyDate: '20250102',
      StudyTime: '030405',
      TimezoneOffsetFromUTC: '+0100',
      AccessionNumber: 'A77',
      StudyDescription: 'CT thorax',
      Modality: 'CT',
      BodyPartExamined: 'CHEST',
      InstitutionName: 'St. Anna Hospital',
      PatientName: 'Moser^Vera',
      PatientID: 'LOC-77',
      PatientBirthDate: '19700304',
      PatientSex: 'F',
      SeriesNumber: '1',
      InstanceNumber: '1',
      PhotometricInterpretation: 'MONOCHROME2',
      Rows: 2,
      Columns: 2,
      PixelData: Uint8Array.of(0, 0, 1, 0, 2, 0, 3, 0),
      ...overrides,
    },
    testImplementation,
  );
}

const samples = fileURLToPath(new URL('../../../shared/data/dicom', import.meta.url));

/** True where the shared DICOM samples lie beside the checkout. */
export const haveDicomSamples: boolean = existsSync(path.join(samples, 'INDEX.tsv'));

/** One line of the samples' index: what other toolkits read from the file. */
export interface DicomSample {
  readonly path: string;
  readonly modality: string;
  readonly sop_class_uid: string;
  readonly transfer_syntax_uid: string;
  readonly study_instance_uid: string;
  readonly series_instance_uid: string;
  readonly sop_instance_uid: string;
  readonly patient_name: string;
  readonly patient_id: string;
  readonly charset: string;
}

/** The index of the shared samples; empty where they are not present. */
export function dicomSamples(): DicomSample[] {
  if (!haveDicomSamples) return [];
  const [header, ...lines] = readFileSync(path.join(samples, 'INDEX.tsv'), 'utf8').trim().split('\n');
  const names = header!.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? ''])) as unknown as DicomSample;
  });
}

/** The bytes of one shared sample. */
export function readDicomSample(relative: string): Uint8Array {
  return readFileSync(path.join(samples, relative));
}

/** All files below a folder of the shared samples, relative to the samples. */
export function dicomSampleFiles(folder: string): string[] {
  if (!haveDicomSamples) return [];
  const all = readdirSync(path.join(samples, folder), { recursive: true, encoding: 'utf8' });
  return all.map((file) => path.join(folder, file)).filter((file) => statSync(path.join(samples, file)).isFile());
}
