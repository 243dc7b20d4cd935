import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlAttribute, XmlElement } from './element.ts';
import { escapeAttribute, escapeText } from './escape.ts';

/** The element as text that declares every namespace it uses, so that it can stand anywhere. */
export function writeXml(element: XmlElement): string {
  const attributes = element.attributes.map(writeAttribute).join('');
  const inside = element.children.map((child) => (typeof child === 'string' ? escapeText(child) : writeXml(child)));
  const start = `<${element.name} xmlns="${escapeAttribute(element.ns)}"${attributes}`;
  return inside.length === 0 ? `${start}/>` : `${start}>${inside.join('')}</${element.name}>`;
}

function writeAttribute({ ns, name, value }: XmlAttribute, index: number): string {
  const written = `${name}="${escapeAttribute(value)}"`;
  if (ns === '') return ` ${written}`;
  if (ns === namespaces.xml) return ` xml:${written}`;
  return ` xmlns:a${index}="${escapeAttribute(ns)}" a${index}:${written}`;
}
