import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Part } from '../../runtime/soap/transaction.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { attribute, elements, type XmlElement } from '../../schemas/xml/element.ts';
import { parseXml, XmlError } from '../../schemas/xml/parse.ts';
import { textPart } from './soap-exchange.ts';

const folder = new URL('../../../shared/data/messages/', import.meta.url);

/** True where the messages published by others lie beside the checkout. */
export const messagesPresent: boolean = existsSync(folder);

/** Paths of the published files whose names match, sorted, relative to their folder; none where they are not present. */
export function publishedFiles(name: RegExp): string[] {
  if (!messagesPresent) return [];
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  return all.filter((file) => name.test(file)).sort();
}

/** The octets of one published file. */
export function readPublished(file: string): Buffer {
  return readFileSync(new URL(file, folder));
}

/**
 * The XML of one published file: the file itself, or the SOAP envelope inside a captured HTTP or MIME message. Undefined
 * when there is none that is well-formed.
 */
export function publishedXml(file: string): XmlElement | undefined {
  const bytes = readPublished(file);
  return parsed(bytes) ?? parsed(capturedEnvelope(bytes));
}

/** The envelope inside a capture, from its first tag to its last; empty when there is none. */
export function capturedEnvelope(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  return Buffer.from(/<(?:\w+:)?Envelope\b[\s\S]*<\/(?:\w+:)?Envelope>/.exec(text)?.[0] ?? '', 'latin1');
}

function parsed(bytes: Uint8Array): XmlElement | undefined {
  try {
    return parseXml(bytes);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

/** The outermost elements at or below one that the callback accepts. */
export function outermost(element: XmlElement, accepts: (element: XmlElement) => boolean): XmlElement[] {
  return accepts(element) ? [element] : elements(element).flatMap((inner) => outermost(inner, accepts));
}

/** The Content-IDs that the documents of a body name. */
export function contentIdsIn(element: XmlElement): string[] {
  const isInclude = element.ns === namespaces.xop && element.name === 'Include';
  const href = isInclude ? attribute(element, 'href') : undefined;
  const own = href === undefined ? [] : [decodeURIComponent(href.replace(/^cid:/, ''))];
  return [...own, ...elements(element).flatMap(contentIdsIn)];
}

/** A part for every Content-ID a body names; captures seldom hold whole ones, so the content says which one it is. */
export function partsNamedIn(body: XmlElement): Part[] {
  return contentIdsIn(body).map((id) => textPart(id, `content of ${id}`));
}
