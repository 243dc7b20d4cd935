import type { Manifest } from '../../schemas/dicom/read-manifest.ts';
import type { RetrieveImagingDocumentSetRequest } from '../../transactions/rad-69-retrieve-imaging-document-set/messages.ts';

/** One instance to be fetched, with its place in the manifest. */
export interface WantedInstance {
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
  readonly sopClassUID: string;
}

/** What one Imaging Document Source is asked for in one RAD-69. */
export interface RetrievalBatch {
  readonly retrieveLocationUID: string;
  readonly homeCommunityId?: string;
  readonly instances: readonly WantedInstance[];
}

/** How large one RAD-69 may get: many SOAP stacks hold an answer in memory. */
export interface BatchLimits {
  readonly instances: number;
  readonly bytes: number;
  /** Octets one instance is taken for, since a manifest does not tell its size. */
  readonly bytesPerInstance: number;
}

/** At most 250 instances or 512 MiB, an instance taken for a CT slice. */
export const defaultBatchLimits: BatchLimits = { instances: 250, bytes: 512 << 20, bytesPerInstance: 600 << 10 };

/** What to ask whom for, and what cannot be asked for. */
export interface RetrievalPlan {
  readonly batches: readonly RetrievalBatch[];
  /** Instances of series that name no Imaging Document Source. */
  readonly unreachable: readonly WantedInstance[];
}

/**
 * Plans the retrieval of what a manifest refers to — RAD TF-2 4.69.4.1.1: one group per Retrieve Location UID, cut into
 * batches by series. Two entries of one series at different sources stay apart; an instance listed twice at one source is
 * asked for once. `homeCommunityId` is that of the answer the manifest came with; it is not in the manifest.
 */
export function planRetrieval(
  manifest: Pick<Manifest, 'studies'>,
  options: { readonly homeCommunityId?: string; readonly limits?: Partial<BatchLimits> } = {},
): RetrievalPlan {
  const { instances, bytes, bytesPerInstance } = { ...defaultBatchLimits, ...options.limits };
  const most = Math.max(1, Math.min(instances, Math.floor(bytes / bytesPerInstance)));
  const { groups, unreachable } = groupByLocation(manifest);
  const home = options.homeCommunityId === undefined ? {} : { homeCommunityId: options.homeCommunityId };
  const batches = [...groups].flatMap(([retrieveLocationUID, series]) =>
    fill([...series.values()], most).map((batch) => ({ retrieveLocationUID, ...home, instances: batch })),
  );
  return { batches, unreachable };
}

type SeriesInstances = readonly WantedInstance[];

function groupByLocation({ studies }: Pick<Manifest, 'studies'>) {
  const groups = new Map<string, Map<string, SeriesInstances>>();
  const unreachable: WantedInstance[] = [];
  for (const { studyInstanceUID, series } of studies) {
    for (const { seriesInstanceUID, retrieveLocationUID, instances } of series) {
      const wanted = instances.map((instance) => ({ studyInstanceUID, seriesInstanceUID, ...instance }));
      if (retrieveLocationUID === undefined) {
        unreachable.push(...wanted);
        continue;
      }
      const group = groups.get(retrieveLocationUID) ?? new Map<string, SeriesInstances>();
      groups.set(retrieveLocationUID, group);
      const key = `${studyInstanceUID} ${seriesInstanceUID}`;
      const all = [...(group.get(key) ?? []), ...wanted];
      group.set(key, [...new Map(all.map((instance) => [instance.sopInstanceUID, instance])).values()]);
    }
  }
  return { groups, unreachable };
}

/** Whole series into batches as long as they fit; a series larger than a batch is cut. */
function fill(series: readonly SeriesInstances[], most: number): WantedInstance[][] {
  const batches: WantedInstance[][] = [];
  for (const instances of series) {
    for (let at = 0; at < instances.length; at += most) {
      const piece = instances.slice(at, at + most);
      const last = batches.at(-1);
      if (last !== undefined && last.length + piece.length <= most) last.push(...piece);
      else batches.push([...piece]);
    }
  }
  return batches;
}

/** The RAD-69 request of a batch. */
export function requestFromBatch(
  { retrieveLocationUID, homeCommunityId, instances }: RetrievalBatch,
  transferSyntaxUIDs: readonly string[],
): RetrieveImagingDocumentSetRequest {
  const home = homeCommunityId === undefined ? {} : { homeCommunityId };
  const studies = groupBy(instances, (instance) => instance.studyInstanceUID).map(([studyInstanceUID, inStudy]) => ({
    studyInstanceUID,
    series: groupBy(inStudy, (instance) => instance.seriesInstanceUID).map(([seriesInstanceUID, inSeries]) => ({
      seriesInstanceUID,
      documents: inSeries.map(({ sopInstanceUID }) => ({
        ...home,
        repositoryUniqueId: retrieveLocationUID,
        documentUniqueId: sopInstanceUID,
      })),
    })),
  }));
  return { studies, transferSyntaxUIDs };
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value)) ?? [];
    groups.set(keyOf(value), group);
    group.push(value);
  }
  return [...groups];
}
