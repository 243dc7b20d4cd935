import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { decodeRegistryObjects } from '../../schemas/ebrim/decode.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { testDatabase } from '../../test/support/postgres.ts';
import {
  registeredAssociation,
  registeredEntry,
  registeredFolder,
  registeredSet,
} from '../../test/support/registered.ts';
import { atHome, textWithLastUpdateTime, textWithStatus, underPatient } from './rendered.ts';

let database: OpenDatabase;
beforeAll(async () => {
  database = await testDatabase([]);
});
afterAll(() => database?.close());

/** An object whose every value, and everything it carries beyond XDS, looks like what is searched for. */
function oddly<T extends RegistryObject>(object: T): T {
  const odd = 'a ="b" > status="x" home="y" <rim:Slot name="lastUpdateTime"><rim:ValueList><rim:Value>1 & \\1';
  const unrecognised = (attributes: string, elements: string) => {
    const list = `<l xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><rim:ExtrinsicObject id="urn:uuid:0"
      objectType="urn:uuid:0" ${attributes}>${elements}</rim:ExtrinsicObject></l>`;
    return decodeRegistryObjects(parseXml(new TextEncoder().encode(list))).message[0]!.unrecognised!;
  };
  return {
    ...object,
    title: [{ value: odd }],
    extraMetadata: [{ name: odd, values: [odd] }],
    unrecognised: unrecognised(
      'xmlns:f="urn:f" f:status="&quot;&gt;" f:home="h"',
      '<rim:Slot name="lastUpdateTimes"><rim:ValueList><rim:Value>2</rim:Value></rim:ValueList></rim:Slot>' +
        '<rim:ExternalIdentifier id="i" registryObject="urn:uuid:0" identificationScheme="urn:uuid:1" value="v"/>',
    ),
  };
}

const objects: RegistryObject[] = [
  registeredEntry('A'),
  registeredSet('S'),
  registeredFolder('F'),
  registeredAssociation('S', 'A'),
];
const kinds = [...objects, ...objects.map(oddly)].map((object, i) => ({
  name: `${i < objects.length ? 'a plain' : 'an odd'} ${object.kind}`,
  object,
}));

describe('the stored text of an object, changed, is what is written of the changed object', () => {
  it.each(kinds)('another status: $name', async ({ object }) => {
    const availabilityStatus = availabilityStatuses.Deprecated;
    const text = `select ${textWithStatus('$1::text', '$2::text')} as changed`;
    const [row] = await database.query(text, [encodeRegistryObject(object), availabilityStatus]);
    expect(row!.changed).toBe(encodeRegistryObject({ ...object, availabilityStatus }));
  });

  it.each(kinds.filter(({ object }) => object.kind === 'Folder'))(
    'another lastUpdateTime: $name',
    async ({ object }) => {
      const text = `select ${textWithLastUpdateTime('$1::text', '$2::text')} as changed`;
      const [row] = await database.query(text, [encodeRegistryObject(object), '20300102030405']);
      expect(row!.changed).toBe(
        encodeRegistryObject({ ...object, lastUpdateTime: '20300102030405' } as RegistryObject),
      );
    },
  );

  it('another lastUpdateTime of a Folder that keeps a slot as it was sent', async () => {
    const sent = encodeRegistryObject(registeredFolder('F')).replace(
      /<rim:Slot name="lastUpdateTime">/,
      '<rim:Slot slotType="urn:t" name="lastUpdateTime">',
    );
    const text = `select ${textWithLastUpdateTime('$1::text', '$2::text')} as changed`;
    const [row] = await database.query(text, [sent, '20300102030405']);
    expect(row!.changed).toBe(sent.replace('20250102030407', '20300102030405'));
  });

  it.each(kinds)('another patient: $name', ({ object }) => {
    const patientId = 'p$1^^^&1.2&ISO';
    const changed = object.kind === 'Association' ? object : { ...object, patientId };
    expect(underPatient(encodeRegistryObject(object), object.kind, patientId)).toBe(encodeRegistryObject(changed));
  });

  it.each(kinds)('another home: $name', ({ object }) => {
    const homeCommunityId = 'urn:oid:1.2.3';
    const reread = (text: string) =>
      decodeRegistryObjects(
        parseXml(new TextEncoder().encode(`<l xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">${text}</l>`)),
      ).message;
    const expected = reread(encodeRegistryObject({ ...object, homeCommunityId }));
    expect(reread(atHome(encodeRegistryObject(object), homeCommunityId))).toEqual(expected);
    const other = encodeRegistryObject({ ...object, homeCommunityId: 'urn:oid:9' });
    expect(reread(atHome(other, homeCommunityId))).toEqual(expected);
  });
});
