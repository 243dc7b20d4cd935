import type { XmlElement } from '../../../schemas/xml/element.ts';
import { allIn, textIn, xmlOf } from './answer.ts';
import type { S3Bucket } from './bucket.ts';

/** An object as a listing tells it. */
export interface ListedObject {
  readonly key: string;
  /** Octets. */
  readonly size: number;
  readonly modified: Date;
}

/** All objects whose key begins with `prefix`, in order, from behind `after` on; a page of a thousand at a time. */
export async function* listObjects(
  bucket: S3Bucket,
  prefix: string,
  after?: string,
): AsyncGenerator<ListedObject, void, undefined> {
  for (let token: string | undefined; ; ) {
    const query: Record<string, string> = { 'list-type': '2', prefix };
    if (token !== undefined) query['continuation-token'] = token;
    if (after !== undefined) query['start-after'] = after;
    const page = xmlOf(await bucket.call({ method: 'GET', query, what: 'list documents' }));
    for (const object of allIn(page, 'Contents')) {
      yield {
        key: textIn(object, 'Key'),
        size: Number(textIn(object, 'Size')),
        modified: new Date(textIn(object, 'LastModified')),
      };
    }
    token = textIn(page, 'NextContinuationToken') || undefined;
    if (textIn(page, 'IsTruncated') !== 'true' || token === undefined) return;
  }
}

/** An upload that was begun and neither completed nor aborted. */
export interface UnfinishedUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly begun: Date;
}

/** All unfinished uploads below `prefix`; undefined when the server cannot tell. */
export async function listUploads(bucket: S3Bucket, prefix: string): Promise<UnfinishedUpload[] | undefined> {
  const found: UnfinishedUpload[] = [];
  for (let marker: Record<string, string> = {}; ; ) {
    const answer = await bucket.call({
      method: 'GET',
      query: { uploads: '', prefix, ...marker },
      what: 'list unfinished uploads',
      expected: ['HTTP 405', 'HTTP 501'],
    });
    if (answer.code !== '') return undefined;
    const page = xmlOf(answer);
    found.push(...allIn(page, 'Upload').map(uploadOf));
    if (textIn(page, 'IsTruncated') !== 'true') return found;
    marker = { 'key-marker': textIn(page, 'NextKeyMarker'), 'upload-id-marker': textIn(page, 'NextUploadIdMarker') };
  }
}

function uploadOf(upload: XmlElement): UnfinishedUpload {
  return {
    key: textIn(upload, 'Key'),
    uploadId: textIn(upload, 'UploadId'),
    begun: new Date(textIn(upload, 'Initiated')),
  };
}

/**
 * Removes what was staged, or begun to be uploaded, before a moment: the process that did it is gone. Gives their
 * number; `uploadsUnknown` when the server cannot list uploads, which then need a lifecycle rule of the bucket.
 */
export async function removeLeftovers(
  bucket: S3Bucket,
  before: Date,
): Promise<{ objects: number; uploads: number; uploadsUnknown: boolean }> {
  const { prefix } = bucket.settings;
  let objects = 0;
  for await (const { key, modified } of listObjects(bucket, `${prefix}staging/`)) {
    if (modified >= before) continue;
    await bucket.call({ method: 'DELETE', key, what: 'remove a leftover', expected: ['HTTP 404'] });
    objects++;
  }
  const uploads = await listUploads(bucket, prefix);
  const old = uploads?.filter(({ begun }) => begun < before) ?? [];
  for (const { key, uploadId } of old) {
    const expected = ['HTTP 404'];
    await bucket.call({ method: 'DELETE', key, query: { uploadId }, what: 'give up an upload', expected });
  }
  return { objects, uploads: old.length, uploadsUnknown: uploads === undefined };
}
