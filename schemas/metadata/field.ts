import type { Datatype } from '../datatypes/datatype.ts';
import type { SpecRef } from '../spec-ref.ts';
import type { Author, Code, InternationalString } from './nouns.ts';

interface FieldSource {
  readonly source: SpecRef;
}

interface TextField extends FieldSource {
  /** What each value must look like; absent: any text. */
  readonly type?: Datatype;
  /** Characters of each value. */
  readonly maxLength: number;
}

/** A rim:Slot: `single` has exactly one Value, `list` any number. */
export interface SlotField extends TextField {
  readonly as: 'slot';
  readonly name: string;
  readonly multiplicity: 'single' | 'list';
}

/** An XML attribute of the object's own element. */
export interface XmlAttributeField extends TextField {
  readonly as: 'xmlAttribute';
  readonly name: string;
}

/** The value of a rim:ExternalIdentifier; `name` is the text its rim:Name must carry. */
export interface ExternalIdentifierField extends TextField {
  readonly as: 'externalIdentifier';
  readonly scheme: string;
  readonly name: string;
}

/** One rim:Classification for each code or author — ITI TF-3 4.2.3.1.2 and 4.2.3.1.4. */
export interface ClassificationField extends FieldSource {
  readonly as: 'classification';
  readonly scheme: string;
  readonly holds: 'code' | 'author';
  readonly multiplicity: 'single' | 'list';
}

/** A flag: set when a rim:Classification with this classificationNode is there. */
export interface ClassificationNodeField extends FieldSource {
  readonly as: 'classificationNode';
  readonly node: string;
}

/** rim:Name or rim:Description; `maxLength` bounds each of its LocalizedStrings. */
export interface InternationalStringField extends FieldSource {
  readonly as: 'internationalString';
  readonly element: 'Name' | 'Description';
  readonly maxLength: number;
}

/** rim:VersionInfo@versionName. */
export interface VersionInfoField extends TextField {
  readonly as: 'versionInfo';
}

/** Where in ebRIM one attribute is found, and what its values must look like. */
export type Field =
  | SlotField
  | XmlAttributeField
  | ExternalIdentifierField
  | ClassificationField
  | ClassificationNodeField
  | InternationalStringField
  | VersionInfoField;

/** The fields that can hold an attribute of type T: a list attribute cannot be given a single-valued field. */
export type FieldOf<T> = T extends boolean
  ? ClassificationNodeField
  : T extends string
    ? (SlotField & { readonly multiplicity: 'single' }) | XmlAttributeField | ExternalIdentifierField | VersionInfoField
    : T extends Code
      ? ClassificationField & { readonly holds: 'code'; readonly multiplicity: 'single' }
      : T extends readonly Code[]
        ? ClassificationField & { readonly holds: 'code'; readonly multiplicity: 'list' }
        : T extends readonly Author[]
          ? ClassificationField & { readonly holds: 'author'; readonly multiplicity: 'list' }
          : T extends readonly string[]
            ? SlotField & { readonly multiplicity: 'list' }
            : T extends InternationalString
              ? InternationalStringField
              : never;

/** What a noun carries that is not an attribute of the standard. */
type NotAttributes = 'kind' | 'extraMetadata' | 'unrecognised';

/** The attributes of a noun that the standard names. */
export type AttributeOf<T> = Exclude<keyof T, NotAttributes> & string;

/** One row for each attribute of a noun: a missing, surplus or ill-fitting row does not compile. */
export type FieldTable<T> = { readonly [K in AttributeOf<T>]-?: FieldOf<NonNullable<T[K]>> };
