import { authorFields } from '../metadata/fields.ts';
import type { Author, Code, InternationalString } from '../metadata/nouns.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { ebrimObjectTypes } from '../vocabulary/object-types.ts';
import { attribute, type XmlElement } from '../xml/element.ts';
import { isBlank, type ReadSlot, readSlot, type Say } from './read-slot.ts';
import { readText } from './read-text.ts';
import { ebrimRules } from './rules.ts';

/** A value read from a Classification or ExternalIdentifier; `odd` when the element holds more than it tells. */
export interface Read<T> {
  readonly value: T;
  readonly odd: boolean;
}

const slotOfAuthor = new Map(Object.entries(authorFields).map(([name, field]) => [field.name, { name, field }]));
const codeAttributes = ['classificationScheme', 'nodeRepresentation', 'classifiedObject'];
const nodeAttributes = ['classificationNode', 'classifiedObject'];
const identifierAttributes = ['identificationScheme', 'registryObject', 'value'];

/** The code a Classification holds — ITI TF-3 4.2.3.1.2; what is missing is '' or empty and reported. */
export function readCode(element: XmlElement, say: Say): Read<Code> {
  const code = attribute(element, 'nodeRepresentation');
  const schemes: string[] = [];
  let displayName: InternationalString | undefined;
  let odd = hasMore(element, codeAttributes, ebrimObjectTypes.Classification) || code === undefined;
  for (const child of element.children) {
    if (typeof child === 'string') odd ||= !isBlank(child);
    else if (child.ns === namespaces.rim && child.name === 'Slot') {
      const slot = readSlot(child, say);
      if (slot.name === 'codingScheme') for (const value of slot.values) schemes.push(value);
      if (slot.name !== 'codingScheme' || slot.odd || slot.slotType !== undefined) odd = true;
    } else if (child.ns === namespaces.rim && child.name === 'Name' && displayName === undefined) {
      const name = readText(child);
      displayName = name.value;
      if (name.odd || name.value.length === 0) odd = true;
    } else odd = true;
  }
  const [codingScheme = ''] = schemes;
  if (!code) say(ebrimRules.codeValue, 'nothing');
  if (schemes.length !== 1 || codingScheme === '')
    say(ebrimRules.codeScheme, schemes.length > 1 ? `${schemes.length} values` : 'nothing');
  if (!displayName?.some(({ value }) => value !== '')) say(ebrimRules.codeName, 'nothing');
  return {
    value: { code: code ?? '', codingScheme, displayName: displayName ?? [] },
    odd: odd || schemes.length !== 1,
  };
}

/** The author a Classification holds — ITI TF-3 4.2.3.1.4. */
export function readAuthor(element: XmlElement, say: Say): Read<Author> {
  const author: Record<string, unknown> = {
    authorInstitution: [],
    authorRole: [],
    authorSpecialty: [],
    authorTelecommunication: [],
  };
  let odd =
    hasMore(element, codeAttributes, ebrimObjectTypes.Classification) ||
    attribute(element, 'nodeRepresentation') !== '';
  const seen = new Set<string>();
  for (const child of element.children) {
    if (typeof child === 'string') {
      odd ||= !isBlank(child);
      continue;
    }
    if (child.ns !== namespaces.rim || child.name !== 'Slot') odd = true;
    else {
      const slot = readSlot(child, say);
      if (slot.odd || slot.slotType !== undefined) odd = true;
      if (seen.has(slot.name)) say(ebrimRules.slotOnce, `Slot ${slot.name} again`);
      if (seen.has(slot.name) || fillAuthor(author, slot, say)) odd = true;
      seen.add(slot.name);
    }
  }
  return { value: author as unknown as Author, odd };
}

function fillAuthor(author: Record<string, unknown>, slot: ReadSlot, say: Say): boolean {
  const row = slotOfAuthor.get(slot.name);
  if (row === undefined) return true;
  if (row.field.multiplicity === 'list') {
    author[row.name] = slot.values;
    return false;
  }
  if (slot.values.length > 0) author[row.name] = slot.values[0];
  if (slot.values.length <= 1) return false;
  say(ebrimRules.slotSingleValue, `Slot ${slot.name} with ${slot.values.length} values`);
  return true;
}

/** True when a Classification that only marks its object says anything else. */
export function isOddNode(element: XmlElement): boolean {
  return hasMore(element, nodeAttributes, ebrimObjectTypes.Classification) || element.children.some(isElement);
}

/** The value of an ExternalIdentifier whose Name must be `name`. */
export function readIdentifier(element: XmlElement, name: string, say: Say): Read<string | undefined> {
  const value = attribute(element, 'value');
  let odd = hasMore(element, identifierAttributes, ebrimObjectTypes.ExternalIdentifier);
  let named: InternationalString | undefined;
  for (const child of element.children) {
    if (typeof child === 'string') {
      odd ||= !isBlank(child);
      continue;
    }
    if (child.ns === namespaces.rim && child.name === 'Name' && named === undefined) {
      const read = readText(child);
      named = read.value;
      odd ||= read.odd;
    } else odd = true;
  }
  const only = named?.length === 1 ? named[0] : undefined;
  if (only?.value !== name) say(ebrimRules.identifierName, named?.[0]?.value || 'nothing');
  if (only?.value !== name || only.lang !== undefined || only.charset !== undefined) odd = true;
  if (!value) say(ebrimRules.identifierValue, 'nothing');
  return { value, odd };
}

/** True when the element has an attribute besides `known`, its id and the objectType of its class. */
function hasMore(element: XmlElement, known: readonly string[], objectType: string): boolean {
  for (const { ns, name, value } of element.attributes) {
    if (ns !== '') return true;
    if (name === 'id' || known.includes(name) || (name === 'objectType' && value === objectType)) continue;
    return true;
  }
  return false;
}

function isElement(child: XmlElement | string): boolean {
  return typeof child !== 'string';
}
