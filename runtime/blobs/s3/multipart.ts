import { escapeText } from '../../../schemas/xml/escape.ts';
import { Unavailable } from '../../unavailable.ts';
import { textIn, xmlOf } from './answer.ts';
import type { S3Bucket } from './bucket.ts';

/** S3 takes so many parts of one object. */
export const mostParts = 10_000;

/** How long a server may take to put an object together, in milliseconds. */
export const assemblyMs = 15 * 60_000;

/** An object that arrives part by part and exists only once it is completed. */
export interface MultipartUpload {
  /** Sends part `number` (from 1 on). */
  part(number: number, octets: Uint8Array): Promise<void>;
  /** Makes part `number` of octets `start` to `end` (exclusive) of another object, within the server. */
  copyPart(number: number, from: { key: string; start: number; end: number }): Promise<void>;
  complete(): Promise<void>;
  /** Gives up what was sent; trouble with that is left to the sweep of leftovers. */
  abort(): Promise<void>;
}

/** Begins the upload of an object. */
export async function beginUpload(bucket: S3Bucket, key: string): Promise<MultipartUpload> {
  const what = 'store a document';
  const begun = await bucket.call({ method: 'POST', key, query: { uploads: '' }, what });
  const uploadId = textIn(xmlOf(begun), 'UploadId');
  if (uploadId === '') throw new Unavailable('The object storage began an upload without naming it.');
  const tags: string[] = [];
  return {
    async part(number, body) {
      const query = { partNumber: String(number), uploadId };
      const { headers } = await bucket.call({ method: 'PUT', key, query, body, what });
      tags[number - 1] = String(headers.etag ?? '');
    },
    async copyPart(number, { key: source, start, end }) {
      const copied = await bucket.call({
        method: 'PUT',
        key,
        query: { partNumber: String(number), uploadId },
        headers: {
          'x-amz-copy-source': `/${bucket.settings.bucket}/${source}`,
          'x-amz-copy-source-range': `bytes=${start}-${end - 1}`,
        },
        what,
        patienceMs: assemblyMs,
      });
      tags[number - 1] = textIn(xmlOf(copied), 'ETag');
    },
    complete: () => complete(bucket, { key, uploadId, tags }),
    async abort() {
      const expected = ['NoSuchUpload', 'HTTP 404', 'HTTP 405', 'HTTP 501'];
      await bucket
        .call({ method: 'DELETE', key, query: { uploadId }, what: 'give up an upload', expected, tries: 2 })
        .catch(() => undefined);
    },
  };
}

async function complete(
  bucket: S3Bucket,
  { key, uploadId, tags }: { key: string; uploadId: string; tags: readonly string[] },
): Promise<void> {
  const parts = tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escapeText(tag)}</ETag></Part>`);
  const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
  const { code } = await bucket.call({
    method: 'POST',
    key,
    query: { uploadId },
    headers: { 'content-type': 'application/xml' },
    body,
    what: 'store a document',
    expected: ['NoSuchUpload'],
    patienceMs: assemblyMs,
  });
  if (code === '') return;
  // An earlier try may have got through although its answer did not.
  const { status } = await bucket.call({ method: 'HEAD', key, what: 'find a document', expected: ['HTTP 404'] });
  if (status !== 200) throw new Unavailable('The object storage lost an upload before it was complete.');
}
