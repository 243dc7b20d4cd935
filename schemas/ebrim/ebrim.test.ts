import { describe, expect, it } from 'vitest';
import {
  aCode,
  aDocumentEntry,
  aFolder,
  anAssociation,
  aSubmission,
  aSubmissionSet,
} from '../../test/support/metadata.ts';
import type { Submission } from '../metadata/nouns.ts';
import { formatSpecRef } from '../spec-ref.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { parseXml } from '../xml/parse.ts';
import { decodeRegistryObjectList, decodeRegistryObjects } from './decode.ts';
import { encodeSubmission } from './encode.ts';
import { encodeRegistryObject } from './encode-object.ts';
import { ebrimRules } from './rules.ts';

function parse(list: string) {
  return parseXml(Buffer.from(list.replace('<rim:RegistryObjectList', `$& xmlns:rim="${namespaces.rim}"`)));
}
const decode = (list: string) => decodeRegistryObjectList(parse(list));
const good = encodeSubmission(aSubmission({ folders: [aFolder()] }));

/** The good list with one thing broken; fails when there is nothing to break. */
function broken(from: string | RegExp, to: string): string {
  const text = good.replace(from, to);
  if (text === good) throw new Error(`nothing to replace: ${from}`);
  return text;
}

const scheme = 'classificationScheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"';
const classCode = good.slice(good.lastIndexOf('<rim:Classification', good.indexOf(scheme)));
const oneClassCode = classCode.slice(0, classCode.indexOf('</rim:Classification>') + '</rim:Classification>'.length);
const patientId = /<rim:ExternalIdentifier [^>]*58a6f841.*?<\/rim:ExternalIdentifier>/.exec(good)?.[0] ?? '';
const setMark = /<rim:Classification [^>]*classificationNode="urn:uuid:a54d6aa5[^>]*\/>/.exec(good)?.[0] ?? '';
const folderNode = 'urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2';
const hashSlot = /<rim:Slot name="hash">.*?<\/rim:Slot>/.exec(good)?.[0] ?? '';
const extraSlot = (name: string) =>
  `<rim:Slot name="${name}"><rim:ValueList><rim:Value>x</rim:Value></rim:ValueList></rim:Slot>${hashSlot}`;

type Case = readonly [situation: string, list: string, at: string, found: string];
const rejects: Readonly<Record<keyof typeof ebrimRules, readonly Case[]>> = {
  elementKnown: [
    [
      'an unknown element',
      broken('</rim:RegistryObjectList>', '<rim:Organization id="o"/>$&'),
      'o',
      'element Organization',
    ],
    [
      'a code beside its object',
      broken('</rim:RegistryObjectList>', `${oneClassCode.replace(/ id="[^"]*"/, '')}$&`),
      'Classification',
      'Classification urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a of Document01 beside the objects',
    ],
    [
      'the mark of a package that is not there',
      broken('</rim:RegistryObjectList>', `${setMark.replace('="SubmissionSet01"', '="Nobody"')}$&`),
      'SubmissionSet01-part-3',
      'Classification urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd of Nobody beside the objects',
    ],
  ],
  contentKnown: [
    ['an unknown element', broken(hashSlot, '<rim:Thing/>'), 'Document01.Thing', 'element Thing'],
    ['an element of another namespace', broken(hashSlot, '<Slot/>'), 'Document01.Slot', 'element Slot'],
    ['two names', broken('<rim:Description>', '<rim:Name/>$&'), 'Document01.title', 'Name again'],
    ['loose text', broken(hashSlot, 'loose'), 'Document01', 'text between the elements'],
  ],
  attributePresent: [
    ['an entry without id', broken(' id="Document01"', ''), 'DocumentEntry.entryUUID', 'nothing'],
    [
      'an association without target',
      broken(/ targetObject="Document01"/, ''),
      'HasMember-SubmissionSet01-Document01.target',
      'nothing',
    ],
    ['an ObjectRef without id', broken('</rim:RegistryObjectList>', '<rim:ObjectRef/>$&'), 'ObjectRef.id', 'nothing'],
  ],
  objectType: [
    [
      'an entry of another type',
      broken(/objectType="urn:uuid:[^"]*"/, 'objectType="urn:x"'),
      'Document01.objectType',
      'urn:x',
    ],
    ['an entry without type', broken(/ objectType="urn:uuid:[^"]*"/, ''), 'Document01.objectType', 'nothing'],
    [
      'a package of another type',
      broken(/objectType="[^"]*:RegistryPackage"/, 'objectType="urn:x"'),
      'SubmissionSet01.objectType',
      'urn:x',
    ],
  ],
  packageKind: [
    ['neither mark', broken(setMark, ''), 'SubmissionSet01', 'neither'],
    [
      'both marks',
      broken(setMark, setMark + setMark.replace(/urn:uuid:a54d6aa5[^"]*/, folderNode)),
      'SubmissionSet01',
      'both',
    ],
  ],
  slotOnce: [
    ['a slot twice', broken(hashSlot, hashSlot + hashSlot), 'Document01.hash', 'Slot hash again'],
    [
      'an extra slot twice',
      broken(hashSlot, extraSlot('urn:x:y').repeat(2)),
      'Document01.urn:x:y',
      'Slot urn:x:y again',
    ],
    [
      'a slot of an author twice',
      broken(/<rim:Slot name="authorRole">.*?<\/rim:Slot>/, '$&$&'),
      'Document01.author',
      'Slot authorRole again',
    ],
  ],
  slotSingleValue: [
    [
      'two hashes',
      broken(hashSlot, hashSlot.replace(/<rim:Value>.*?<\/rim:Value>/, '$&$&')),
      'Document01.hash',
      '2 values',
    ],
    [
      'two persons',
      broken(/(<rim:Slot name="authorPerson"><rim:ValueList>)(<rim:Value>.*?<\/rim:Value>)/, '$1$2$2'),
      'Document01.author',
      'Slot authorPerson with 2 values',
    ],
  ],
  slotNotEmpty: [
    [
      'an empty list',
      broken(hashSlot, '<rim:Slot name="hash"><rim:ValueList/></rim:Slot>'),
      'Document01.hash',
      'Slot hash without Value',
    ],
    ['no list', broken(hashSlot, '<rim:Slot name="hash"/>'), 'Document01.hash', 'Slot hash without Value'],
    ['an empty value', broken(/da39a3ee[0-9a-f]*/, ''), 'Document01.hash', 'Slot hash with an empty Value'],
  ],
  slotName: [['a slot without name', broken('<rim:Slot name="hash">', '<rim:Slot>'), 'Document01', 'nothing']],
  slotKnown: [['a plain name', broken(hashSlot, extraSlot('myOwn')), 'Document01.myOwn', 'Slot myOwn']],
  slotReserved: [
    [
      'an invented IHE name',
      broken(hashSlot, extraSlot('urn:ihe:iti:xds:2099:x')),
      'Document01.urn:ihe:iti:xds:2099:x',
      'Slot urn:ihe:iti:xds:2099:x',
    ],
  ],
  classificationKnown: [
    [
      'a scheme of another kind of object',
      broken(scheme, 'classificationScheme="urn:uuid:aa543740-bdda-424e-8c96-df4873be8500"'),
      'Document01.Classification',
      'urn:uuid:aa543740-bdda-424e-8c96-df4873be8500',
    ],
    ['a Classification by nothing', broken(` ${scheme}`, ''), 'Document01.Classification', 'nothing'],
  ],
  classificationOnce: [
    ['two class codes', broken(oneClassCode, oneClassCode + oneClassCode), 'Document01.classCode', 'another code'],
    [
      'the mark twice',
      broken(setMark, setMark + setMark),
      'SubmissionSet01.Classification',
      'the mark of the package again',
    ],
  ],
  classifiedObject: [
    [
      'another object',
      broken(oneClassCode, oneClassCode.replace('="Document01"', '="Document02"')),
      'Document01.classCode',
      'Document02',
    ],
    [
      'no object',
      broken(setMark, setMark.replace(' classifiedObject="SubmissionSet01"', '')),
      'SubmissionSet01.kind',
      'nothing',
    ],
  ],
  codeValue: [
    [
      'an empty code',
      broken('nodeRepresentation="REPORTS"', 'nodeRepresentation=""'),
      'Document01.classCode',
      'nothing',
    ],
    ['no code', broken('nodeRepresentation="REPORTS"', ''), 'Document01.classCode', 'nothing'],
  ],
  codeScheme: [
    [
      'no scheme',
      broken(oneClassCode, oneClassCode.replace(/<rim:Slot.*?<\/rim:Slot>/, '')),
      'Document01.classCode',
      'nothing',
    ],
    [
      'two schemes',
      broken(oneClassCode, oneClassCode.replace(/<rim:Value>.*?<\/rim:Value>/, '$&$&')),
      'Document01.classCode',
      '2 values',
    ],
  ],
  codeName: [
    [
      'no name',
      broken(oneClassCode, oneClassCode.replace(/<rim:Name>.*?<\/rim:Name>/, '')),
      'Document01.classCode',
      'nothing',
    ],
    ['an empty name', broken('value="Reports"', 'value=""'), 'Document01.classCode', 'nothing'],
  ],
  identifierKnown: [
    [
      'an identifier of another kind of object',
      broken('58a6f841-87b3-4a3e-92fd-a8ffeff98427', '554ac39e-e3fe-47fe-b233-965d2a147832'),
      'Document01.ExternalIdentifier',
      'urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832',
    ],
  ],
  identifierOnce: [
    [
      'two patients',
      broken(patientId, patientId + patientId.replace('PAT-1001', 'PAT-2')),
      'Document01.patientId',
      'PAT-2^^^&1.3.6.1.4.1.21367.13.20.3000&ISO',
    ],
  ],
  identifierObject: [
    ['another object', broken(patientId, patientId.replace('="Document01"', '="D2"')), 'Document01.patientId', 'D2'],
  ],
  identifierValue: [
    ['an empty value', broken(/ value="PAT-1001[^"]*"/, ' value=""'), 'Document01.patientId', 'nothing'],
  ],
  identifierName: [
    [
      'another name',
      broken('XDSDocumentEntry.patientId', 'XDSFolder.patientId'),
      'Document01.patientId',
      'XDSFolder.patientId',
    ],
  ],
};

describe('structural rules of ebRIM', () => {
  it('accept a good submission', () => {
    expect(decode(good).findings).toEqual([]);
    expect(decode(good).message).toEqual(aSubmission({ folders: [aFolder()] }));
  });

  for (const [name, rule] of Object.entries(ebrimRules)) {
    const cases = rejects[name as keyof typeof ebrimRules];
    it.each(cases)(`[${formatSpecRef(rule.source)}] ${rule.id} rejects %s`, (_, list, at, found) => {
      const { findings, message } = decode(list);
      expect(
        findings.map((finding) => [finding.rule.id, finding.violation.at, finding.violation.found]),
      ).toContainEqual([rule.id, at, found]);
      const again = decode(encodeSubmission(message));
      expect(again.message).toEqual(message);
    });
  }

  it('are listed for the reference, each with its own id', () => {
    expect(new Set(Object.values(ebrimRules).map(({ id }) => id)).size).toBe(Object.keys(ebrimRules).length);
  });
});

describe('[ITI TF-3 4.2.1] the mark of a package', () => {
  it('is accepted beside the package and written inside', () => {
    const beside = broken(setMark, '').replace('</rim:RegistryObjectList>', `${setMark}$&`);
    const { message, findings } = decode(beside);
    expect(findings).toEqual([]);
    expect(encodeSubmission(message)).toBe(good);
  });
});

describe('[ITI TF-3 4.2.3.1.6] extra metadata', () => {
  it('is kept with its type and written back', () => {
    const slot = { name: 'urn:example:x', values: ['1', '2'], slotType: 'urn:example:t' };
    const submission = aSubmission({ documentEntries: [aDocumentEntry({ extraMetadata: [slot] })] });
    const { message, findings } = decode(encodeSubmission(submission));
    expect(findings).toEqual([]);
    expect(message).toEqual(submission);
  });
});

describe('what a noun does not know', () => {
  const french = '<rim:LocalizedString xml:lang="fr" value="XDSDocumentEntry.patientId"/>';
  const odd = broken('<rim:LocalizedString value="XDSDocumentEntry.patientId"/>', french)
    .replace('<rim:Slot name="hash">', '<rim:Slot name="hash" slotType="urn:t">')
    .replace(oneClassCode, oneClassCode.replace('</rim:Classification>', '<rim:Description/>$&'))
    .replace('mimeType="text/plain"', '$& isOpaque="false"');
  const [entry] = decode(odd).message.documentEntries;
  if (entry === undefined) throw new Error('no entry');

  it('is written back', () => {
    const text = encodeRegistryObject(entry);
    for (const kept of [french, 'slotType="urn:t"', '<rim:Description/></rim:Classification>', 'isOpaque="false"'])
      expect(text).toContain(kept);
  });

  it('follows the object to its new id', () => {
    const text = encodeRegistryObject({ ...entry, entryUUID: 'urn:uuid:8e2a1c5e-0a6f-4d0e-9b7c-0123456789ab' });
    expect(text).not.toContain('Document01');
    expect(text).toContain(french);
  });

  it('gives way to an attribute that was changed', () => {
    const text = encodeRegistryObject({ ...entry, patientId: 'other', hash: 'ab', classCode: aCode('X', '1.2') });
    for (const gone of [french, 'slotType', 'Description/></rim:Classification']) expect(text).not.toContain(gone);
    for (const there of ['value="other"', '<rim:Value>ab</rim:Value>', 'nodeRepresentation="X"'])
      expect(text).toContain(there);
    expect(text.match(/name="hash"/g)).toHaveLength(1);
  });
});

describe('encodeRegistryObject', () => {
  const uuid = 'urn:uuid:8e2a1c5e-0a6f-4d0e-9b7c-0123456789ab';
  const text = encodeRegistryObject(aDocumentEntry({ entryUUID: uuid }));
  const ids = [...text.matchAll(/<rim:(?:Classification|ExternalIdentifier) id="([^"]*)"/g)].map((match) => match[1]);

  it('[ebRIM 3.0 2.4] gives every part its own UUID, the same each time', () => {
    expect(new Set([uuid, ...ids]).size).toBe(ids.length + 1);
    expect(ids.length).toBeGreaterThan(9);
    for (const id of ids) expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-0a6f-4d0e-9b7c-0123456789ab$/);
    expect(encodeRegistryObject(aDocumentEntry({ entryUUID: uuid }))).toBe(text);
  });

  it('passes marks through unharmed', () => {
    const mark = (name: string) => `\u{E000}${name}\u{E000}`;
    const folder = aFolder({
      availabilityStatus: mark('status'),
      patientId: mark('patient'),
      lastUpdateTime: mark('time'),
      version: mark('version'),
    });
    const marked = encodeRegistryObject(folder);
    for (const name of ['status', 'patient', 'time', 'version']) expect(marked).toContain(mark(name));
  });

  it('[ebRIM 3.0 2.5] orders the children as the schema does', () => {
    const names = decodeRegistryObjects(parse(`<rim:RegistryObjectList>${text}</rim:RegistryObjectList>`));
    expect(names.message).toEqual([aDocumentEntry({ entryUUID: uuid })]);
    const order = ['Slot', 'Name', 'Description', 'VersionInfo', 'Classification', 'ExternalIdentifier'];
    const list = parse(`<rim:RegistryObjectList>${text}</rim:RegistryObjectList>`).children[0];
    if (typeof list === 'string' || list === undefined) throw new Error('no element');
    const ranks = list.children.map((child) => (typeof child === 'string' ? -1 : order.indexOf(child.name)));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  it('writes what a name holds exactly, line ends and quotes included', () => {
    const submission: Submission = aSubmission({
      submissionSets: [aSubmissionSet({ title: [{ value: 'a\r\n\t"b" <c> & \u{1F600}' }] })],
      associations: [anAssociation({ documentation: aCode('a"<', ' x ') })],
    });
    expect(decode(encodeSubmission(submission)).message).toEqual(submission);
  });
});
