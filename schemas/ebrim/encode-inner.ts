import type { ClassificationField } from '../metadata/field.ts';
import { authorFields } from '../metadata/fields.ts';
import type { Author, Code, InternationalString } from '../metadata/nouns.ts';
import { ebrimObjectTypes } from '../vocabulary/object-types.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';

/** The object that is written: its id, escaped for an attribute, and the ids of its parts. */
export interface Owner {
  readonly id: string;
  nextId(): string;
}

const authorSlots = Object.entries(authorFields).map(([name, field]) => ({ name, slot: field.name }));

/** A rim:Slot; nothing when there is no value. */
export function encodeSlot(name: string, values: readonly string[], slotType?: string): string {
  if (values.length === 0) return '';
  let text = `<rim:Slot name="${escapeAttribute(name)}"`;
  if (slotType !== undefined) text += ` slotType="${escapeAttribute(slotType)}"`;
  text += '><rim:ValueList>';
  for (const value of values) text += `<rim:Value>${escapeText(value)}</rim:Value>`;
  return `${text}</rim:ValueList></rim:Slot>`;
}

/** A rim:Name or rim:Description. */
export function encodeText(element: string, value: InternationalString): string {
  if (value.length === 0) return `<rim:${element}/>`;
  let text = `<rim:${element}>`;
  for (const localized of value) {
    text += '<rim:LocalizedString';
    if (localized.lang !== undefined) text += ` xml:lang="${escapeAttribute(localized.lang)}"`;
    if (localized.charset !== undefined) text += ` charset="${escapeAttribute(localized.charset)}"`;
    text += ` value="${escapeAttribute(localized.value)}"/>`;
  }
  return `${text}</rim:${element}>`;
}

/** The Classification of one code or author. */
export function encodeClassification(field: ClassificationField, value: Code | Author, owner: Owner): string {
  const isCode = field.holds === 'code';
  const representation = isCode ? escapeAttribute((value as Code).code) : '';
  const open =
    `<rim:Classification id="${owner.nextId()}" classifiedObject="${owner.id}" ` +
    `classificationScheme="${field.scheme}" nodeRepresentation="${representation}" ` +
    `objectType="${ebrimObjectTypes.Classification}">`;
  const content = isCode ? encodeCode(value as Code) : encodeAuthor(value as Author);
  return `${open}${content}</rim:Classification>`;
}

function encodeCode({ codingScheme, displayName }: Code): string {
  const name = displayName.length === 0 ? '' : encodeText('Name', displayName);
  return encodeSlot('codingScheme', [codingScheme]) + name;
}

function encodeAuthor(author: Author): string {
  let text = '';
  for (const { name, slot } of authorSlots) {
    const value = author[name as keyof Author];
    if (value !== undefined) text += encodeSlot(slot, typeof value === 'string' ? [value] : value);
  }
  return text;
}

/** The Classification that says what a package is, or that a flag is set. */
export function encodeNode(node: string, owner: Owner): string {
  return (
    `<rim:Classification id="${owner.nextId()}" classifiedObject="${owner.id}" classificationNode="${node}" ` +
    `objectType="${ebrimObjectTypes.Classification}"/>`
  );
}

/** An ExternalIdentifier with its Name. */
export function encodeIdentifier(
  field: { readonly scheme: string; readonly name: string },
  value: string,
  owner: Owner,
) {
  return (
    `<rim:ExternalIdentifier id="${owner.nextId()}" registryObject="${owner.id}" ` +
    `identificationScheme="${field.scheme}" value="${escapeAttribute(value)}" ` +
    `objectType="${ebrimObjectTypes.ExternalIdentifier}">` +
    `<rim:Name><rim:LocalizedString value="${field.name}"/></rim:Name></rim:ExternalIdentifier>`
  );
}
