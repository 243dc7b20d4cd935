import type { Datatype } from '../../datatypes/datatype.ts';
import type { Field } from '../field.ts';
import { authorFields, freeTextLength, longNameLength } from '../fields.ts';
import type { Author, Code, InternationalString, RegistryObject, Submission } from '../nouns.ts';
import { fieldTables, objectsOf } from './objects.ts';

/** One string somewhere in the metadata, with what its field says of it. */
export interface AttributeValue {
  /** Such as `Document01.creationTime` or `Document01.author[2].authorPerson`. */
  readonly at: string;
  readonly value: string;
  readonly type: Datatype | undefined;
  /** Characters. */
  readonly maxLength: number;
  /** True for Name and Description, whose limits the standard has as advice. */
  readonly isText: boolean;
}

/** Where values are gathered: one list for a submission, since it is gone through for every message. */
type Gathered = AttributeValue[];

const fieldsOf = {
  DocumentEntry: Object.entries<Field>(fieldTables.DocumentEntry),
  SubmissionSet: Object.entries<Field>(fieldTables.SubmissionSet),
  Folder: Object.entries<Field>(fieldTables.Folder),
  Association: Object.entries<Field>(fieldTables.Association),
} as const satisfies Record<RegistryObject['kind'], unknown>;
const fieldsOfAuthor = Object.entries<Field>(authorFields);

/** Every string of a submission that a field table knows, in the order of the tables. */
export function attributeValues(submission: Submission): readonly AttributeValue[] {
  const gathered: Gathered = [];
  for (const object of objectsOf(submission)) {
    const attributes = object as unknown as Readonly<Record<string, unknown>>;
    for (const [name, field] of fieldsOf[object.kind]) {
      const value = attributes[name];
      if (value !== undefined) gatherField(gathered, `${object.entryUUID}.${name}`, { field, value });
    }
  }
  return gathered;
}

function gatherField(gathered: Gathered, at: string, { field, value }: { field: Field; value: unknown }): void {
  switch (field.as) {
    case 'slot':
    case 'xmlAttribute':
    case 'externalIdentifier':
    case 'versionInfo': {
      const { type, maxLength } = field;
      each<string>(at, value, (place, one) => gathered.push({ at: place, value: one, type, maxLength, isText: false }));
      return;
    }
    case 'internationalString':
      gatherTexts(gathered, at, { text: value as InternationalString, maxLength: field.maxLength });
      return;
    case 'classification':
      if (field.holds === 'code') each<Code>(at, value, (place, code) => gatherCode(gathered, place, code));
      else each<Author>(at, value, (place, author) => gatherAuthor(gathered, place, author));
      return;
    case 'classificationNode':
      return;
  }
}

function gatherCode(gathered: Gathered, at: string, code: Code): void {
  const limits = { type: undefined, maxLength: longNameLength, isText: false };
  gathered.push({ at: `${at}.code`, value: code.code, ...limits });
  gathered.push({ at: `${at}.codingScheme`, value: code.codingScheme, ...limits });
  gatherTexts(gathered, `${at}.displayName`, { text: code.displayName, maxLength: freeTextLength });
}

function gatherAuthor(gathered: Gathered, at: string, author: Author): void {
  for (const [name, field] of fieldsOfAuthor) {
    const value = author[name as keyof Author];
    if (value !== undefined) gatherField(gathered, `${at}.${name}`, { field, value });
  }
}

function gatherTexts(
  gathered: Gathered,
  at: string,
  { text, maxLength }: { text: InternationalString; maxLength: number },
): void {
  for (const { value } of text) gathered.push({ at, value, type: undefined, maxLength, isText: true });
}

/** The values of a single or list attribute with their places; numbered from 1 where there are several. */
function each<T>(at: string, value: unknown, visit: (place: string, one: T) => void): void {
  const list = Array.isArray(value) ? value : [value];
  for (const [index, one] of list.entries()) visit(list.length === 1 ? at : `${at}[${index + 1}]`, one as T);
}
