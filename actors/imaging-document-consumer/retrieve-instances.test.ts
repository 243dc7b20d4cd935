import { describe, expect, it } from 'vitest';
import type { DocumentResponse } from '../../schemas/ebrs/messages.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import { aCtInstance } from '../../test/support/dicom.ts';
import { bytesOf, chunksOf, slicesOf } from '../../test/support/soap-packages.ts';
import type {
  RetrieveDocumentSetResponse,
  RetrieveImagingDocumentSetRequest,
} from '../../transactions/rad-69-retrieve-imaging-document-set/messages.ts';
import { planRetrieval } from './plan-retrieval.ts';
import { type ImagingRetrieval, type RetrievalOptions, retrieveInstances } from './retrieve-instances.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const series = (uid: string, location: string | undefined, ...sops: string[]) => ({
  seriesInstanceUID: uid,
  retrieveLocationUID: location,
  instances: sops.map((sopInstanceUID) => ({ sopClassUID: ct, sopInstanceUID })),
});
const manifest = (...all: ReturnType<typeof series>[]) => ({
  studies: [{ studyInstanceUID: '2.25.1', series: all }],
});
const uids = (plan: ReturnType<typeof planRetrieval>) =>
  plan.batches.map((batch) => [batch.retrieveLocationUID, batch.instances.map((i) => i.sopInstanceUID).join(' ')]);

describe('[RAD TF-2 4.69.4.1.1] planRetrieval', () => {
  it('[RAD TF-2 4.69.4.1.1] asks each source for its own series, also of one series at two sources', () => {
    const plan = planRetrieval(
      manifest(series('2.25.2', '1.1', 'a'), series('2.25.2', '1.2', 'b'), series('2.25.3', '1.1', 'c')),
    );
    expect(uids(plan)).toEqual([
      ['1.1', 'a c'],
      ['1.2', 'b'],
    ]);
  });

  it('[RAD TF-2 4.69.4.1.1] keeps series together and cuts only what is larger than a batch', () => {
    const limits = { instances: 3 };
    const plan = planRetrieval(
      manifest(series('1', '1.1', 'a', 'b'), series('2', '1.1', 'c', 'd'), series('3', '1.1', 'e', 'f', 'g', 'h', 'i')),
      { limits, homeCommunityId: 'urn:oid:1.9' },
    );
    expect(uids(plan).map(([, all]) => all)).toEqual(['a b', 'c d', 'e f g', 'h i']);
    expect(plan.batches.every((batch) => batch.homeCommunityId === 'urn:oid:1.9')).toBe(true);
  });

  it('[RAD TF-2 4.69.4.1.1] bounds a batch by its estimated size, and asks once for what is listed twice', () => {
    const limits = { bytes: 1000, bytesPerInstance: 400 };
    expect(uids(planRetrieval(manifest(series('1', '1.1', 'a', 'b', 'c', 'a')), { limits }))).toEqual([
      ['1.1', 'a b'],
      ['1.1', 'c'],
    ]);
  });

  it('[RAD TF-2 4.69.4.1.1] names the instances nobody can be asked for', () => {
    const plan = planRetrieval(manifest(series('1', undefined, 'a')));
    expect(plan.batches).toEqual([]);
    expect(plan.unreachable.map((instance) => instance.sopInstanceUID)).toEqual(['a']);
  });
});

const file = (sopInstanceUID: string) =>
  aCtInstance({ SOPInstanceUID: sopInstanceUID, StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.2' });

async function* pieces(bytes: Uint8Array, size = 100): AsyncGenerator<Uint8Array> {
  yield* slicesOf(bytes, size);
}

const delivered = (sopInstanceUID: string, content: AsyncIterable<Uint8Array> = pieces(file(sopInstanceUID))) => ({
  repositoryUniqueId: '1.1',
  documentUniqueId: sopInstanceUID,
  mimeType: 'application/dicom',
  content,
});
const answer = (documents: DocumentResponse[], errors: RegistryError[] = []): RetrieveDocumentSetResponse => ({
  status: errors.length === 0 ? 'Success' : documents.length > 0 ? 'PartialSuccess' : 'Failure',
  errors,
  documents,
});
const refusal = (location: string): RegistryError => ({
  errorCode: 'XDSDocumentUniqueIdError',
  codeContext: 'not held',
  severity: 'Error',
  location,
});

/** A source that gives its answers in order; the requests are kept. */
function source(...answers: (RetrieveDocumentSetResponse | Error)[]) {
  const requests: RetrieveImagingDocumentSetRequest[] = [];
  const call: ImagingRetrieval = async (request) => {
    requests.push(request);
    const next = answers[requests.length - 1];
    if (next === undefined) throw new Error('one call too many');
    if (next instanceof Error) throw next;
    return next;
  };
  const asked = () =>
    requests.map((request) =>
      request.studies.flatMap((s) => s.series.flatMap((e) => e.documents.map((d) => d.documentUniqueId))),
    );
  return { call, requests, asked };
}

function run(call: ImagingRetrieval, sops: string[], overrides: Partial<RetrievalOptions> = {}) {
  const kept = new Map<string, Buffer>();
  const result = retrieveInstances(planRetrieval(manifest(series('2.25.2', '1.1', ...sops))), {
    sourceFor: () => call,
    transferSyntaxUIDs: ['1.2.840.10008.1.2.4.70'],
    sink: async (instance, content) => {
      kept.set(instance.sopInstanceUID, await bytesOf(content));
    },
    ...overrides,
  });
  return { result, kept };
}
const sopsOf = (instances: readonly { sopInstanceUID: string }[]) => instances.map((each) => each.sopInstanceUID);

describe('[RAD TF-2 4.69.4.2.3] retrieveInstances', () => {
  it('[RAD TF-2 4.69.4.2.3] hands every byte to the sink, in whatever order they come', async () => {
    const { call, requests } = source(answer([delivered('2.25.5'), delivered('2.25.4')]));
    const { result, kept } = run(call, ['2.25.4', '2.25.5']);
    expect(await result).toMatchObject({ complete: true, missing: [] });
    expect(kept.get('2.25.4')).toEqual(Buffer.from(file('2.25.4')));
    expect(kept.get('2.25.5')).toEqual(Buffer.from(file('2.25.5')));
    expect(requests[0]?.transferSyntaxUIDs).toEqual(['1.2.840.10008.1.2.4.70', '1.2.840.10008.1.2.1']);
  });

  it('[RAD TF-2 4.69.4.2.3] takes a partial answer, and does not ask again for what was refused', async () => {
    const { call, asked } = source(answer([delivered('2.25.4')], [refusal('2.25.5')]));
    const result = await run(call, ['2.25.4', '2.25.5']).result;
    expect(result.complete).toBe(false);
    expect(sopsOf(result.received)).toEqual(['2.25.4']);
    expect(result.missing).toMatchObject([{ instance: { sopInstanceUID: '2.25.5' }, error: refusal('2.25.5') }]);
    expect(asked()).toHaveLength(1);
  });

  it('[RAD TF-2 4.69.4.2.3] reads a gateway error that names the instance in its text only', async () => {
    const error = { ...refusal('urn:oid:1.9'), codeContext: 'instance 2.25.5 not held' };
    const { call } = source(answer([delivered('2.25.4')], [error]), answer([]), answer([]));
    const result = await run(call, ['2.25.4', '2.25.5', '2.25.55']).result;
    expect(result.missing.map(({ instance, error: { errorCode } }) => [instance.sopInstanceUID, errorCode])).toEqual([
      ['2.25.5', 'XDSDocumentUniqueIdError'],
      ['2.25.55', 'XDSMissingDocument'],
    ]);
  });

  it('[RAD TF-2 4.69.4.2.3] asks once more for what was left out', async () => {
    const { call, asked } = source(answer([delivered('2.25.4')]), answer([delivered('2.25.5')]));
    expect(await run(call, ['2.25.4', '2.25.5']).result).toMatchObject({ complete: true });
    expect(asked()).toEqual([['2.25.4', '2.25.5'], ['2.25.5']]);
  });

  it('[RAD TF-2 4.69.4.2.3] asks once more when the connection broke, and then says what is missing', async () => {
    async function* broken() {
      yield file('2.25.5').subarray(0, 300);
      throw new Error('socket hang up');
    }
    const { call, asked } = source(
      answer([delivered('2.25.4'), delivered('2.25.5', broken()), delivered('2.25.6')]),
      new Error('connect ECONNREFUSED'),
    );
    const { result, kept } = run(call, ['2.25.4', '2.25.5', '2.25.6']);
    const { received, missing } = await result;
    expect(sopsOf(received)).toEqual(['2.25.4']);
    expect([...kept.keys()]).toEqual(['2.25.4']);
    expect(asked()[1]).toEqual(['2.25.5', '2.25.6']);
    expect(missing.map(({ error }) => error.codeContext)).toEqual([
      'instance 2.25.5 did not arrive: connect ECONNREFUSED',
      'instance 2.25.6 did not arrive: connect ECONNREFUSED',
    ]);
  });

  it.each([
    ['another SOP instance', () => pieces(file('2.25.9')), /SOP Instance UID of what was received is 2\.25\.9/],
    ['another series', () => pieces(aCtInstance({ SOPInstanceUID: '2.25.4', StudyInstanceUID: '2.25.1' })), /Series/],
    ['no DICOM at all', () => chunksOf(new TextEncoder().encode('<html/>'.repeat(99))), /not a DICOM file/],
    ['nothing', () => chunksOf(), /not a DICOM file/],
  ])('[RAD TF-2 4.69.4.2.3] refuses %s before the sink has a byte of it', async (_, content, reason) => {
    const { call } = source(answer([delivered('2.25.4', content())]), answer([delivered('2.25.4', content())]));
    const seen: number[] = [];
    const sink: RetrievalOptions['sink'] = async (_instance, bytes) => {
      for await (const chunk of bytes) seen.push(chunk.length);
    };
    const { missing } = await run(call, ['2.25.4'], { sink }).result;
    expect(seen).toEqual([]);
    expect(missing[0]?.error.codeContext).toMatch(reason);
  });

  it('[RAD TF-2 4.69.4.2.3] ignores what nobody asked for', async () => {
    const { call } = source(answer([delivered('2.25.7'), delivered('2.25.4')]));
    const { result, kept } = run(call, ['2.25.4']);
    expect(await result).toMatchObject({ complete: true });
    expect([...kept.keys()]).toEqual(['2.25.4']);
  });

  it('[RAD TF-2 4.69.4.2.3] names an unknown source, and lets the trouble of the sink through', async () => {
    const { call } = source(answer([delivered('2.25.4')]));
    const unknown = await run(call, ['2.25.4'], { sourceFor: () => undefined }).result;
    expect(unknown.missing[0]?.error.codeContext).toMatch(/no address of source 1\.1 is known/);
    const sink = async () => {
      throw new Error('disk full');
    };
    await expect(run(call, ['2.25.4'], { sink }).result).rejects.toThrow('disk full');
  });
});
