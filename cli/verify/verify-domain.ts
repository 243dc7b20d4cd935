import type { Dispatcher } from 'undici';
import { type Progress, startProgress } from '../progress.ts';
import { emptyTally, note, type Tally, type VerifyReport } from './findings.ts';
import { type Line, readPages } from './json-lines.ts';
import { verifyDocuments } from './verify-documents.ts';

/** The management resources to compare, as base addresses: `http://host:port/registry`. */
export interface VerifySources {
  readonly registry?: string | undefined;
  readonly repository?: string | undefined;
  readonly imaging?: string | undefined;
  readonly dispatcher?: Dispatcher;
}

/** How thoroughly, and where the progress is shown. */
export interface VerifyOptions {
  /** Read and hash every byte; otherwise only presence and number of octets are looked at. */
  readonly hashes: boolean;
  readonly progress?: typeof startProgress;
}

/**
 * Verifies that what services keep is whole: no half submission, every DocumentEntry of the repository with its document,
 * every document and blob with its entry, every image with its bytes. What has no source is not looked at.
 *
 * Reads pages by key from the services, which go on working. Throws Unavailable when one does not answer.
 */
export async function verifyDomain(sources: VerifySources, options: VerifyOptions): Promise<VerifyReport> {
  const tally = emptyTally();
  const start = options.progress ?? startProgress;
  const { registry, repository, imaging } = sources;
  const at = (url: string, bytes: boolean) => ({
    url,
    ...(sources.dispatcher === undefined ? {} : { dispatcher: sources.dispatcher }),
    // Few to a page where every byte is read, so that no answer takes long.
    parameters: bytes ? { limit: '200', ...(options.hashes ? { verify: '' } : {}) } : {},
  });
  const contents = registry === undefined ? undefined : at(`${registry}/contents`, false);
  if (contents !== undefined) {
    const total = await totalOf(readPages({ ...contents, parameters: { limit: '1' } }));
    await shown(start('submissions', total), (bar) =>
      lookFor(tally, readPages(at(`${registry}/incomplete`, false)), bar),
    );
  }
  if (contents !== undefined && repository !== undefined) {
    let bar: Progress | undefined;
    await verifyDocuments({
      registry: contents,
      repository: at(`${repository}/documents`, true),
      tally,
      total: (documents) => {
        bar = start('documents', documents);
      },
      advance: () => bar?.advance(),
    });
    bar?.done();
  }
  if (repository !== undefined) {
    const bar = start('blobs', tally.documents);
    await shown(bar, () => lookForBlobs(tally, readPages(at(`${repository}/blobs`, false)), bar));
  }
  if (imaging !== undefined) await verifyImages(tally, readPages(at(`${imaging}/encodings`, true)), start);
  return tally;
}

async function shown(bar: Progress, work: (bar: Progress) => Promise<void>): Promise<void> {
  await work(bar);
  bar.done();
}

/** The number that the first line of a resource tells; nothing more of it is read. */
async function totalOf(lines: AsyncGenerator<Line, void, undefined>): Promise<number> {
  const first = await lines.next();
  await lines.return();
  return Number((first.value as Line).total);
}

async function lookFor(tally: Tally, lines: AsyncIterable<Line>, bar: Progress): Promise<void> {
  for await (const line of lines) {
    if ('looked' in line) {
      tally.objects += Number(line.looked);
      bar.advance(Number(line.looked));
    } else {
      const detail = `the ${line.kind} ${line.finding}`;
      note(tally, { kind: 'incomplete-submission', id: String(line.entryUUID), detail });
    }
  }
}

async function lookForBlobs(tally: Tally, lines: AsyncIterable<Line>, bar: Progress): Promise<void> {
  for await (const line of lines) {
    if ('looked' in line) {
      tally.blobs += Number(line.looked);
      bar.advance(Number(line.looked));
    } else note(tally, { kind: 'blob-without-document', id: String(line.blob), detail: 'no document has these bytes' });
  }
}

async function verifyImages(tally: Tally, lines: AsyncIterable<Line>, start: typeof startProgress): Promise<void> {
  let bar: Progress | undefined;
  for await (const line of lines) {
    if ('total' in line) bar = start('images', Number(line.total));
    if (!('sopInstanceUID' in line)) continue;
    tally.images++;
    bar?.advance();
    if (line.bytes === 'whole') continue;
    const what = `in transfer syntax ${line.transferSyntaxUID}, ${line.size} octets, SHA-1 ${line.hash}`;
    const kind = line.bytes === 'missing' ? 'image-bytes-missing' : 'image-bytes-damaged';
    note(tally, { kind, id: String(line.sopInstanceUID), detail: what });
  }
  bar?.done();
}
