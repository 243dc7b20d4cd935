import type { XmlAttribute, XmlElement, XmlNode } from '../../schemas/xml/element.ts';
import { attribute } from '../../schemas/xml/element.ts';

const rim = 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0';
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
const objectTypePrefix = 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:';
const markers = ['urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd', 'urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2'];
const objects = ['ExtrinsicObject', 'RegistryPackage', 'Association', 'Classification', 'ExternalIdentifier'];

/**
 * An ebXML message as text that is equal for two messages that say the same: prefixes, layout, schema hints, inner ids,
 * objectTypes that only name the element's class, and the order of objects and of their parts do not count. The mark of
 * a package counts as inside it wherever it stands.
 */
export function canonicalEbxml(element: XmlElement, parents: readonly string[] = []): string {
  const path = [...parents, element.name];
  const children = (
    element.ns === rim && element.name === 'RegistryObjectList' ? marksInside(element) : element.children
  )
    .filter((child) => typeof child !== 'string' || element.name === 'Value' || child.trim() !== '')
    .map((child) => (typeof child === 'string' ? JSON.stringify(child) : canonicalEbxml(child, path)));
  if (element.ns === rim && (element.name === 'RegistryObjectList' || objects.includes(element.name))) children.sort();
  const attributes = element.attributes.filter((a) => counts(a, element)).map(writeAttribute);
  return `<${element.ns} ${element.name} ${attributes.sort().join(' ')}>\n${children.join('\n')}\n</>`;
}

function counts({ ns, name, value }: XmlAttribute, element: XmlElement): boolean {
  if (ns === xsi) return false;
  if (element.ns !== rim) return true;
  const isPart = element.name === 'Classification' || element.name === 'ExternalIdentifier';
  if (name === 'id' && isPart) return false;
  return !(name === 'objectType' && value === objectTypePrefix + element.name);
}

function writeAttribute({ ns, name, value }: XmlAttribute): string {
  return `${ns} ${name}=${JSON.stringify(value)}`;
}

function marksInside(list: XmlElement): readonly XmlNode[] {
  const isMark = (node: XmlNode): node is XmlElement =>
    typeof node !== 'string' &&
    node.name === 'Classification' &&
    markers.includes(attribute(node, 'classificationNode') ?? '');
  const beside = list.children.filter(isMark);
  if (beside.length === 0) return list.children;
  return list.children.flatMap((node): XmlNode[] => {
    if (typeof node === 'string' || node.name !== 'RegistryPackage') return isMark(node) ? [] : [node];
    const own = beside.filter((mark) => attribute(mark, 'classifiedObject') === attribute(node, 'id'));
    return [{ ...node, children: [...node.children, ...own] }];
  });
}
