import type { XmlElement } from '../../schemas/xml/element.ts';

/**
 * A tree as text that is equal for two equal trees: the order of attributes does not count, and with `layout: 'ignored'`
 * neither does white space between elements.
 */
export function canonicalXml(element: XmlElement, layout: 'kept' | 'ignored' = 'ignored'): string {
  const attributes = element.attributes.map(({ ns, name, value }) => `{${ns}}${name}=${JSON.stringify(value)}`).sort();
  const mixed = element.children.some((child) => typeof child === 'string' && child.trim() !== '');
  const hasElements = element.children.some((child) => typeof child !== 'string');
  const children = element.children
    .filter((child) => layout === 'kept' || typeof child !== 'string' || mixed || !hasElements)
    .map((child) => (typeof child === 'string' ? JSON.stringify(child) : canonicalXml(child, layout)));
  return `<${[`{${element.ns}}${element.name}`, ...attributes].join(' ')}>${children.join('')}</>`;
}
