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
  readonly type?: Datatype;
  /** Characters. */
  readonly maxLength: number;
  /** True for Name and Description, whose limits the standard has as advice. */
  readonly isText?: boolean;
}

/** Every string of a submission that a field table knows, in the order of the tables. */
export function* attributeValues(submission: Submission): Generator<AttributeValue> {
  for (const object of objectsOf(submission)) yield* valuesOfObject(object);
}

function* valuesOfObject(object: RegistryObject): Generator<AttributeValue> {
  const attributes = object as unknown as Readonly<Record<string, unknown>>;
  for (const [name, field] of Object.entries<Field>(fieldTables[object.kind])) {
    const value = attributes[name];
    if (value !== undefined) yield* valuesOfField(`${object.entryUUID}.${name}`, field, value);
  }
}

function* valuesOfField(at: string, field: Field, value: unknown): Generator<AttributeValue> {
  switch (field.as) {
    case 'slot':
    case 'xmlAttribute':
    case 'externalIdentifier':
    case 'versionInfo': {
      const { type, maxLength } = field;
      for (const [place, one] of places<string>(at, value)) {
        yield { at: place, value: one, maxLength, ...(type === undefined ? {} : { type }) };
      }
      return;
    }
    case 'internationalString':
      yield* texts(at, value as InternationalString, field.maxLength);
      return;
    case 'classification':
      if (field.holds === 'code') {
        for (const [place, code] of places<Code>(at, value)) yield* valuesOfCode(place, code);
      } else {
        for (const [place, author] of places<Author>(at, value)) yield* valuesOfAuthor(place, author);
      }
      return;
    case 'classificationNode':
      return;
  }
}

function* valuesOfCode(at: string, code: Code): Generator<AttributeValue> {
  yield { at: `${at}.code`, value: code.code, maxLength: longNameLength };
  yield { at: `${at}.codingScheme`, value: code.codingScheme, maxLength: longNameLength };
  yield* texts(`${at}.displayName`, code.displayName, freeTextLength);
}

function* valuesOfAuthor(at: string, author: Author): Generator<AttributeValue> {
  for (const [name, field] of Object.entries<Field>(authorFields)) {
    const value = author[name as keyof Author];
    if (value !== undefined) yield* valuesOfField(`${at}.${name}`, field, value);
  }
}

function* texts(at: string, text: InternationalString, maxLength: number): Generator<AttributeValue> {
  for (const { value } of text) yield { at, value, maxLength, isText: true };
}

/** The values of a single or list attribute with their places; numbered from 1 where there are several. */
function places<T>(at: string, value: unknown): (readonly [string, T])[] {
  if (!Array.isArray(value)) return [[at, value as T]];
  return value.map((one: T, index) => [value.length === 1 ? at : `${at}[${index + 1}]`, one]);
}
