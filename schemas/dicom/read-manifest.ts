import { type Attributes, itemsOf, openFile, type Refused, textOf } from './data-set.ts';
import { type CodedConcept, conceptOf, type PatientAttributes, patientOf } from './read-header.ts';
import { keyObjectSelectionDocumentStorage } from './uids.ts';

/** One series as a manifest refers to it. Two entries may share the UID: a series can be split over two sources. */
export interface ManifestSeries {
  readonly seriesInstanceUID: string;
  readonly retrieveAETitle?: string;
  readonly retrieveLocationUID?: string;
  readonly retrieveURL?: string;
  readonly instances: readonly { readonly sopClassUID: string; readonly sopInstanceUID: string }[];
}

/** One study as a manifest refers to it. */
export interface ManifestStudy {
  readonly studyInstanceUID: string;
  readonly series: readonly ManifestSeries[];
}

/** A Key Object Selection Document: what it is and what it refers to. */
export interface Manifest {
  readonly sopInstanceUID: string;
  readonly title: CodedConcept | undefined;
  readonly patient: PatientAttributes;
  readonly studies: readonly ManifestStudy[];
  /** What the file got wrong and was tolerated, each a short clause. */
  readonly findings: readonly string[];
}

/** The outcome of reading a manifest. */
export type ManifestRead = { readonly status: 'read'; readonly manifest: Manifest } | Refused;

/**
 * Reads a Key Object Selection Document — DICOM PS3.3 C.17.6.2.1: the references come from the evidence sequence, which
 * alone names study and series; the content tree is only compared with it.
 *
 * `bytes` is the whole file. Refused: other SOP classes, and documents without a usable reference.
 */
export function readManifest(bytes: Uint8Array): ManifestRead {
  const file = openFile(bytes, { complete: true });
  if (file.status === 'refused') return file;
  if (file.status === 'need more') return { status: 'refused', reason: 'the file ends inside its header' };
  const root = file.attributes;
  const sopClassUID = textOf(root, 'SOPClassUID');
  if (sopClassUID !== keyObjectSelectionDocumentStorage) {
    return {
      status: 'refused',
      reason: `not a Key Object Selection Document: SOP Class UID is ${sopClassUID ?? 'missing'}`,
    };
  }
  const sopInstanceUID = textOf(root, 'SOPInstanceUID');
  if (sopInstanceUID === undefined) return { status: 'refused', reason: 'SOP Instance UID (0008,0018) is missing' };
  const findings = [...file.findings];
  const studies = itemsOf(root, 'CurrentRequestedProcedureEvidenceSequence').flatMap((item) => studyOf(item, findings));
  if (studies.length === 0) {
    return { status: 'refused', reason: 'the evidence sequence (0040,a375) refers to no instance' };
  }
  findings.push(...compareContentTree(root, studies));
  const title = conceptOf(itemsOf(root, 'ConceptNameCodeSequence')[0]);
  return { status: 'read', manifest: { sopInstanceUID, title, patient: patientOf(root), studies, findings } };
}

function studyOf(item: Attributes, findings: string[]): ManifestStudy[] {
  const studyInstanceUID = textOf(item, 'StudyInstanceUID');
  if (studyInstanceUID === undefined) {
    findings.push('an item of the evidence sequence has no Study Instance UID and is left out');
    return [];
  }
  const series = itemsOf(item, 'ReferencedSeriesSequence').flatMap((each) => seriesOf(each, findings));
  return series.length === 0 ? [] : [{ studyInstanceUID, series }];
}

function seriesOf(item: Attributes, findings: string[]): ManifestSeries[] {
  const seriesInstanceUID = textOf(item, 'SeriesInstanceUID');
  if (seriesInstanceUID === undefined) {
    findings.push('a referenced series has no Series Instance UID and is left out');
    return [];
  }
  const instances = itemsOf(item, 'ReferencedSOPSequence').flatMap((reference) => {
    const sopInstanceUID = textOf(reference, 'ReferencedSOPInstanceUID');
    if (sopInstanceUID === undefined)
      findings.push(`a reference of series ${seriesInstanceUID} has no SOP Instance UID`);
    return sopInstanceUID === undefined
      ? []
      : [{ sopClassUID: textOf(reference, 'ReferencedSOPClassUID') ?? '', sopInstanceUID }];
  });
  const retrieveLocationUID = textOf(item, 'RetrieveLocationUID');
  if (retrieveLocationUID === undefined) findings.push(`series ${seriesInstanceUID} has no Retrieve Location UID`);
  if (instances.length === 0) return [];
  return [
    {
      seriesInstanceUID,
      retrieveAETitle: textOf(item, 'RetrieveAETitle'),
      retrieveLocationUID,
      retrieveURL: textOf(item, 'RetrieveURL'),
      instances,
    },
  ];
}

/** Every reference belongs in both places — DICOM PS3.3 C.17.6.2.1; a difference is reported, the evidence counts. */
function compareContentTree(root: Attributes, studies: readonly ManifestStudy[]): string[] {
  const evidence = new Set<string>();
  for (const study of studies)
    for (const series of study.series) for (const instance of series.instances) evidence.add(instance.sopInstanceUID);
  const tree = new Set<string>();
  const items = [...itemsOf(root, 'ContentSequence')];
  for (let item = items.pop(); item !== undefined; item = items.pop()) {
    items.push(...itemsOf(item, 'ContentSequence'));
    for (const reference of itemsOf(item, 'ReferencedSOPSequence')) {
      const uid = textOf(reference, 'ReferencedSOPInstanceUID');
      if (uid !== undefined) tree.add(uid);
    }
  }
  const onlyTree = [...tree].filter((uid) => !evidence.has(uid)).length;
  const onlyEvidence = [...evidence].filter((uid) => !tree.has(uid)).length;
  return [
    ...(onlyTree === 0 ? [] : [`${onlyTree} instances are in the content tree but not in the evidence sequence`]),
    ...(onlyEvidence === 0
      ? []
      : [`${onlyEvidence} instances are in the evidence sequence but not in the content tree`]),
  ];
}
