import type { CodedConcept, SeriesAttributes } from '../../../schemas/dicom/read-header.ts';
import { type Code, international } from '../../../schemas/metadata/nouns.ts';
import { acquisitionModalities } from './acquisition-modalities.ts';
import { regionOfBodyPart } from './body-parts.ts';

const dicomOntology = '1.2.840.10008.2.16.4';
const snomed = '2.16.840.1.113883.6.96';

/** OIDs of the coding schemes DICOM headers name by designator — DICOM PS3.16 Table 8-1. */
const schemeOfDesignator: Readonly<Record<string, string>> = {
  DCM: dicomOntology,
  SCT: snomed,
  SRT: snomed,
  LN: '2.16.840.1.113883.6.1',
};

/**
 * eventCodeList of a manifest: each acquisition modality and each anatomic region of its series, once — RAD TF-3
 * 4.68.4.1.2.3. Modalities that only describe or mark images (SR, PR, KO, SEG …) are not events.
 */
export function eventCodesFrom(series: readonly SeriesAttributes[]): Code[] {
  const codes = [...series.flatMap(modalityOf), ...series.flatMap(regionsOf)];
  const distinct = new Map(codes.map((code) => [`${code.code}^^${code.codingScheme}`, code]));
  return [...distinct.values()];
}

function modalityOf({ modality = '' }: SeriesAttributes): Code[] {
  const meaning = acquisitionModalities[modality];
  if (meaning === undefined) return [];
  return [{ code: modality, codingScheme: dicomOntology, displayName: international(meaning) }];
}

/** The coded region; where there is none that a registry can know, the one Body Part Examined stands for. */
function regionsOf({ anatomicRegions, bodyPartExamined = '' }: SeriesAttributes): Code[] {
  const coded = anatomicRegions.flatMap(codeOf);
  if (coded.length > 0) return coded;
  const region = regionOfBodyPart[bodyPartExamined.toUpperCase().replaceAll(/[ _]/g, '')];
  return region === undefined ? [] : [{ code: region[0], codingScheme: snomed, displayName: international(region[1]) }];
}

function codeOf({ codeValue, codingSchemeDesignator, codeMeaning }: CodedConcept): Code[] {
  const codingScheme = schemeOfDesignator[codingSchemeDesignator];
  if (codingScheme === undefined) return [];
  return [{ code: codeValue, codingScheme, displayName: international(codeMeaning === '' ? codeValue : codeMeaning) }];
}
