import {
  type Author,
  type Code,
  type DocumentEntry,
  type Folder,
  international,
  type Slot,
  type SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { documentAvailabilities } from '../../../schemas/vocabulary/statuses.ts';
import { aCode, aDocumentEntry, aFolder, anAuthor, aSubmissionSet } from '../../support/metadata.ts';
import type { Random } from '../random.ts';

/** Patients of the feed. */
export const patientIds = ['P1', 'P2', 'P3', 'P4', 'P5'].map((id) => `${id}^^^&1.3.6.1.4.1.21367.13.20.3000&ISO`);
/** What a source calls its patients. */
export const localIds = ['L1', 'L2', 'L3'].map((id) => `${id}^^^&1.3.6.1.4.1.21367.13.20.1&ISO`);

/** Few values of each kind, so that they meet: codes that differ in one half, texts that look like markup or patterns. */
export const classCodes = [
  aCode('A', '1.2.3'),
  aCode('B', '1.2.3'),
  aCode('A', '1.2.4'),
  aCode('A%', '1.2.3', 'A & <B>'),
];
export const typeCodes = [aCode('T1', '1.2.5'), aCode("T'2", '1.2.5')];
export const formatCodes = [aCode('urn:f:1', '1.2.6'), aCode('urn:f:2', '1.2.6')];
export const confidentialityCodes = [aCode('N', '1.2.7'), aCode('R', '1.2.7'), aCode('V', '1.2.7')];
export const eventCodes = [aCode('E1', '1.2.8'), aCode('E2', '1.2.8'), aCode('E,3', '1.2.8')];
export const facilityCodes = [aCode('H', '1.2.9'), aCode('O', '1.2.9')];
export const practiceCodes = [aCode('G', '1.2.10'), aCode('S', '1.2.10')];
export const contentTypes = [aCode('C1', '1.2.11'), aCode('C2', '1.2.11')];
export const folderCodes = [aCode('F1', '1.2.12'), aCode('F2', '1.2.12'), aCode('F3', '1.2.12')];
export const persons = ['^Berg^Ida', '7^Berg^Ole^^^^^^&1.2.99&ISO', "^O'Neil^A_B%", '^back\\slash^C'];
export const references = [
  'R1^^^&1.2.77&ISO^urn:ihe:iti:xds:2013:accession',
  'R2^^^&1.2.77&ISO^urn:ihe:iti:xds:2013:order',
  'R_%^^^&1.2.77&ISO^urn:ihe:iti:xds:2013:order',
];
export const sourceIds = ['1.2.55.1', '1.2.55.2'];
export const times = ['2024', '202406', '20240615', '2024061510', '202406151030', '20240615103059', '2025'];
const contents = [
  { hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709', size: '0' },
  { hash: 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709', size: '0' },
  { hash: '0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33', size: '3' },
  { hash: '0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33', size: '9007199254740991' },
];
const titles = ['Letter', 'a "b" <c> & d', 'status="urn:x" name="lastUpdateTime"', 'Ünïcödé 𝄞'];

/** Attributes of a Stable document, beside its ids. */
export function someDocument(random: Random): DocumentEntry {
  const [start, stop] = [random.pick(times), random.pick(times)].sort();
  const { serviceStartTime, serviceStopTime, comments, legalAuthenticator, ...entry } = aDocumentEntry();
  return {
    ...entry,
    ...random.pick(contents),
    author: someAuthors(random),
    classCode: random.pick(classCodes),
    typeCode: random.pick(typeCodes),
    formatCode: random.pick(formatCodes),
    confidentialityCode: atLeastOne(random, confidentialityCodes),
    eventCodeList: random.some(eventCodes, 2),
    healthcareFacilityTypeCode: random.pick(facilityCodes),
    practiceSettingCode: random.pick(practiceCodes),
    creationTime: random.pick(times),
    referenceIdList: random.some(references, 2),
    sourcePatientId: random.pick(localIds),
    title: international(random.pick(titles)),
    extraMetadata: someExtraMetadata(random),
    ...(random.percent(50) ? {} : { serviceStartTime: start! }),
    ...(random.percent(50) ? {} : { serviceStopTime: stop! }),
    ...(random.percent(70) ? {} : { documentAvailability: random.pick(Object.values(documentAvailabilities)) }),
    ...(random.percent(70) ? {} : { comments: international(random.pick(titles)) }),
    ...(random.percent(90) ? {} : { homeCommunityId: 'urn:oid:1.2.3.999' }),
  };
}

/** Attributes of an On-Demand entry, which has no content yet. */
export function someOnDemandDocument(random: Random): DocumentEntry {
  const { creationTime, hash, size, ...entry } = someDocument(random);
  return { ...entry, objectType: documentEntryTypes.OnDemand };
}

/** Attributes of a Folder. */
export function someFolder(random: Random): Folder {
  return aFolder({
    codeList: atLeastOne(random, folderCodes),
    title: international(random.pick(titles)),
    extraMetadata: someExtraMetadata(random),
    ...(random.percent(50) ? {} : { lastUpdateTime: random.pick(['20010101', '20990101000000']) }),
  });
}

/** Attributes of a SubmissionSet. */
export function someSubmissionSet(random: Random): SubmissionSet {
  return aSubmissionSet({
    author: someAuthors(random),
    contentTypeCode: random.pick(contentTypes),
    sourceId: random.pick(sourceIds),
    submissionTime: random.pick(times),
    extraMetadata: someExtraMetadata(random),
  });
}

/** A slot that the standard does not define; its value is made to be taken for something else. */
export function someExtraMetadata(random: Random): Slot[] {
  if (random.percent(70)) return [];
  return [{ name: 'urn:example:extra', values: [random.pick(titles), '<rim:Slot name="lastUpdateTime">'] }];
}

function someAuthors(random: Random): Author[] {
  return random.some(persons, 2).map((authorPerson) => anAuthor({ authorPerson }));
}

function atLeastOne(random: Random, codes: readonly Code[]): Code[] {
  const some = random.some(codes, 2);
  return some.length > 0 ? some : [random.pick(codes)];
}
