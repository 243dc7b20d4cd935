import { randomUUID } from 'node:crypto';
import { imagingResource } from '../cli/imaging-resource.ts';
import { makePhantomStudy } from '../cli/phantom/make-phantom-study.ts';
import type { DomainState } from '../runtime/domain-state.ts';
import { uidFromUUID } from '../schemas/dicom/uids.ts';
import type { RetrieveImagingDocumentSetRequest } from '../transactions/rad-69-retrieve-imaging-document-set/messages.ts';

/** A study that an Imaging Document Source holds. */
export interface HeldStudy {
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly sopInstanceUIDs: readonly string[];
  readonly octets: number;
}

const explicitVRLittleEndian = '1.2.840.10008.1.2.1';
const source = '1.3.6.1.4.1.21367.13.71.101';

/** Makes a CT study of `slices` instances of half a megabyte and hands it to the source; `publish` names its patient. */
export async function bringStudy(state: DomainState, slices: number, publish?: string): Promise<HeldStudy> {
  const { url } = state.endpoints.find((e) => e.kind === 'soap' && e.actor === 'imaging-document-source')!;
  const imaging = imagingResource(url);
  const held: { study: string; series: string; instances: string[]; octets: number } = {
    study: '',
    series: '',
    instances: [],
    octets: 0,
  };
  const study = makePhantomStudy({
    newUID: () => uidFromUUID(randomUUID()),
    patient: { patientName: 'Bench^Patient', patientID: 'BENCH', patientBirthDate: '19700101', patientSex: 'F' },
    studyDate: '20250102',
    studyTime: '030405',
    timezoneOffsetFromUTC: '+0000',
    accessionNumber: 'BENCH-1',
    slices,
  });
  for await (const slice of study) {
    const stored = await imaging.importInstance(slice);
    held.study = stored.studyInstanceUID;
    held.series = stored.seriesInstanceUID;
    held.instances.push(stored.sopInstanceUID);
    held.octets += slice.length;
  }
  if (publish !== undefined) {
    const published = await imaging.publish(held.study, publish);
    if (published.status === 'refused') throw new Error(published.errors.map((e) => e.codeContext).join('; '));
  }
  const { study: studyInstanceUID, series: seriesInstanceUID, instances: sopInstanceUIDs, octets } = held;
  return { studyInstanceUID, seriesInstanceUID, sopInstanceUIDs, octets };
}

/** The RAD-69 request for all of a study. */
export function requestFor(study: HeldStudy): RetrieveImagingDocumentSetRequest {
  const documents = study.sopInstanceUIDs.map((uid) => ({ repositoryUniqueId: source, documentUniqueId: uid }));
  const series = [{ seriesInstanceUID: study.seriesInstanceUID, documents }];
  return {
    studies: [{ studyInstanceUID: study.studyInstanceUID, series }],
    transferSyntaxUIDs: [explicitVRLittleEndian],
  };
}
