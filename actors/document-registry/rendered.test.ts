import { describe, expect, it } from 'vitest';
import type { Folder, RegistryObject } from '../../schemas/metadata/nouns.ts';
import { marks, renderAnswer, renderMarked } from './rendered.ts';

const folder: Folder = {
  kind: 'Folder',
  entryUUID: 'urn:uuid:1',
  title: [{ value: 'plain' }],
  patientId: 'submitted',
  availabilityStatus: 'submitted',
  lastUpdateTime: 'submitted',
  version: 'submitted',
  codeList: [],
  extraMetadata: [],
};
const join = (object: RegistryObject) => {
  const { availabilityStatus, patientId, lastUpdateTime, version, title } = object as Folder;
  return [availabilityStatus, patientId, lastUpdateTime, version, title?.[0]?.value].join('|');
};
const row = {
  availability_status: 'urn:status',
  patient_id: '1^^^&1.2&ISO',
  last_update_time: '20250102030405',
  version: 2,
};

describe('[ITI TF-2 3.18.4.1.2.3] the stored text of an object', () => {
  it('holds marks where attributes may change, whatever was submitted there', () => {
    expect(renderMarked(folder, join)).toBe(
      [marks.availabilityStatus, marks.patientId, marks.lastUpdateTime, marks.version, 'plain'].join('|'),
    );
  });
  it('is answered with the present values, escaped for an XML attribute', () => {
    expect(renderAnswer({ ebrim: renderMarked(folder, join), ...row })).toBe(
      'urn:status|1^^^&amp;1.2&amp;ISO|20250102030405|2|plain',
    );
  });
  it.each(['\uE000', '\uE001\uE002', 'a\uE003b', '\uE004', '\uE0040', '\uE004\uE0044', '\uE005', 'ü\u{1F600}'])(
    'gives back submitted text that looks like a place: %j',
    (text) => {
      const stored = renderMarked({ ...folder, title: [{ value: text }] }, join);
      expect(
        renderAnswer({ ebrim: stored, ...row })
          .split('|')
          .at(-1),
      ).toBe(text);
    },
  );
  it('leaves the submitted object as it was', () => {
    const before = structuredClone(folder);
    renderMarked(folder, join);
    expect(folder).toEqual(before);
  });
  it.each(['DocumentEntry', 'SubmissionSet', 'Association'] as const)('of a %s marks its status', (kind) => {
    const object = { ...folder, kind } as unknown as RegistryObject;
    expect(renderMarked(object, join).startsWith(marks.availabilityStatus)).toBe(true);
  });
});
