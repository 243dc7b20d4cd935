import type { RegistryObject, Slot } from '../metadata/nouns.ts';
import type { Finding, RuleText } from '../rule.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { documentEntryTypes } from '../vocabulary/object-types.ts';
import { attribute, type XmlAttribute, type XmlElement } from '../xml/element.ts';
import { attributeOf, inWritingOrder, keep } from './kept.ts';
import { markerAttribute, type ObjectTable } from './object-table.ts';
import { isOddNode, readAuthor, readCode, readIdentifier } from './read-inner.ts';
import { isBlank, readSlot, type Say } from './read-slot.ts';
import { readText, readVersionInfo } from './read-text.ts';
import { ebrimRules } from './rules.ts';

/** One object while it is read: what is known so far, and what must be kept as it came. */
interface Draft {
  readonly table: ObjectTable;
  readonly id: string;
  readonly values: Record<string, unknown>;
  /** Attributes whose elements say more than the noun can hold. */
  readonly odd: Set<string>;
  readonly otherSlots: Set<string>;
  readonly unknown: XmlElement[];
  readonly findings: Finding[];
}

/** The object an ebRIM element means, read in one pass; what is wrong with the element is added to `findings`. */
export function decodeObject(element: XmlElement, table: ObjectTable, findings: Finding[]): RegistryObject {
  const id = attribute(element, 'id') ?? '';
  const values: Record<string, unknown> = { kind: table.kind, entryUUID: '', extraMetadata: [] };
  for (const list of table.lists) values[list] = [];
  const draft: Draft = { table, id, values, odd: new Set(), otherSlots: new Set(), unknown: [], findings };
  const attributes = readAttributes(draft, element);
  for (const child of element.children) {
    if (typeof child === 'string') {
      if (!isBlank(child)) report(draft, ebrimRules.contentKnown, '', 'text between the elements');
    } else if (child.ns !== namespaces.rim) unknownElement(draft, child);
    else if (child.name === 'Slot') takeSlot(draft, child);
    else if (child.name === 'Classification') takeClassification(draft, child);
    else if (child.name === 'ExternalIdentifier') takeIdentifier(draft, child);
    else takeText(draft, child);
  }
  keepTheRest(draft, element, attributes);
  return values as unknown as RegistryObject;
}

function report(draft: Draft, rule: RuleText, at: string, found: string): void {
  const place = draft.id || draft.table.kind;
  draft.findings.push({ rule, violation: { at: at === '' ? place : `${place}.${at}`, found } });
}

function sayAt(draft: Draft, at: string): Say {
  return (rule, found) => report(draft, rule, at, found);
}

/** Sets a single-valued attribute; false when it has been set before, which makes it odd. */
function setOnce(draft: Draft, name: string, value: unknown): boolean {
  if (draft.values[name] !== undefined) {
    draft.odd.add(name);
    return false;
  }
  if (value !== undefined) draft.values[name] = value;
  return true;
}

function readAttributes(draft: Draft, element: XmlElement): XmlAttribute[] {
  const { table, values } = draft;
  const others: XmlAttribute[] = [];
  for (const a of element.attributes) {
    const name = a.ns === '' ? table.attributes.get(a.name) : undefined;
    if (name !== undefined) values[name] = a.value;
    else if (a.name !== 'objectType' || a.ns !== '' || a.value !== table.objectType) others.push(a);
  }
  for (const name of table.required) {
    if (values[name]) continue;
    if (name !== 'objectType') report(draft, ebrimRules.attributePresent, name, 'nothing');
    values[name] = '';
  }
  checkObjectType(draft, element);
  return others;
}

function checkObjectType(draft: Draft, element: XmlElement): void {
  const found = attribute(element, 'objectType');
  const { objectType } = draft.table;
  const legal =
    objectType === undefined
      ? found === documentEntryTypes.Stable || found === documentEntryTypes.OnDemand
      : found === undefined || found === objectType;
  if (!legal) report(draft, ebrimRules.objectType, 'objectType', found || 'nothing');
}

function takeSlot(draft: Draft, element: XmlElement): void {
  const { table, values, odd } = draft;
  const nameHint = attribute(element, 'name') ?? '';
  const row = table.slots.get(nameHint);
  const slot = readSlot(element, sayAt(draft, row?.attribute ?? nameHint));
  if (row === undefined) takeOtherSlot(draft, element, slot);
  else {
    const { attribute: name, field } = row;
    if (slot.odd || slot.slotType !== undefined) odd.add(name);
    if (field.multiplicity === 'single') {
      if (slot.values.length > 1) {
        report(draft, ebrimRules.slotSingleValue, name, `${slot.values.length} values`);
        odd.add(name);
      }
      if (!setOnce(draft, name, slot.values[0])) report(draft, ebrimRules.slotOnce, name, `Slot ${slot.name} again`);
    } else if ((values[name] as string[]).length > 0) {
      report(draft, ebrimRules.slotOnce, name, `Slot ${slot.name} again`);
      odd.add(name);
    } else values[name] = slot.values;
  }
}

/** A slot that is no attribute: extra metadata when its name is a URN, kept in any case. */
function takeOtherSlot(draft: Draft, element: XmlElement, slot: ReturnType<typeof readSlot>): void {
  const { name, values, slotType, odd } = slot;
  if (name !== '' && !draft.table.otherSlots.includes(name)) {
    if (/^urn:ihe:/i.test(name)) report(draft, ebrimRules.slotReserved, name, `Slot ${name}`);
    else if (!/^urn:/i.test(name)) report(draft, ebrimRules.slotKnown, name, `Slot ${name}`);
  }
  const extra = draft.values.extraMetadata as Slot[];
  if (draft.otherSlots.has(name)) report(draft, ebrimRules.slotOnce, name, `Slot ${name} again`);
  draft.otherSlots.add(name);
  if (odd) draft.unknown.push(keep(element, draft.id));
  else extra.push(slotType === undefined ? { name, values } : { name, values, slotType });
}

function takeClassification(draft: Draft, element: XmlElement): void {
  const { table, values, odd } = draft;
  const scheme = attribute(element, 'classificationScheme');
  const node = attribute(element, 'classificationNode');
  const row = scheme === undefined ? undefined : table.classifications.get(scheme);
  const flag = row !== undefined || node === undefined ? undefined : table.nodes.get(node);
  const name = row?.attribute ?? flag;
  const owner = attribute(element, 'classifiedObject');
  if (owner !== draft.id) {
    report(draft, ebrimRules.classifiedObject, name ?? 'Classification', owner || 'nothing');
    if (name !== undefined) odd.add(name);
  }
  if (row !== undefined) {
    const { field } = row;
    const say = sayAt(draft, row.attribute);
    const read = field.holds === 'author' ? readAuthor(element, say) : readCode(element, say);
    if (read.odd) odd.add(row.attribute);
    if (field.multiplicity === 'list') (values[row.attribute] as unknown[]).push(read.value);
    else if (!setOnce(draft, row.attribute, read.value))
      report(draft, ebrimRules.classificationOnce, row.attribute, `another ${read.odd ? 'Classification' : 'code'}`);
  } else if (flag !== undefined) takeFlag(draft, element, flag);
  else {
    report(draft, ebrimRules.classificationKnown, 'Classification', scheme ?? node ?? 'nothing');
    draft.unknown.push(keep(element, draft.id));
  }
}

function takeFlag(draft: Draft, element: XmlElement, flag: string): void {
  if (isOddNode(element)) draft.odd.add(flag);
  if (flag === markerAttribute) {
    if (draft.values.marked !== undefined) {
      report(draft, ebrimRules.classificationOnce, 'Classification', 'the mark of the package again');
      draft.odd.add(flag);
    }
    draft.values.marked = true;
  } else if (!setOnce(draft, flag, true)) report(draft, ebrimRules.classificationOnce, flag, `${flag} again`);
}

function takeIdentifier(draft: Draft, element: XmlElement): void {
  const { table, odd } = draft;
  const scheme = attribute(element, 'identificationScheme') ?? '';
  const owner = attribute(element, 'registryObject');
  const row = table.identifiers.get(scheme);
  const name = row?.attribute;
  if (owner !== draft.id) {
    report(draft, ebrimRules.identifierObject, name ?? 'ExternalIdentifier', owner || 'nothing');
    if (name !== undefined) odd.add(name);
  }
  if (row === undefined) {
    report(draft, ebrimRules.identifierKnown, 'ExternalIdentifier', scheme || 'nothing');
    draft.unknown.push(keep(element, draft.id));
    return;
  }
  const read = readIdentifier(element, row.field.name, sayAt(draft, row.attribute));
  if (read.odd) odd.add(row.attribute);
  if (!setOnce(draft, row.attribute, read.value))
    report(draft, ebrimRules.identifierOnce, row.attribute, read.value || 'nothing');
}

function takeText(draft: Draft, element: XmlElement): void {
  const name = draft.table.texts.get(element.name);
  if (name === undefined) {
    // An Association may be named and described without that being an attribute of XDS.
    const legal = element.name === 'Name' || element.name === 'Description' || element.name === 'ContentVersionInfo';
    if (legal) draft.unknown.push(keep(element, draft.id));
    else unknownElement(draft, element);
    return;
  }
  const read = element.name === 'VersionInfo' ? readVersionInfo(element) : readText(element);
  if (read.odd) draft.odd.add(name);
  if (!setOnce(draft, name, read.value)) report(draft, ebrimRules.contentKnown, name, `${element.name} again`);
}

function unknownElement(draft: Draft, element: XmlElement): void {
  report(draft, ebrimRules.contentKnown, element.name, `element ${element.name}`);
  draft.unknown.push(keep(element, draft.id));
}

/** Second look at the children, only for attributes whose elements say more than the noun can. */
function keepTheRest(draft: Draft, element: XmlElement, attributes: readonly XmlAttribute[]): void {
  const { odd, unknown, values, table } = draft;
  delete values.marked;
  if (odd.size > 0) {
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      const name = attributeOf(child, table);
      if (name !== undefined && odd.has(name)) unknown.push(keep(child, draft.id));
    }
  }
  if (unknown.length > 0 || attributes.length > 0)
    values.unrecognised = { attributes, elements: inWritingOrder(unknown, table) };
}
