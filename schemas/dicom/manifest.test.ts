import { describe, expect, it } from 'vitest';
import {
  aCtInstance,
  dicomSampleFiles,
  haveDicomSamples,
  readDicomSample,
  testImplementation,
} from '../../test/support/dicom.ts';
import { buildManifest, type ManifestContent, ordersOf, type ReferencedSeries } from './build-manifest.ts';
import { keyObjectPurpose } from './kos.ts';
import { readHeader, type StudyAttributes } from './read-header.ts';
import { type Manifest, readManifest } from './read-manifest.ts';
import { DicomValueError, encodeFile } from './write.ts';

const study: StudyAttributes = {
  studyInstanceUID: '2.25.1001',
  studyDate: '20250102',
  studyTime: '030405',
  studyDescription: 'CT Schädel',
  accessionNumber: 'A77',
  issuerOfAccessionNumber: { universalEntityID: '2.25.9' },
  procedureCodes: [{ codeValue: '24627-2', codingSchemeDesignator: 'LN', codeMeaning: 'CT chest' }],
  requests: [],
};

const series = (uid: string, ...instances: string[]): ReferencedSeries => ({
  seriesInstanceUID: uid,
  retrieveAETitle: 'PACS1',
  retrieveLocationUID: '2.25.88',
  instances: instances.map((sopInstanceUID) => ({
    sopClassUID: '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUID,
    valueType: 'IMAGE',
  })),
});

const content: ManifestContent = {
  sopInstanceUID: '2.25.2001',
  seriesInstanceUID: '2.25.2002',
  contentDate: '20250103',
  contentTime: '101112',
  timezoneOffsetFromUTC: '+0000',
  manufacturer: 'affinity-domain',
  patient: { patientName: 'Müller^Jörg=山田', patientID: 'LOC-77', issuerOfPatientID: { universalEntityID: '1.2.3' } },
  study,
  series: [series('2.25.1002', '2.25.1003', '2.25.1004'), series('2.25.1005', '2.25.1006')],
  implementation: testImplementation,
};

function manifestOf(bytes: Uint8Array): Manifest {
  const result = readManifest(bytes);
  if (result.status !== 'read') throw new Error(result.reason);
  return result.manifest;
}

const references = (manifest: Manifest) =>
  manifest.studies.flatMap((each) =>
    each.series.flatMap((one) =>
      one.instances.map(
        (i) => `${each.studyInstanceUID} ${one.seriesInstanceUID} ${i.sopClassUID} ${i.sopInstanceUID}`,
      ),
    ),
  );

describe('[RAD TF-3 4.68.4.1.2.1] buildManifest and readManifest', () => {
  it('[DICOM PS3.3 A.35.4] brings every reference back with its place', () => {
    const manifest = manifestOf(buildManifest(content));
    expect(manifest).toMatchObject({
      sopInstanceUID: '2.25.2001',
      title: { codeValue: '113030', codingSchemeDesignator: 'DCM' },
      patient: { patientName: 'Müller^Jörg=山田', issuerOfPatientID: { universalEntityID: '1.2.3' } },
      findings: [],
    });
    expect(manifest.studies).toMatchObject([
      {
        studyInstanceUID: '2.25.1001',
        series: content.series.map((each) => ({
          seriesInstanceUID: each.seriesInstanceUID,
          retrieveAETitle: 'PACS1',
          retrieveLocationUID: '2.25.88',
          instances: each.instances.map(({ sopClassUID, sopInstanceUID }) => ({ sopClassUID, sopInstanceUID })),
        })),
      },
    ]);
  });

  it('[DICOM PS3.3 C.7] copies patient and study, and is a KO series of its own', () => {
    const result = readHeader(buildManifest(content), { complete: true });
    expect(result).toMatchObject({
      status: 'read',
      header: {
        sopClassUID: '1.2.840.10008.5.1.4.1.1.88.59',
        series: { modality: 'KO', seriesInstanceUID: '2.25.2002' },
        study: { ...study, requests: [] },
        valueType: 'COMPOSITE',
        documentTitle: { codeValue: '113030' },
      },
    });
  });

  it('[DICOM PS3.3 C.17.2.1] names every order the study answers', () => {
    expect(ordersOf({ ...study, requests: [{ accessionNumber: 'A1' }, { accessionNumber: 'A2' }] })).toHaveLength(2);
    expect(ordersOf({ ...study, requests: [{ requestedProcedureID: 'R1' }] })).toMatchObject([
      { accessionNumber: 'A77', requestedProcedureID: 'R1' },
    ]);
    expect(ordersOf({ ...study, accessionNumber: undefined, requests: [] })).toEqual([]);
  });

  it('[DICOM PS3.16 TID 2010] refuses to list nothing', () => {
    expect(() => buildManifest({ ...content, series: [] })).toThrow(RangeError);
  });

  it('[DICOM PS3.5 Table 6.2-1] refuses a value that does not fit', () => {
    expect(() => buildManifest({ ...content, sopInstanceUID: 'urn:oid:1.2' })).toThrow(DicomValueError);
    expect(() => buildManifest({ ...content, manufacturer: 'x'.repeat(65) })).toThrow(/Manufacturer/);
  });

  it('[DICOM PS3.3 A.35.4] lists 10,000 instances, both ways', () => {
    const uids = Array.from({ length: 10_000 }, (_, i) => `1.2.826.0.1.3680043.8.498.${10_000_000 + i}`);
    const bytes = buildManifest({ ...content, series: [series('2.25.1002', ...uids)] });
    expect(references(manifestOf(bytes))).toHaveLength(10_000);
  });

  it('[DICOM PS3.3 C.17.6.2.1] refuses other objects and documents without evidence', () => {
    const { sopInstanceUID } = content;
    const empty = encodeFile(
      { SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59', SOPInstanceUID: sopInstanceUID, Modality: 'KO' },
      testImplementation,
    );
    expect(readManifest(aCtInstance())).toMatchObject({ status: 'refused', reason: /not a Key Object Selection/ });
    expect(readManifest(empty)).toMatchObject({ status: 'refused', reason: /refers to no instance/ });
    expect(readManifest(new Uint8Array(3))).toMatchObject({ status: 'refused' });
  });

  it('[DICOM PS3.3 C.17.6.2.1] reports a content tree that disagrees, and a series without a place', () => {
    const sop = (uid: string) => [{ ReferencedSOPClassUID: '1.2', ReferencedSOPInstanceUID: uid }];
    const bytes = encodeFile(
      {
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59',
        SOPInstanceUID: '2.25.1',
        CurrentRequestedProcedureEvidenceSequence: [
          {
            StudyInstanceUID: '2.25.2',
            ReferencedSeriesSequence: [{ SeriesInstanceUID: '2.25.3', ReferencedSOPSequence: sop('2.25.4') }],
          },
        ],
        ContentSequence: [{ ValueType: 'IMAGE', ReferencedSOPSequence: sop('2.25.5') }],
      },
      testImplementation,
    );
    expect(manifestOf(bytes).findings).toEqual([
      'series 2.25.3 has no Retrieve Location UID',
      '1 instances are in the content tree but not in the evidence sequence',
      '1 instances are in the evidence sequence but not in the content tree',
    ]);
  });

  it.each([
    ['DCM', '113030', 'manifest'],
    ['99IHE', 'MADOTEMP001', 'manifest'],
    ['DCM', '113037', 'rejection'],
    ['DCM', '113000', 'clinical'],
  ] as const)('[DICOM PS3.16 CID 7010] %s %s is for: %s', (codingSchemeDesignator, codeValue, purpose) => {
    expect(keyObjectPurpose({ codeValue, codingSchemeDesignator, codeMeaning: '' })).toBe(purpose);
  });
});

describe.skipIf(!haveDicomSamples)('[DICOM PS3.3 C.17.6.2.1] readManifest on the shared samples', () => {
  const files = [
    ...dicomSampleFiles('kos'),
    ...dicomSampleFiles('studies').filter((f) => /kos\.dcm$|MADO_KOS/.test(f)),
  ];

  it('[DICOM PS3.3 C.17.6.2.1] reads every manifest made by other people', () => {
    expect(files.length).toBeGreaterThanOrEqual(9);
    for (const file of files)
      expect([file, references(manifestOf(readDicomSample(file))).length > 0]).toEqual([file, true]);
  });

  it('[RAD TF-3 4.68.4.1.2.1] refers to the same instances as the manifest that came with each study', () => {
    const studies = files.filter((file) => file.includes('/ids-dept'));
    expect(studies.length).toBe(6);
    for (const file of studies) {
      const theirs = manifestOf(readDicomSample(file));
      const images = dicomSampleFiles(file.replace('kos.dcm', 'images')).map((image) => {
        const result = readHeader(readDicomSample(image), { complete: true });
        if (result.status !== 'read') throw new Error(`${image}: ${JSON.stringify(result)}`);
        return result.header;
      });
      const seriesUIDs = [...new Set(images.map((image) => image.series.seriesInstanceUID))];
      const ours = buildManifest({
        ...content,
        patient: images[0]!.patient,
        study: images[0]!.study,
        series: seriesUIDs.map((uid) => ({
          ...series(uid),
          instances: images.filter((image) => image.series.seriesInstanceUID === uid),
        })),
      });
      expect(references(manifestOf(ours)).sort()).toEqual(references(theirs).sort());
    }
  });
});
