import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  aCtInstance,
  type DicomSample,
  dicomSamples,
  haveDicomSamples,
  readDicomSample,
} from '../../test/support/dicom.ts';
import { type InstanceHeader, readHeader } from './read-header.ts';

function headerOf(bytes: Uint8Array): InstanceHeader {
  const result = readHeader(bytes, { complete: true });
  if (result.status !== 'read') throw new Error(JSON.stringify(result));
  return result.header;
}

const reasonOf = (bytes: Uint8Array) => {
  const result = readHeader(bytes, { complete: true });
  return result.status === 'refused' ? result.reason : result.status;
};

/** Reads as the import does: a growing prefix. Gives the outcome and the octets that were looked at. */
function readGrowing(file: Uint8Array) {
  for (let length = 1024; ; ) {
    const complete = length >= file.length;
    const result = readHeader(file.subarray(0, length), { complete });
    if (result.status !== 'need more') return { result, length: Math.min(length, file.length) };
    expect(complete).toBe(false);
    expect(result.bytes).toBeGreaterThan(length);
    length = result.bytes;
  }
}

describe('[DICOM PS3.10 7] readHeader', () => {
  it('[DICOM PS3.10 7] reads identity, patient, study and series', () => {
    expect(headerOf(aCtInstance())).toMatchObject({
      sopClassUID: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUID: '2.25.1003',
      transferSyntaxUID: '1.2.840.10008.1.2.1',
      valueType: 'IMAGE',
      rows: 2,
      patient: { patientName: 'Moser^Vera', patientID: 'LOC-77', patientBirthDate: '19700304', patientSex: 'F' },
      study: { studyInstanceUID: '2.25.1001', accessionNumber: 'A77', timezoneOffsetFromUTC: '+0100' },
      series: { seriesInstanceUID: '2.25.1002', modality: 'CT', bodyPartExamined: 'CHEST', anatomicRegions: [] },
      findings: [],
    });
  });

  it('[DICOM PS3.3 10.14] reads issuers, codes and requests from their sequences', () => {
    const header = headerOf(
      aCtInstance({
        IssuerOfPatientID: 'ANNA',
        IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: '1.2.3', UniversalEntityIDType: 'ISO' }],
        AnatomicRegionSequence: [{ CodeValue: '51185008', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Thorax' }],
        RequestAttributesSequence: [{ AccessionNumber: 'A1', RequestedProcedureID: 'R1' }, { AccessionNumber: 'A2' }],
      }),
    );
    expect(header.patient.issuerOfPatientID).toEqual({
      localNamespaceEntityID: 'ANNA',
      universalEntityID: '1.2.3',
      universalEntityIDType: 'ISO',
    });
    expect(header.series.anatomicRegions).toMatchObject([{ codeValue: '51185008', codingSchemeDesignator: 'SCT' }]);
    expect(header.study.requests).toMatchObject([
      { accessionNumber: 'A1', requestedProcedureID: 'R1' },
      { accessionNumber: 'A2' },
    ]);
  });

  it('[DICOM PS3.10 7] needs some KB of a large instance, not its pixels', () => {
    const file = aCtInstance({ PixelData: new Uint8Array(4 << 20) });
    const { result, length } = readGrowing(file);
    expect(result.status).toBe('read');
    expect(length).toBeLessThanOrEqual(4096);
  });

  it('[DICOM PS3.10 7] gives the same header or a refusal for every length of the prefix', () => {
    const file = aCtInstance();
    const whole = readHeader(file, { complete: true });
    for (let length = 0; length < file.length; length++) {
      const result = readHeader(file.subarray(0, length), { complete: false });
      if (result.status !== 'need more') expect(result).toEqual(whole);
      expect(['read', 'refused']).toContain(readHeader(file.subarray(0, length), { complete: true }).status);
    }
  });

  it('[DICOM PS3.5 A.5] reads a deflated data set', () => {
    const plain = aCtInstance();
    const at = Buffer.from(plain).indexOf(Buffer.from([8, 0, 5, 0]));
    const meta = Buffer.from(plain.subarray(0, at)).toString('latin1');
    const deflatedMeta = meta
      .replace('1.2.840.10008.1.2.1\0', '1.2.840.10008.1.2.1.99')
      .replace('UI\x14\0', 'UI\x16\0');
    const file = Buffer.concat([Buffer.from(deflatedMeta, 'latin1'), deflateRawSync(plain.subarray(at))]);
    expect(readGrowing(file).result).toMatchObject({
      status: 'read',
      header: { sopInstanceUID: '2.25.1003', transferSyntaxUID: '1.2.840.10008.1.2.1.99' },
    });
  });

  it('[DICOM PS3.10 7.1] tolerates a missing preamble and missing file meta information, and says so', () => {
    const file = aCtInstance();
    expect(headerOf(file.subarray(128)).findings).toEqual(['the 128 octets of preamble are missing']);
    expect(headerOf(file.subarray(132)).findings).toEqual(['preamble and DICM prefix are missing']);
    const at = Buffer.from(file).indexOf(Buffer.from([8, 0, 5, 0]));
    expect(headerOf(file.subarray(at)).findings).toEqual([
      'file meta information is missing',
      'no transfer syntax is stated, read as 1.2.840.10008.1.2.1',
    ]);
  });

  it('[DICOM PS3.5 9.1] refuses what is no instance, with the reason', () => {
    expect(reasonOf(new TextEncoder().encode('%PDF-1.7 '.repeat(40)))).toMatch(/^not a DICOM file/);
    expect(reasonOf(new Uint8Array(0))).toMatch(/^not a DICOM file/);
    expect(reasonOf(aCtInstance({ StudyInstanceUID: undefined }))).toBe(
      'not an instance: Study Instance UID (0020,000d) missing',
    );
    expect(reasonOf(aCtInstance({ SOPClassUID: '1.2.840.10008.1.3.10', SeriesInstanceUID: '' }))).toMatch(/DICOMDIR/);
    const broken = Buffer.from(
      Buffer.from(aCtInstance()).toString('latin1').replace('2.25.1003', '2.25.x003'),
      'latin1',
    );
    broken.write('2.25.x003', broken.lastIndexOf('2.25.1003'), 'latin1');
    expect(reasonOf(broken)).toBe('SOP Instance UID (0008,0018) is not a UID');
  });

  it('[DICOM PS3.5 7.5] refuses endless nesting instead of following it', () => {
    const file = Buffer.from(aCtInstance());
    const at = file.indexOf(Buffer.from([8, 0, 5, 0]));
    const open = Buffer.from([
      8, 0, 0x15, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 254, 255, 0, 224, 255, 255, 255, 255,
    ]);
    const bomb = Buffer.concat([file.subarray(0, at), ...Array.from({ length: 50_000 }, () => open)]);
    expect(readHeader(bomb, { complete: true }).status).toBe('refused');
  });
});

/** Names the index has only as garbled text: its own reader did not know the character set. */
const garbled = (sample: DicomSample) => sample.patient_name.includes('?$');

describe.skipIf(!haveDicomSamples)('[DICOM PS3.10 7] readHeader on the shared samples', () => {
  const samples = dicomSamples();
  const sound = samples.filter((sample) => !sample.path.startsWith('malformed'));

  it('[DICOM PS3.10 7] agrees with the index on every well-formed instance', () => {
    const instances = sound.filter((s) => s.study_instance_uid !== '' && s.series_instance_uid !== '');
    expect(instances.length).toBeGreaterThan(300);
    for (const sample of instances) {
      const { result } = readGrowing(readDicomSample(sample.path));
      if (result.status !== 'read') throw new Error(`${sample.path}: ${JSON.stringify(result)}`);
      const { header } = result;
      const found = {
        modality: header.series.modality ?? '',
        sop_class_uid: header.sopClassUID,
        transfer_syntax_uid: sample.transfer_syntax_uid === '' ? '' : header.transferSyntaxUID,
        study_instance_uid: header.study.studyInstanceUID,
        series_instance_uid: header.series.seriesInstanceUID,
        sop_instance_uid: header.sopInstanceUID,
        patient_id: header.patient.patientID ?? '',
        patient_name: garbled(sample) ? sample.patient_name : (header.patient.patientName ?? ''),
      };
      expect(sample).toMatchObject({ path: sample.path, ...found });
    }
  });

  it('[DICOM PS3.10 7] refuses what the index has no study or series for, naming what is missing', () => {
    const others = sound.filter((s) => s.study_instance_uid === '' || s.series_instance_uid === '');
    expect(others.length).toBeGreaterThan(0);
    for (const sample of others) {
      expect([sample.path, reasonOf(readDicomSample(sample.path))]).toEqual([
        sample.path,
        expect.stringMatching(/missing/),
      ]);
    }
  });

  it('[DICOM PS3.10 7] reads or refuses every malformed file, whole and in pieces, within a second', () => {
    const malformed = samples.filter((sample) => sample.path.startsWith('malformed'));
    for (const sample of malformed) {
      const file = readDicomSample(sample.path);
      const started = performance.now();
      const { result } = readGrowing(file);
      expect(performance.now() - started).toBeLessThan(1000);
      expect(result.status).toBe(readHeader(file, { complete: true }).status);
      if (result.status === 'refused') expect(result.reason).toMatch(/[a-z]{3}/);
    }
    expect(malformed.length).toBeGreaterThan(50);
  });
});
