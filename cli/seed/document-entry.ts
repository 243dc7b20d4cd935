import { dtmFromDate } from '../../schemas/datatypes/dtm.ts';
import { oidFromUuid } from '../../schemas/datatypes/uuid.ts';
import { type Author, type Code, type DocumentEntry, international } from '../../schemas/metadata/nouns.ts';
import type { CodedAttribute, CodeSets } from '../../schemas/vocabulary/code-sets.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import type { Institution } from './authors.ts';
import type { Random } from './random.ts';

/** What all entries of one patient share. */
export interface SeedPatient {
  /** CX of the affinity domain. */
  readonly patientId: string;
  readonly sourcePatientId: string;
  readonly sourcePatientInfo: readonly string[];
  /** Where most of the patient's documents come from. */
  readonly home: Institution;
}

/** What entries are made from. */
export interface EntryWorld {
  readonly random: Random;
  readonly codeSets: CodeSets;
  readonly institutions: readonly Institution[];
}

/** A repository that does not exist: nothing can be fetched of what is seeded, and nothing is missing in a real one. */
const repositoryUniqueId = '1.3.6.1.4.1.21367.13.90.201';
const languages = ['en-US', 'en-US', 'en-US', 'de-DE', 'fr-FR', 'it-IT', 'sl-SI'];
const mimeTypes = ['text/xml', 'application/pdf', 'application/dicom', 'image/jpeg', 'text/plain'];
const comments = [
  'Findings and treatment as discussed with the patient on discharge.',
  'Preliminary, to be confirmed by the attending physician.',
  'Sent on request of the general practitioner.',
];

/** One Stable DocumentEntry written at `time`, with every attribute as often as a rich source gives it. */
export function seedEntry(world: EntryWorld, patient: SeedPatient, time: Date): DocumentEntry {
  const { random, institutions } = world;
  const institution = random.chance(0.8) ? patient.home : random.pickSkewed(institutions);
  const author = random.pickSkewed(institution.authors);
  const entryUUID = random.uuid();
  const typeCode = seedCode(world, 'typeCode');
  const stay = random.chance(0.3) ? random.below(14 * 24) : random.below(3);
  const mimeType = random.pickSkewed(mimeTypesOf(world.codeSets));
  return {
    kind: 'DocumentEntry',
    entryUUID,
    objectType: documentEntryTypes.Stable,
    extraMetadata: [],
    author: random.chance(0.1) ? [author, random.pick(institution.authors)] : [author],
    classCode: seedCode(world, 'classCode'),
    confidentialityCode: [seedCode(world, 'confidentialityCode')],
    creationTime: dtmFromDate(time),
    eventCodeList: eventCodes(world),
    formatCode: seedCode(world, 'formatCode'),
    hash: random.hex(40),
    healthcareFacilityTypeCode: seedCode(world, 'healthcareFacilityTypeCode'),
    languageCode: random.pick(languages),
    mimeType,
    patientId: patient.patientId,
    practiceSettingCode: seedCode(world, 'practiceSettingCode'),
    referenceIdList: random.chance(0.2) ? [`${random.hex(10)}^^^&1.3.6.1.4.1.21367.13.20.9&ISO^${accession}`] : [],
    repositoryUniqueId,
    serviceStartTime: dtmFromDate(new Date(time.getTime() - stay * 3_600_000)),
    serviceStopTime: dtmFromDate(time),
    size: String(Math.floor(2000 * 10 ** (3 * random.next()))),
    sourcePatientId: patient.sourcePatientId,
    sourcePatientInfo: patient.sourcePatientInfo,
    title: typeCode.displayName,
    typeCode,
    uniqueId: oidFromUuid(entryUUID),
    ...(random.chance(0.2) ? { comments: international(random.pick(comments)) } : {}),
    ...authenticator(random.chance(0.3) ? author : undefined),
  };
}

const accession = 'urn:ihe:iti:xds:2013:accession';

/** A code of the affinity domain's value set; where an attribute is not restricted, one of a local scheme. */
export function seedCode({ random, codeSets }: EntryWorld, attribute: CodedAttribute): Code {
  const set = codeSets.codes[attribute] ?? [];
  if (set.length === 0) {
    const number = random.below(20) + 1;
    const displayName = international(`${attribute} ${number}`);
    return { code: `S${number}`, codingScheme: '1.3.6.1.4.1.21367.13.90.202', displayName };
  }
  // Documents are normal, seldom restricted, whatever order the set has.
  const normal =
    attribute === 'confidentialityCode' && random.chance(0.95) ? set.find(({ code }) => code === 'N') : undefined;
  const { code, codingScheme, displayName } = normal ?? random.pickSkewed(set);
  return { code, codingScheme, displayName: international(displayName) };
}

function eventCodes(world: EntryWorld): Code[] {
  const { random } = world;
  const codes = Array.from({ length: random.chance(0.4) ? 1 + random.below(2) : 0 }, () =>
    seedCode(world, 'eventCodeList'),
  );
  return codes.length === 2 && codes[0]!.code === codes[1]!.code ? codes.slice(1) : codes;
}

function mimeTypesOf({ mimeTypes: allowed }: CodeSets): readonly string[] {
  if (allowed === undefined) return mimeTypes;
  const both = mimeTypes.filter((type) => allowed.includes(type));
  return both.length > 0 ? both : allowed;
}

function authenticator(author: Author | undefined): { legalAuthenticator?: string } {
  return author?.authorPerson === undefined ? {} : { legalAuthenticator: author.authorPerson };
}
