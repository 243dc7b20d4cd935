import type { Author, Code, InternationalString, ObjectRef, RegistryObject } from '../metadata/nouns.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlElement } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import {
  encodeClassification,
  encodeIdentifier,
  encodeNode,
  encodeSlot,
  encodeText,
  type Owner,
} from './encode-inner.ts';
import { innerIds } from './inner-ids.ts';
import { innerObjectType, type KeptElements, keptElements, sections } from './kept.ts';
import { markerAttribute, type ObjectTable, objectTables } from './object-table.ts';
import { writeAttributes, writeElement, writeInner } from './write-element.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is needed while one object is written. */
interface Writing {
  readonly values: Values;
  readonly table: ObjectTable;
  readonly owner: Owner;
  readonly kept: KeptElements;
}

/**
 * An object as ebRIM text — ITI TF-3 4.2.1, children in the order of the schema.
 *
 * The element carries no namespace declaration: the enclosing element binds the prefix `rim`. Inner ids and objectTypes
 * are always written, as query results need them. Values are written as they are, whatever they say, so that a caller
 * may put marks in places it fills in later.
 */
export function encodeRegistryObject(object: RegistryObject | ObjectRef): string {
  if (object.kind === 'ObjectRef') return encodeObjectRef(object);
  const table = objectTables[object.kind];
  const writing: Writing = {
    values: object as unknown as Values,
    table,
    owner: { id: escapeAttribute(object.entryUUID), nextId: innerIds(escapeAttribute(object.entryUUID)) },
    kept: keptElements(object, table),
  };
  const content =
    encodeSlots(writing, object) +
    encodeTexts(writing) +
    encodeClassifications(writing) +
    encodeIdentifiers(writing) +
    writeOthers(writing, (element) => !sections.some((section) => isIn(section, element)));
  const open = `<rim:${table.element}${encodeAttributes(writing, object)}`;
  return content === '' ? `${open}/>` : `${open}>${content}</rim:${table.element}>`;
}

function encodeObjectRef({ entryUUID, homeCommunityId, unrecognised }: ObjectRef): string {
  const home = homeCommunityId === undefined ? '' : ` home="${escapeAttribute(homeCommunityId)}"`;
  const open = `<rim:ObjectRef id="${escapeAttribute(entryUUID)}"${home}`;
  if (unrecognised === undefined) return `${open}/>`;
  const content = unrecognised.elements.map((element) => writeElement(element)).join('');
  return `${open}${writeAttributes(unrecognised.attributes)}>${content}</rim:ObjectRef>`;
}

function encodeAttributes({ values, table }: Writing, { unrecognised }: RegistryObject): string {
  let text = '';
  for (const { name, attribute } of table.inOrder.attributes) {
    const value = values[attribute];
    // A required attribute that was not received is '' in the noun.
    if (value === '' && table.required.includes(attribute)) continue;
    if (value !== undefined) text += ` ${name}="${escapeAttribute(value as string)}"`;
  }
  const others = unrecognised?.attributes ?? [];
  if (table.objectType !== undefined && !others.some(({ ns, name }) => ns === '' && name === 'objectType'))
    text += ` objectType="${table.objectType}"`;
  return others.length === 0 ? text : text + writeAttributes(others);
}

function isIn(section: string, { ns, name }: XmlElement): boolean {
  return ns === namespaces.rim && name === section;
}

function writeOthers({ kept, owner }: Writing, wanted: (element: XmlElement) => boolean): string {
  let text = '';
  for (const element of kept.others) if (wanted(element)) text += writeKept(element, owner);
  return text;
}

function writeKept(element: XmlElement, owner: Owner): string {
  const isInner = element.ns === namespaces.rim && innerObjectType(element.name) !== undefined;
  return isInner ? writeInner(element, owner) : writeElement(element);
}

/** The kept elements of an attribute, or what `encode` makes of its value. */
function keptOr({ kept, owner, values }: Writing, attribute: string, encode: (value: unknown) => string): string {
  const elements = kept.byAttribute.get(attribute);
  if (elements !== undefined) return elements.map((element) => writeKept(element, owner)).join('');
  const value = values[attribute];
  return value === undefined ? '' : encode(value);
}

function encodeSlots(writing: Writing, { extraMetadata }: RegistryObject): string {
  let text = '';
  for (const { attribute, field } of writing.table.inOrder.slots) {
    text += keptOr(writing, attribute, (value) =>
      encodeSlot(field.name, field.multiplicity === 'list' ? (value as readonly string[]) : [value as string]),
    );
  }
  for (const { name, values, slotType } of extraMetadata) text += encodeSlot(name, values, slotType);
  return text + writeOthers(writing, (element) => isIn('Slot', element));
}

function encodeTexts(writing: Writing): string {
  let text = '';
  for (const element of ['Name', 'Description', 'VersionInfo']) {
    const attribute = writing.table.texts.get(element);
    if (attribute !== undefined) {
      text += keptOr(writing, attribute, (value) =>
        element === 'VersionInfo'
          ? `<rim:VersionInfo versionName="${escapeAttribute(value as string)}"/>`
          : encodeText(element, value as InternationalString),
      );
    }
    text += writeOthers(writing, (other) => isIn(element, other));
  }
  return text;
}

function encodeClassifications(writing: Writing): string {
  const { table, owner } = writing;
  let text = '';
  for (const { attribute, field } of table.inOrder.classifications) {
    text += keptOr(writing, attribute, (value) => {
      if (field.multiplicity === 'single') return encodeClassification(field, value as Code, owner);
      let list = '';
      for (const each of value as readonly (Code | Author)[]) list += encodeClassification(field, each, owner);
      return list;
    });
  }
  for (const { node, attribute } of table.inOrder.nodes) {
    const isSet = attribute === markerAttribute || writing.values[attribute] === true;
    if (isSet) text += keptOr(writing, attribute, () => encodeNode(node, owner));
  }
  return text + writeOthers(writing, (element) => isIn('Classification', element));
}

function encodeIdentifiers(writing: Writing): string {
  let text = '';
  for (const { attribute, field } of writing.table.inOrder.identifiers)
    text += keptOr(writing, attribute, (value) => encodeIdentifier(field, value as string, writing.owner));
  return text + writeOthers(writing, (element) => isIn('ExternalIdentifier', element));
}
