import type { RegistryObject } from '../metadata/nouns.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { ebrimObjectTypes } from '../vocabulary/object-types.ts';
import { attribute, type XmlAttribute, type XmlElement, type XmlNode } from '../xml/element.ts';
import { markerAttribute, type ObjectTable } from './object-table.ts';
import { readAuthor, readCode, readIdentifier } from './read-inner.ts';
import { isBlank, readSlot, type Say } from './read-slot.ts';
import { readText, readVersionInfo } from './read-text.ts';

const silent: Say = () => {};

/**
 * A copy of a child of the object `id` to be kept: layout removed, attributes in the order of their names, and without
 * what is made anew on writing: its own id and the objectType of its class. A right reference to the object is kept
 * empty: the object may be given another id before it is written.
 */
export function keep(element: XmlElement, id: string): XmlElement {
  const children = withoutLayout(element.children);
  const objectType = element.ns === namespaces.rim ? innerObjectType(element.name) : undefined;
  if (objectType === undefined) return { ...element, children };
  const attributes = element.attributes
    .filter(({ ns, name, value }) => ns !== '' || (name !== 'id' && (name !== 'objectType' || value !== objectType)))
    .map((a) => (isReference(a) && a.value === id ? { ...a, value: '' } : a))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...element, attributes, children };
}

/** The objectType of the elements inside objects that have an id of their own; undefined for others. */
export function innerObjectType(element: string): string | undefined {
  if (element === 'Classification') return ebrimObjectTypes.Classification;
  return element === 'ExternalIdentifier' ? ebrimObjectTypes.ExternalIdentifier : undefined;
}

/** True for the attribute by which a Classification or ExternalIdentifier points at its object. */
export function isReference({ ns, name }: XmlAttribute): boolean {
  return ns === '' && (name === 'classifiedObject' || name === 'registryObject');
}

function withoutLayout(children: readonly XmlNode[]): readonly XmlNode[] {
  const hasElements = children.some((child) => typeof child !== 'string');
  return children
    .filter((child) => typeof child !== 'string' || !hasElements || !isBlank(child))
    .map((child) => (typeof child === 'string' ? child : { ...child, children: withoutLayout(child.children) }));
}

/** The attribute that a child element of an object belongs to, or undefined. */
export function attributeOf(child: XmlElement, table: ObjectTable): string | undefined {
  if (child.ns !== namespaces.rim) return undefined;
  if (child.name === 'Slot') return table.slots.get(attribute(child, 'name') ?? '')?.attribute;
  if (child.name === 'ExternalIdentifier')
    return table.identifiers.get(attribute(child, 'identificationScheme') ?? '')?.attribute;
  if (child.name !== 'Classification') return table.texts.get(child.name);
  const row = table.classifications.get(attribute(child, 'classificationScheme') ?? '');
  return row?.attribute ?? table.nodes.get(attribute(child, 'classificationNode') ?? '');
}

/** Sections of an object in the order of the schema; what is in none of them comes last. */
export const sections = ['Slot', 'Name', 'Description', 'VersionInfo', 'Classification', 'ExternalIdentifier'] as const;

/** Kept elements in the order they are written in, so that reading them again gives the same noun. */
export function inWritingOrder(elements: XmlElement[], table: ObjectTable): XmlElement[] {
  if (elements.length < 2) return elements;
  const attributes = [table.slots, table.classifications, table.identifiers]
    .flatMap((rows): { readonly attribute: string }[] => [...rows.values()])
    .map((row) => row.attribute)
    .concat([...table.nodes.values()]);
  const rank = (element: XmlElement) => {
    const section = element.ns === namespaces.rim ? sections.indexOf(element.name as 'Slot') : -1;
    const row = attributes.indexOf(attributeOf(element, table) ?? '');
    return (section < 0 ? sections.length : section) * 1000 + (row < 0 ? 999 : row);
  };
  return elements
    .map((element) => ({ element, rank: rank(element) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ element }) => element);
}

/** Kept elements that still hold, by attribute; `others` belong to no attribute and always hold. */
export interface KeptElements {
  readonly byAttribute: ReadonlyMap<string, readonly XmlElement[]>;
  readonly others: readonly XmlElement[];
}
const nothingKept: KeptElements = { byAttribute: new Map(), others: [] };

/** Which kept elements are to be written: those of an attribute that was changed since are not. */
export function keptElements(object: RegistryObject, table: ObjectTable): KeptElements {
  if (object.unrecognised === undefined) return nothingKept;
  const groups = new Map<string, XmlElement[]>();
  const others: XmlElement[] = [];
  for (const element of object.unrecognised.elements) {
    const name = attributeOf(element, table);
    if (name === undefined) others.push(element);
    else if (groups.get(name)?.push(element) === undefined) groups.set(name, [element]);
  }
  for (const [name, group] of groups) {
    if (!stillHolds(object as unknown as Record<string, unknown>, name, { group, table })) groups.delete(name);
  }
  return { byAttribute: groups, others };
}

function stillHolds(
  object: Readonly<Record<string, unknown>>,
  name: string,
  kept: { readonly group: readonly XmlElement[]; readonly table: ObjectTable },
): boolean {
  if (name === markerAttribute) return true;
  const said = kept.group.map((element) => meaningOf(element, kept.table));
  const value = object[name];
  const isListOfClassifications = kept.group[0]?.name === 'Classification' && Array.isArray(value);
  return isListOfClassifications ? same(said, value) : said.some((each) => same(each, value));
}

/** What an element of a known attribute says, as the noun would hold it. */
function meaningOf(element: XmlElement, table: ObjectTable): unknown {
  if (element.name === 'Slot') {
    const { name, values } = readSlot(element, silent);
    return table.slots.get(name)?.field.multiplicity === 'list' ? values : values[0];
  }
  if (element.name === 'ExternalIdentifier') return readIdentifier(element, '', silent).value;
  if (element.name === 'VersionInfo') return readVersionInfo(element).value;
  if (element.name !== 'Classification') return readText(element).value;
  const row = table.classifications.get(attribute(element, 'classificationScheme') ?? '');
  if (row === undefined) return true;
  return row.field.holds === 'author' ? readAuthor(element, silent).value : readCode(element, silent).value;
}

/** Equality of plain values, whatever the order of their properties. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = Object.entries(b).filter(([, value]) => value !== undefined);
  return left.length === right.length && left.every(([key, value]) => same(value, (b as Record<string, unknown>)[key]));
}
