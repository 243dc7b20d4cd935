import type { XmlElement } from './element.ts';
import { decodeText } from './encoding.ts';
import { IllFormed } from './ill-formed.ts';
import { type ScanLimits, scanDocument } from './scanner.ts';

/** Bounds on one document; exceeding any of them is an XmlError, never a slow death. */
export interface XmlLimits extends ScanLimits {
  /** Octets of the whole document. */
  readonly bytes: number;
  /** Nesting of elements. */
  readonly depth: number;
  /** Attributes (with namespace declarations) of one element. */
  readonly attributes: number;
  /** Characters of one text run or attribute value. */
  readonly text: number;
}

/** Room for any metadata message and any CDA document; attachments travel outside the XML. */
export const defaultXmlLimits: XmlLimits = { bytes: 64 << 20, depth: 100, attributes: 64, text: 32 << 20 };

/** The document is ill-formed, has a DTD, or exceeds a limit. `offset` counts octets from its start. */
export class XmlError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(`${message} (at octet ${offset})`);
    this.name = 'XmlError';
    this.offset = offset;
  }
}

/**
 * The root element of one XML 1.0 document with namespaces, in UTF-8 (a BOM is allowed), UTF-16 with a BOM, or
 * US-ASCII or ISO-8859-1 when the document declares it.
 *
 * Throws XmlError for everything ill-formed, for any document type declaration and when a limit is exceeded. Strings
 * of the tree may share memory with the whole text: copy what outlives the message by far.
 */
export function parseXml(bytes: Uint8Array, limits: XmlLimits = defaultXmlLimits): XmlElement {
  if (bytes.length > limits.bytes)
    throw new XmlError(`the document is longer than ${limits.bytes} octets`, limits.bytes);
  const decoded = located(
    () => decodeText(bytes),
    () => 0,
  );
  return located(() => scanDocument(decoded.text, limits), decoded.octetAt);
}

/** The result of `work`, with IllFormed turned into an XmlError. */
function located<T>(work: () => T, octetAt: (index: number) => number): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof IllFormed) throw new XmlError(cause.message, octetAt(cause.index));
    throw cause;
  }
}
