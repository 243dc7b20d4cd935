import { describe, expect, it } from 'vitest';
import { readHeader } from '../../schemas/dicom/read-header.ts';
import { chest } from './anatomy.ts';
import { makePhantomStudy, type PhantomStudyOptions } from './make-phantom-study.ts';
import { renderSlice, storedZero } from './render-slice.ts';

function options(overrides: Partial<PhantomStudyOptions> = {}): PhantomStudyOptions {
  let last = 1000;
  return {
    newUID: () => `2.25.${++last}`,
    patient: { patientName: 'Moser^Vera', patientID: 'LOC-77', patientBirthDate: '19700304', patientSex: 'F' },
    studyDate: '20250102',
    studyTime: '030405',
    timezoneOffsetFromUTC: '+0100',
    accessionNumber: 'A77',
    issuerOfAccessionNumber: { universalEntityID: '1.2.3' },
    ...overrides,
  };
}

async function all(study: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  for await (const file of study) files.push(file);
  return files;
}

describe('[DICOM PS3.3 A.3] makePhantomStudy', () => {
  it('[DICOM PS3.3 A.3] makes one study of one series with the geometry of its slices', async () => {
    const files = await all(makePhantomStudy(options({ slices: 3, size: 64 })));
    const headers = files.map((file) => {
      const result = readHeader(file, { complete: true });
      if (result.status !== 'read') throw new Error(JSON.stringify(result));
      return result.header;
    });
    expect(headers.map((header) => header.sopInstanceUID)).toEqual(['2.25.1004', '2.25.1005', '2.25.1006']);
    for (const header of headers) {
      expect(header).toMatchObject({
        study: {
          studyInstanceUID: '2.25.1001',
          accessionNumber: 'A77',
          issuerOfAccessionNumber: { universalEntityID: '1.2.3' },
        },
        series: { seriesInstanceUID: '2.25.1002', modality: 'CT', anatomicRegions: [{ codeValue: '43799004' }] },
        patient: { patientName: 'Moser^Vera', patientID: 'LOC-77' },
        rows: 64,
        valueType: 'IMAGE',
        findings: [],
      });
    }
    const text = files.map((file) => Buffer.from(file).toString('latin1'));
    expect(text.map((file) => /-187\.03125\\-187\.03125\\(-?[0-9]+)/.exec(file)?.[1])).toEqual(['-5', '0', '5']);
  });

  it('[DICOM PS3.3 A.3] gives the same bytes for the same options', async () => {
    const once = await all(makePhantomStudy(options({ slices: 2, size: 32 })));
    const again = await all(makePhantomStudy(options({ slices: 2, size: 32 })));
    expect(again).toEqual(once);
    expect(once[0]).not.toEqual(once[1]);
  });

  it('[DICOM PS3.3 A.3] is 30 slices of 512 x 512 with 16 bits unless asked otherwise', async () => {
    let slices = 0;
    for await (const file of makePhantomStudy(options())) {
      slices++;
      expect(file.length).toBeGreaterThan(512 * 512 * 2);
    }
    expect(slices).toBe(30);
  });
});

describe('[DICOM PS3.3 C.8.2.1] renderSlice', () => {
  const size = 128;
  const spacing = 380 / size;
  /** Mean CT number of a 5 x 5 neighbourhood in millimetres of the patient. */
  const at = (pixels: Uint8Array, x: number, y: number) => {
    let sum = 0;
    for (let dy = -2; dy <= 2; dy++)
      for (let dx = -2; dx <= 2; dx++) {
        const column = Math.round(x / spacing + (size - 1) / 2) + dx;
        const row = Math.round(y / spacing + (size - 1) / 2) + dy;
        sum += pixels[2 * (row * size + column)]! + 256 * pixels[2 * (row * size + column) + 1]!;
      }
    return sum / 25 - storedZero;
  };

  it.each([
    ['air outside', 180, -100, 0, -1000],
    ['the right lung', -78, 30, 0, -850],
    ['the left lung', 80, 20, 0, -850],
    ['the lesion', -92, -28, 22, 60],
    ['lung where the lesion was, three slices on', -92, -28, 62, -850],
    ['soft tissue', 0, -90, 60, 40],
  ])('[DICOM PS3.3 C.8.2.1] shows %s', (_, x, y, z, hounsfield) => {
    const value = at(renderSlice({ size, spacing, z }, chest, 1), x, y);
    expect(Math.abs(value - hounsfield)).toBeLessThan(15);
  });
});
