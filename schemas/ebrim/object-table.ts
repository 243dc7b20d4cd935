import type {
  ClassificationField,
  ClassificationNodeField,
  ExternalIdentifierField,
  Field,
  SlotField,
} from '../metadata/field.ts';
import { associationFields, documentEntryFields, folderFields, submissionSetFields } from '../metadata/fields.ts';
import type { RegistryObject } from '../metadata/nouns.ts';
import { ebrimObjectTypes } from '../vocabulary/object-types.ts';
import { packageNodes } from '../vocabulary/schemes.ts';

/** A field together with the attribute of the noun it fills. */
export interface Row<F> {
  readonly attribute: string;
  readonly field: F;
}

/** Attribute name under which a package's marker Classification is counted. */
export const markerAttribute = 'kind';

/** The field table of one kind of object, turned round: from what is met in ebRIM to the attribute it means. */
export interface ObjectTable {
  readonly kind: RegistryObject['kind'];
  readonly element: 'ExtrinsicObject' | 'RegistryPackage' | 'Association';
  /** XML attribute name to noun attribute. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Noun attributes whose XML attribute must be there. */
  readonly required: readonly string[];
  readonly slots: ReadonlyMap<string, Row<SlotField>>;
  /** Slots IHE defines for the object without making them attributes of it. */
  readonly otherSlots: readonly string[];
  /** By classificationScheme. */
  readonly classifications: ReadonlyMap<string, Row<ClassificationField>>;
  /** By classificationNode; the marker of a package is among them as `kind`. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly identifiers: ReadonlyMap<string, Row<ExternalIdentifierField>>;
  /** Name, Description and VersionInfo to the noun attribute. */
  readonly texts: ReadonlyMap<string, string>;
  /** The same tables as lists, in the order of writing: going through a Map makes a pair for each entry. */
  readonly inOrder: {
    readonly attributes: readonly { readonly name: string; readonly attribute: string }[];
    readonly slots: readonly Row<SlotField>[];
    readonly classifications: readonly Row<ClassificationField>[];
    readonly nodes: readonly { readonly node: string; readonly attribute: string }[];
    readonly identifiers: readonly Row<ExternalIdentifierField>[];
  };
  /** Attributes that are lists, present in every noun. */
  readonly lists: readonly string[];
  /** The objectType of the class, where the class has only one. */
  readonly objectType: string | undefined;
  readonly marker: string | undefined;
}

interface Class {
  readonly kind: RegistryObject['kind'];
  readonly element: ObjectTable['element'];
  readonly objectType?: string;
  readonly marker?: string;
  readonly required?: readonly string[];
  readonly otherSlots?: readonly string[];
}

function objectTable(fields: Readonly<Record<string, Field>>, of: Class): ObjectTable {
  const rows = Object.entries(fields).map(([attribute, field]) => ({ attribute, field }));
  const select = <As extends Field['as']>(as: As) =>
    rows.filter((row): row is Row<Extract<Field, { as: As }>> => row.field.as === as);
  const nodes = select('classificationNode').map(({ attribute, field }: Row<ClassificationNodeField>) => ({
    node: field.node,
    attribute,
  }));
  if (of.marker !== undefined) nodes.push({ node: of.marker, attribute: markerAttribute });
  const attributes = select('xmlAttribute').map(({ attribute, field }) => ({ name: field.name, attribute }));
  const [slots, classifications, identifiers] = [
    select('slot'),
    select('classification'),
    select('externalIdentifier'),
  ];
  return Object.freeze({
    kind: of.kind,
    element: of.element,
    attributes: new Map(attributes.map(({ name, attribute }) => [name, attribute])),
    required: ['entryUUID', ...(of.required ?? [])],
    slots: new Map(slots.map((row) => [row.field.name, row])),
    otherSlots: of.otherSlots ?? [],
    classifications: new Map(classifications.map((row) => [row.field.scheme, row])),
    nodes: new Map(nodes.map(({ node, attribute }) => [node, attribute])),
    identifiers: new Map(identifiers.map((row) => [row.field.scheme, row])),
    inOrder: { attributes, slots, classifications, nodes, identifiers },
    texts: new Map([
      ...select('internationalString').map(({ attribute, field }): [string, string] => [field.element, attribute]),
      ...select('versionInfo').map(({ attribute }): [string, string] => ['VersionInfo', attribute]),
    ]),
    lists: rows
      .filter(({ field }) => 'multiplicity' in field && field.multiplicity === 'list')
      .map(({ attribute }) => attribute),
    objectType: of.objectType,
    marker: of.marker,
  });
}

const associationClass: Class = {
  kind: 'Association',
  element: 'Association',
  objectType: ebrimObjectTypes.Association,
  required: ['type', 'source', 'target'],
};
/** A SubmissionSet may say where it comes from — XDR and XCDR, option Transmit Home Community Id. */
const submissionSetClass: Class = {
  kind: 'SubmissionSet',
  element: 'RegistryPackage',
  objectType: ebrimObjectTypes.RegistryPackage,
  marker: packageNodes.SubmissionSet,
  otherSlots: ['homeCommunityId', 'urn:ihe:iti:xca:2010:homeCommunityId'],
};
const folderClass: Class = {
  kind: 'Folder',
  element: 'RegistryPackage',
  objectType: ebrimObjectTypes.RegistryPackage,
  marker: packageNodes.Folder,
};

/** The table of each kind of object, made once. */
export const objectTables: Readonly<Record<RegistryObject['kind'], ObjectTable>> = Object.freeze({
  DocumentEntry: objectTable(documentEntryFields, {
    kind: 'DocumentEntry',
    element: 'ExtrinsicObject',
    required: ['objectType'],
  }),
  SubmissionSet: objectTable(submissionSetFields, submissionSetClass),
  Folder: objectTable(folderFields, folderClass),
  Association: objectTable(associationFields, associationClass),
});
