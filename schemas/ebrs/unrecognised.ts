import { keep } from '../ebrim/kept.ts';
import { writeAttributes, writeElement } from '../ebrim/write-element.ts';
import type { Unrecognised } from '../metadata/nouns.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlAttribute, XmlElement } from '../xml/element.ts';

/** What a message holds beyond its noun, or nothing at all; schema hints are not part of a message. */
export function unrecognisedOf(
  attributes: readonly XmlAttribute[],
  elements: readonly XmlElement[],
): { readonly unrecognised?: Unrecognised } {
  const kept = attributes.filter(({ ns }) => ns !== namespaces.xsi);
  if (kept.length + elements.length === 0) return {};
  return { unrecognised: { attributes: kept, elements: elements.map((element) => keep(element, '')) } };
}

/** The attributes kept of a message, as text. */
export function writeKeptAttributes(unrecognised: Unrecognised | undefined): string {
  return unrecognised === undefined ? '' : writeAttributes(unrecognised.attributes);
}

/** The elements kept of a message, as text. */
export function writeKeptElements(unrecognised: Unrecognised | undefined): string {
  return (unrecognised?.elements ?? []).map((element) => writeElement(element)).join('');
}

/** The attributes of an element except some without namespace. */
export function attributesExcept(element: XmlElement, known: readonly string[]): XmlAttribute[] {
  return element.attributes.filter(({ ns, name }) => ns !== '' || !known.includes(name));
}
