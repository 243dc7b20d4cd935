import type { Datatype } from '../../datatypes/datatype.ts';
import type { Field } from '../field.ts';
import { authorFields, freeTextLength, longNameLength } from '../fields.ts';
import type { Author, Code, InternationalString, RegistryObject, Submission } from '../nouns.ts';
import { fieldTables } from './objects.ts';

/** What a field says of each of its values. */
export interface ValueLimits {
  readonly type: Datatype | undefined;
  /** Characters. */
  readonly maxLength: number;
  /** True for Name and Description, whose limits the standard has as advice. */
  readonly isText: boolean;
}

/** Is shown one value; `at` names its place while it is shown, such as `Document01.author[2].authorPerson`. */
export type VisitValue = (value: string, limits: ValueLimits, at: () => string) => void;

/**
 * Shows every string of a submission that a field table knows, in the order of the tables. Every message comes through
 * here: nothing is made per value, and a place is put into words only for who asks.
 */
export function visitValues(submission: Submission, visit: VisitValue): void {
  const walk = new Walk(visit);
  for (const object of submission.submissionSets) walk.object(object);
  for (const object of submission.documentEntries) walk.object(object);
  for (const object of submission.folders) walk.object(object);
  for (const object of submission.associations) walk.object(object);
}

/** A field with the limits of the strings it holds. */
interface Row {
  readonly name: string;
  readonly field: Field;
  readonly limits: ValueLimits;
}

const ofCode: ValueLimits = { type: undefined, maxLength: longNameLength, isText: false };
const ofDisplayName: ValueLimits = { type: undefined, maxLength: freeTextLength, isText: true };

function rowsOf(fields: Readonly<Record<string, Field>>): readonly Row[] {
  return Object.entries(fields).map(([name, field]) => ({ name, field, limits: limitsOf(field) }));
}

function limitsOf(field: Field): ValueLimits {
  if (field.as === 'classification' || field.as === 'classificationNode') return ofCode;
  if (field.as === 'internationalString') return { type: undefined, maxLength: field.maxLength, isText: true };
  return { type: field.type, maxLength: field.maxLength, isText: false };
}

const rows = {
  DocumentEntry: rowsOf(fieldTables.DocumentEntry),
  SubmissionSet: rowsOf(fieldTables.SubmissionSet),
  Folder: rowsOf(fieldTables.Folder),
  Association: rowsOf(fieldTables.Association),
} as const satisfies Record<RegistryObject['kind'], unknown>;
const rowsOfAuthor = rowsOf(authorFields);

/** One way through a submission: where it is, in four words and two numbers. */
class Walk {
  private readonly visit: VisitValue;
  private entryUUID = '';
  private name = '';
  /** From 1 where an attribute has several values, 0 where it has one. */
  private position = 0;
  /** The part of a code or author; '' for none. */
  private part = '';
  private partPosition = 0;

  constructor(visit: VisitValue) {
    this.visit = visit;
  }

  private readonly at = (): string => {
    const part = this.part === '' ? '' : `.${numbered(this.part, this.partPosition)}`;
    return `${this.entryUUID}.${numbered(this.name, this.position)}${part}`;
  };

  object(object: RegistryObject): void {
    this.entryUUID = object.entryUUID;
    const attributes = object as unknown as Readonly<Record<string, unknown>>;
    for (const row of rows[object.kind]) {
      const value = attributes[row.name];
      if (value === undefined) continue;
      this.name = row.name;
      this.position = 0;
      this.attribute(row, value);
    }
  }

  private attribute({ field, limits }: Row, value: unknown): void {
    switch (field.as) {
      case 'classificationNode':
        break;
      case 'internationalString':
        this.texts(value as InternationalString, limits);
        break;
      case 'classification':
        if (field.holds === 'author') this.authors(value as readonly Author[]);
        else if (field.multiplicity === 'single') this.code(value as Code);
        else this.codes(value as readonly Code[]);
        break;
      default:
        if (typeof value === 'string') this.visit(value, limits, this.at);
        else this.strings(value as readonly string[], limits);
    }
  }

  private strings(values: readonly string[], limits: ValueLimits): void {
    for (let i = 0; i < values.length; i++) {
      this.position = values.length === 1 ? 0 : i + 1;
      this.visit(values[i]!, limits, this.at);
    }
  }

  private codes(codes: readonly Code[]): void {
    for (let i = 0; i < codes.length; i++) {
      this.position = codes.length === 1 ? 0 : i + 1;
      this.code(codes[i]!);
    }
  }

  private authors(authors: readonly Author[]): void {
    for (let i = 0; i < authors.length; i++) {
      this.position = authors.length === 1 ? 0 : i + 1;
      this.author(authors[i]!);
    }
  }

  private texts(texts: InternationalString, limits: ValueLimits): void {
    for (const { value } of texts) this.visit(value, limits, this.at);
  }

  private code({ code, codingScheme, displayName }: Code): void {
    this.partPosition = 0;
    this.part = 'code';
    this.visit(code, ofCode, this.at);
    this.part = 'codingScheme';
    this.visit(codingScheme, ofCode, this.at);
    this.part = 'displayName';
    this.texts(displayName, ofDisplayName);
    this.part = '';
  }

  private author(author: Author): void {
    for (const { name, limits } of rowsOfAuthor) {
      const value = author[name as keyof Author];
      if (value === undefined) continue;
      this.part = name;
      this.partPosition = 0;
      if (typeof value === 'string') this.visit(value, limits, this.at);
      else {
        for (let i = 0; i < value.length; i++) {
          this.partPosition = value.length === 1 ? 0 : i + 1;
          this.visit(value[i]!, limits, this.at);
        }
      }
    }
    this.part = '';
  }
}

function numbered(name: string, position: number): string {
  return position === 0 ? name : `${name}[${position}]`;
}
