import type { XmlElement } from './element.ts';

/** Bounds on one document; exceeding any of them is an XmlError, never a slow death. */
export interface XmlLimits {
  /** Octets of the whole document. */
  readonly bytes: number;
  /** Nesting of elements. */
  readonly depth: number;
  /** Attributes (with namespace declarations) of one element. */
  readonly attributes: number;
  /** Characters of one text run or attribute value. */
  readonly text: number;
}

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
 * The root element of one XML 1.0 document with namespaces, in UTF-8 (a BOM is allowed) or UTF-16 with a BOM.
 *
 * Throws XmlError for everything ill-formed, for any document type declaration and when a limit is exceeded.
 */
export declare function parseXml(bytes: Uint8Array, limits?: XmlLimits): XmlElement;
