/** One attribute. `ns` is '' when the name has no prefix. */
export interface XmlAttribute {
  readonly ns: string;
  readonly name: string;
  readonly value: string;
}

/** Character data is a string; comments and processing instructions are not kept. */
export type XmlNode = XmlElement | string;

/**
 * One element: namespace URI ('' when none), local name, attributes without namespace declarations, children in order
 * with entities resolved, CDATA merged and adjacent text joined.
 */
export interface XmlElement {
  readonly ns: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
}

/** The value of an attribute without namespace, or undefined. */
export function attribute(element: XmlElement, name: string, ns = ''): string | undefined {
  const { attributes } = element;
  // Asked for everywhere, many times for each element: an index makes no iterator.
  for (let i = 0; i < attributes.length; i++) {
    const a = attributes[i]!;
    if (a.name === name && a.ns === ns) return a.value;
  }
  return undefined;
}

/** The child elements, text left out. */
export function elements(parent: XmlElement): XmlElement[] {
  return parent.children.filter((child): child is XmlElement => typeof child !== 'string');
}

/** The child elements of one name. */
export function children(parent: XmlElement, ns: string, name: string): XmlElement[] {
  return elements(parent).filter((child) => child.name === name && child.ns === ns);
}

/** The first child element of one name, or undefined. */
export function child(parent: XmlElement, ns: string, name: string): XmlElement | undefined {
  for (const c of parent.children) if (typeof c !== 'string' && c.name === name && c.ns === ns) return c;
  return undefined;
}

/** All character data below an element, in order. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const c of element.children) text += typeof c === 'string' ? c : textOf(c);
  return text;
}
