import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlAttribute, XmlElement } from '../xml/element.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';
import { innerObjectType, isReference } from './kept.ts';

/** A kept element as XML text; the prefix `rim` is taken as bound, any other namespace is declared where it is met. */
export function writeElement(element: XmlElement, more = ''): string {
  const [name, declaration] = qualify(element);
  const open = `<${name}${declaration}${more}${element.attributes.map(writeAttribute).join('')}`;
  if (element.children.length === 0) return `${open}/>`;
  const content = element.children.map((child) =>
    typeof child === 'string' ? escapeText(child) : writeElement(child),
  );
  return `${open}>${content.join('')}</${name}>`;
}

function qualify({ ns, name }: XmlElement): [name: string, declaration: string] {
  if (ns === namespaces.rim) return [`rim:${name}`, ''];
  if (ns === '') return [name, ''];
  return [`n:${name}`, ` xmlns:n="${escapeAttribute(ns)}"`];
}

function writeAttribute({ ns, name, value }: XmlAttribute, index: number): string {
  const text = `="${escapeAttribute(value)}"`;
  if (ns === '') return ` ${name}${text}`;
  if (ns === namespaces.xml) return ` xml:${name}${text}`;
  return ` xmlns:a${index}="${escapeAttribute(ns)}" a${index}:${name}${text}`;
}

/** XML attributes of an object's own element that its noun does not know. */
export function writeAttributes(attributes: readonly XmlAttribute[]): string {
  return attributes.map(writeAttribute).join('');
}

/** A kept Classification or ExternalIdentifier: given the id, owner and objectType that writing makes anew. */
export function writeInner(element: XmlElement, owner: { readonly id: string; nextId(): string }): string {
  const has = (name: string) => element.attributes.some((a) => a.ns === '' && a.name === name);
  const reference = element.attributes.find((a) => isReference(a) && a.value === '');
  const attributes = element.attributes.filter((a) => a !== reference);
  return writeElement(
    { ...element, attributes },
    ` id="${owner.nextId()}"` +
      (reference === undefined ? '' : ` ${reference.name}="${owner.id}"`) +
      (has('objectType') ? '' : ` objectType="${innerObjectType(element.name)}"`),
  );
}
