import type {
  Association,
  DocumentEntry,
  Folder,
  ObjectRef,
  RegistryObject,
  Submission,
  SubmissionSet,
} from '../metadata/nouns.ts';
import type { Decoded, Finding } from '../rule.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { packageNodes } from '../vocabulary/schemes.ts';
import { attribute, children, elements, type XmlElement } from '../xml/element.ts';
import { decodeObject } from './decode-object.ts';
import { keep } from './kept.ts';
import { objectTables } from './object-table.ts';
import { ebrimRules } from './rules.ts';

type Package = 'SubmissionSet' | 'Folder';

/** A RegistryObjectList while it is read. */
interface Reading {
  readonly findings: Finding[];
  /** Marks that stand beside their packages, by the id they mark. */
  readonly beside: ReadonlyMap<string, readonly XmlElement[]>;
  /** Ids of the packages of the list; filled only when there are marks beside them. */
  readonly packages: ReadonlySet<string>;
  readonly objects: (RegistryObject | ObjectRef)[];
  readonly unrecognised: XmlElement[];
}

/**
 * The submission a rim:RegistryObjectList holds — ITI TF-3 4.2.1; nothing is refused, what is wrong is a finding.
 *
 * The mark of a SubmissionSet or Folder is accepted inside its package and beside it; it is written inside.
 */
export function decodeRegistryObjectList(list: XmlElement): Decoded<Submission> {
  const { objects, unrecognised, findings } = readList(list);
  const submissionSets: SubmissionSet[] = [];
  const documentEntries: DocumentEntry[] = [];
  const folders: Folder[] = [];
  const associations: Association[] = [];
  const objectRefs: ObjectRef[] = [];
  for (const object of objects) {
    if (object.kind === 'DocumentEntry') documentEntries.push(object);
    else if (object.kind === 'Association') associations.push(object);
    else if (object.kind === 'SubmissionSet') submissionSets.push(object);
    else if (object.kind === 'Folder') folders.push(object);
    else objectRefs.push(object);
  }
  const message = { submissionSets, documentEntries, folders, associations, objectRefs };
  return { message: unrecognised.length === 0 ? message : { ...message, unrecognised }, findings };
}

/** The objects of a query's answer, and what stood among them without being one (each of these is a finding). */
export interface DecodedObjects extends Decoded<(RegistryObject | ObjectRef)[]> {
  readonly unrecognised: readonly XmlElement[];
}

/** The objects of a rim:RegistryObjectList in its order, as a query answers them. */
export function decodeRegistryObjects(list: XmlElement): DecodedObjects {
  const { objects, unrecognised, findings } = readList(list);
  return { message: objects, unrecognised, findings };
}

function readList(list: XmlElement): Reading {
  const beside = marksBeside(list);
  const packages = beside.size === 0 ? new Set<string>() : packageIds(list);
  const reading: Reading = { findings: [], beside, packages, objects: [], unrecognised: [] };
  for (const element of elements(list)) takeElement(reading, element);
  return reading;
}

function takeElement(reading: Reading, element: XmlElement): void {
  const { objects, findings } = reading;
  const name = element.ns === namespaces.rim ? element.name : '';
  if (name === 'ExtrinsicObject') objects.push(decodeObject(element, objectTables.DocumentEntry, findings));
  else if (name === 'Association') objects.push(decodeObject(element, objectTables.Association, findings));
  else if (name === 'RegistryPackage') takePackage(reading, element);
  else if (name === 'ObjectRef') takeObjectRef(reading, element);
  else if (name !== 'Classification' || !marksPackage(reading, element)) {
    const found = name === 'Classification' ? describeClassification(element) : `element ${element.name}`;
    const at = attribute(element, 'id') ?? element.name;
    findings.push({ rule: ebrimRules.elementKnown, violation: { at, found } });
    reading.unrecognised.push(keep(element, ''));
  }
}

function takePackage(reading: Reading, received: XmlElement): void {
  const id = attribute(received, 'id') ?? '';
  const beside = reading.beside.get(id);
  const element = beside === undefined ? received : { ...received, children: [...received.children, ...beside] };
  const kinds = new Set<Package>();
  for (const child of element.children) {
    const kind = typeof child === 'string' ? undefined : markOf(child);
    if (kind !== undefined) kinds.add(kind);
  }
  const [kind] = kinds;
  if (kind !== undefined && kinds.size === 1) {
    reading.objects.push(decodeObject(element, objectTables[kind], reading.findings));
    return;
  }
  const found = kinds.size === 0 ? 'neither' : 'both';
  reading.findings.push({ rule: ebrimRules.packageKind, violation: { at: id || 'RegistryPackage', found } });
  reading.unrecognised.push(keep(element, ''));
}

function takeObjectRef(reading: Reading, element: XmlElement): void {
  const entryUUID = attribute(element, 'id') ?? '';
  const homeCommunityId = attribute(element, 'home');
  const attributes = element.attributes.filter((a) => a.ns !== '' || (a.name !== 'id' && a.name !== 'home'));
  const inner = elements(keep(element, ''));
  if (entryUUID === '')
    reading.findings.push({ rule: ebrimRules.attributePresent, violation: { at: 'ObjectRef.id', found: 'nothing' } });
  reading.objects.push({
    kind: 'ObjectRef',
    entryUUID,
    ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
    ...(attributes.length + inner.length === 0 ? {} : { unrecognised: { attributes, elements: inner } }),
  });
}

/** What a Classification marks its package as, or undefined. */
function markOf(element: XmlElement): Package | undefined {
  if (element.name !== 'Classification' || element.ns !== namespaces.rim) return undefined;
  const node = attribute(element, 'classificationNode');
  if (node === packageNodes.SubmissionSet) return 'SubmissionSet';
  return node === packageNodes.Folder ? 'Folder' : undefined;
}

function marksBeside(list: XmlElement): Map<string, XmlElement[]> {
  const marks = new Map<string, XmlElement[]>();
  for (const element of elements(list)) {
    if (markOf(element) === undefined) continue;
    const id = attribute(element, 'classifiedObject') ?? '';
    const marksOfId = marks.get(id);
    if (marksOfId === undefined) marks.set(id, [element]);
    else marksOfId.push(element);
  }
  return marks;
}

function packageIds(list: XmlElement): Set<string> {
  return new Set(children(list, namespaces.rim, 'RegistryPackage').map((element) => attribute(element, 'id') ?? ''));
}

function marksPackage({ packages }: Reading, element: XmlElement): boolean {
  return markOf(element) !== undefined && packages.has(attribute(element, 'classifiedObject') ?? '');
}

function describeClassification(element: XmlElement): string {
  const of = attribute(element, 'classifiedObject') || 'nothing';
  const as = attribute(element, 'classificationScheme') ?? attribute(element, 'classificationNode') ?? 'nothing';
  return `Classification ${as} of ${of} beside the objects`;
}
