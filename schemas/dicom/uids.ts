/** Key Object Selection Document Storage — DICOM PS3.4 B.5. */
export const keyObjectSelectionDocumentStorage = '1.2.840.10008.5.1.4.1.1.88.59';
/** CT Image Storage — DICOM PS3.4 B.5. */
export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
/** The waveform storage SOP classes all begin so — DICOM PS3.4 B.5. */
export const waveformStorageRoot = '1.2.840.10008.5.1.4.1.1.9.';
/** Basic Directory (DICOMDIR): not a composite instance — DICOM PS3.4 I.4. */
export const mediaStorageDirectoryStorage = '1.2.840.10008.1.3.10';

/** Implicit VR Little Endian, the default transfer syntax — DICOM PS3.5 A.1. */
export const implicitVRLittleEndian = '1.2.840.10008.1.2';
/** Explicit VR Little Endian — DICOM PS3.5 A.2. */
export const explicitVRLittleEndian = '1.2.840.10008.1.2.1';
/** Explicit VR Big Endian, retired — DICOM PS3.5 2016b A.3. */
export const explicitVRBigEndian = '1.2.840.10008.1.2.2';
/** Deflated Explicit VR Little Endian — DICOM PS3.5 A.5. */
export const deflatedExplicitVRLittleEndian = '1.2.840.10008.1.2.1.99';
/** Implicit VR Little Endian with big-endian pixels, private to GE. */
export const gePrivateImplicit = '1.2.840.113619.5.2';
