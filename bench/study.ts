import { createHash, randomUUID } from 'node:crypto';
import { imagingResource } from '../cli/imaging-resource.ts';
import { makePhantomStudy } from '../cli/phantom/make-phantom-study.ts';
import type { DomainState } from '../runtime/domain-state.ts';
import { oidFromUuid } from '../schemas/datatypes/uuid.ts';
import { explicitVRLittleEndian } from '../schemas/dicom/uids.ts';
import type { RetrieveImagingDocumentSetRequest } from '../transactions/rad-69-retrieve-imaging-document-set/messages.ts';

/** The Imaging Document Source's default OID. */
const imagingDocumentSourceUid = '1.3.6.1.4.1.21367.13.71.101';

/** A study that an Imaging Document Source holds. */
export interface HeldStudy {
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  /** SHA-1 in hex of each instance, by SOP Instance UID. */
  readonly instances: ReadonlyMap<string, string>;
  readonly octets: number;
}

/**
 * Makes a CT study of `slices` instances of half a megabyte and hands it to the imaging source of a domain; each slice is
 * also given to `keep`.
 */
export async function bringStudy(
  state: DomainState,
  slices: number,
  keep: (sopInstanceUID: string, slice: Uint8Array) => Promise<void> = async () => {},
): Promise<HeldStudy> {
  const imaging = imagingResource(imagingUrl(state));
  const instances = new Map<string, string>();
  let octets = 0;
  let last: Awaited<ReturnType<typeof imaging.importInstance>> | undefined;
  for await (const slice of phantom(slices)) {
    last = await imaging.importInstance(slice);
    await keep(last.sopInstanceUID, slice);
    instances.set(last.sopInstanceUID, createHash('sha1').update(slice).digest('hex'));
    octets += slice.length;
  }
  if (last === undefined) throw new Error('A study needs a slice.');
  const { studyInstanceUID, seriesInstanceUID } = last;
  return { studyInstanceUID, seriesInstanceUID, instances, octets };
}

function phantom(slices: number): AsyncGenerator<Uint8Array> {
  return makePhantomStudy({
    newUID: () => oidFromUuid(randomUUID()),
    patient: { patientName: 'Bench^Patient', patientID: 'BENCH', patientBirthDate: '19700101', patientSex: 'F' },
    studyDate: '20250102',
    studyTime: '030405',
    timezoneOffsetFromUTC: '+0000',
    accessionNumber: 'BENCH-1',
    slices,
  });
}

/** Has the source publish the manifest of a study for a patient of the affinity domain (CX). */
export async function publishStudy(state: DomainState, study: HeldStudy, patientId: string): Promise<void> {
  const published = await imagingResource(imagingUrl(state)).publish(study.studyInstanceUID, patientId);
  if (published.status === 'refused') throw new Error(published.errors.map((e) => e.codeContext).join('; '));
}

function imagingUrl({ endpoints }: DomainState): string {
  return endpoints.find((e) => e.kind === 'soap' && e.actor === 'imaging-document-source')!.url;
}

/** The RAD-69 request for all of a study. */
export function requestFor(study: HeldStudy): RetrieveImagingDocumentSetRequest {
  const { studyInstanceUID, seriesInstanceUID } = study;
  const documents = [...study.instances.keys()].map((documentUniqueId) => ({
    repositoryUniqueId: imagingDocumentSourceUid,
    documentUniqueId,
  }));
  const series = [{ seriesInstanceUID, documents }];
  return { studies: [{ studyInstanceUID, series }], transferSyntaxUIDs: [explicitVRLittleEndian] };
}
