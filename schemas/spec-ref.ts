/** A paragraph of a standard: what rules, fields and transactions point at. */
export interface SpecRef {
  /** The document as it is cited, such as `ITI TF-2`, `RAD TF-2`, `ebRS 3.0`, `DICOM PS3.15`. */
  readonly doc: string;
  readonly section: string;
}

/** ITI Technical Framework Volume 1 (profiles and actors). */
export const tf1 = (section: string): SpecRef => ({ doc: 'ITI TF-1', section });
/** ITI Technical Framework Volume 2 (transactions). */
export const tf2 = (section: string): SpecRef => ({ doc: 'ITI TF-2', section });
/** ITI Technical Framework Volume 3 (metadata). */
export const tf3 = (section: string): SpecRef => ({ doc: 'ITI TF-3', section });
/** Radiology Technical Framework Volume 1. */
export const radTf1 = (section: string): SpecRef => ({ doc: 'RAD TF-1', section });
/** Radiology Technical Framework Volume 2. */
export const radTf2 = (section: string): SpecRef => ({ doc: 'RAD TF-2', section });
/** A part of DICOM, such as `dicom('3.3', 'A.35.4')`. */
export const dicom = (part: string, section: string): SpecRef => ({ doc: `DICOM PS${part}`, section });
/** A chapter of HL7 version 2. */
export const hl7v2 = (section: string): SpecRef => ({ doc: 'HL7 v2', section });
/** Any other document, cited by its short name. */
export const other = (doc: string, section: string): SpecRef => ({ doc, section });

/** The reference as people write it: `ITI TF-2 3.42.4.1.3.3.6`. */
export function formatSpecRef(ref: SpecRef): string {
  return `${ref.doc} ${ref.section}`;
}
