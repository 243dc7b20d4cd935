import type { CodedConcept } from './read-header.ts';

/**
 * Titles of Key Object Selections that are manifests: lists of what can be retrieved, not clinical content — DICOM PS3.16
 * CID 7010; the last is the trial title of the MADO supplement.
 */
const manifestTitles: readonly string[] = [
  'DCM 113030',
  'DCM 113031',
  'DCM 113032',
  'DCM 113033',
  'DCM 113034',
  'DCM 113035',
  '99IHE MADOTEMP001',
];

/** Titles that withdraw what they refer to — RAD TF-3 4.66 (IOCM), DICOM PS3.16 CID 7011. */
const rejectionTitles: readonly string[] = ['DCM 113001', 'DCM 113037', 'DCM 113038', 'DCM 113039'];

/** Manifest (113030, DCM) — DICOM PS3.16 CID 7010. */
export const manifestTitle: CodedConcept = {
  codeValue: '113030',
  codingSchemeDesignator: 'DCM',
  codeMeaning: 'Manifest',
};

/** What a Key Object Selection is for: a manifest, a rejection note, or clinical content such as "Of Interest". */
export function keyObjectPurpose(title: CodedConcept | undefined): 'manifest' | 'rejection' | 'clinical' {
  const key = title === undefined ? '' : `${title.codingSchemeDesignator} ${title.codeValue}`;
  if (manifestTitles.includes(key)) return 'manifest';
  return rejectionTitles.includes(key) ? 'rejection' : 'clinical';
}
