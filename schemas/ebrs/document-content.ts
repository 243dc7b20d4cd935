import { isBlank } from '../ebrim/read-slot.ts';
import { DocumentContentError, MissingPart } from '../errors/document-content-error.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { attribute, elements, textOf, type XmlElement } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import { decodeBase64 } from './base64.ts';
import type { DocumentContent } from './messages.ts';

/** Where the content of an element of type base64Binary is: in a part of the package, or in the element. */
export type ContentPlace =
  /** Content-ID as written in the href, URL-decoded. */
  { readonly cid: string } | { readonly base64: string };

/** Where the content of an xds:Document is; undefined when it holds neither base64 nor one xop:Include with a cid URL. */
export function contentPlaceOf(document: XmlElement): ContentPlace | undefined {
  const inner = elements(document);
  if (inner.length === 0) return { base64: textOf(document) };
  const [include] = inner;
  if (inner.length > 1 || include?.ns !== namespaces.xop || include.name !== 'Include') return undefined;
  if (document.children.some((child) => typeof child === 'string' && !isBlank(child))) return undefined;
  const href = attribute(include, 'href')?.trim() ?? '';
  return /^cid:./i.test(href) ? { cid: urlDecoded(href.slice(4)) } : undefined;
}

/** An xop:Include of the part with this Content-ID — XOP 1.0 3.2, RFC 2392. */
export function encodeInclude(contentId: string): string {
  const href = encodeURIComponent(contentId).replaceAll('%40', '@');
  return `<xop:Include xmlns:xop="${namespaces.xop}" href="cid:${escapeAttribute(href)}"/>`;
}

/** The Content-ID of the n-th document of a message that is written; unique in the message. */
export function contentIdOf(index: number): string {
  return `document-${index + 1}@affinity-domain`;
}

/** A received MIME part, as far as documents need it. Parts are read in wire order. */
export interface ReceivedPart {
  readonly contentId: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** A document of the root part together with the place of its content. */
export interface PlacedDocument<T> {
  readonly document: T;
  readonly place: ContentPlace;
}

/**
 * The documents of a message with their content: inline ones first, then those in parts, in wire order.
 *
 * Lazy: a part is read when its document's content is read, and skipped when the next document is asked for. Parts no
 * document names are skipped; the package is read to its end. Throws MissingPart when the package ends without a part
 * that is named, and DocumentContentError for bad base64 or for two documents that name one part.
 */
export async function* contentFrom<T extends object>(
  documents: readonly PlacedDocument<T>[],
  parts: AsyncIterable<ReceivedPart>,
): AsyncGenerator<T & DocumentContent> {
  const awaited = new Map<string, T>();
  for (const { document, place } of documents) {
    if (!('cid' in place)) continue;
    if (awaited.has(place.cid))
      throw new DocumentContentError(`two Documents name the part with the Content-ID ${place.cid}`);
    awaited.set(place.cid, document);
  }
  for (const { document, place } of documents) {
    if ('base64' in place) yield { ...document, content: inlineContent(place.base64) };
  }
  for await (const part of parts) {
    const cid = awaited.has(part.contentId) ? part.contentId : urlDecoded(part.contentId);
    const document = awaited.get(cid);
    if (document === undefined) continue;
    awaited.delete(cid);
    yield { ...document, content: part.content };
  }
  for (const cid of awaited.keys()) throw new MissingPart(cid);
}

async function* inlineContent(base64: string): AsyncGenerator<Uint8Array> {
  yield* decodeBase64(base64);
}

/** The text with %XX resolved; unchanged when they make no sense, as some senders do not encode at all. */
function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
