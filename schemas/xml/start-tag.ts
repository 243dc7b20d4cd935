import { Ahead } from './ahead.ts';
import type { XmlAttribute } from './element.ts';
import { IllFormed } from './ill-formed.ts';
import { NameTable, type QName } from './name-table.ts';
import type { NamespaceScope, Outers } from './namespaces.ts';
import { endOfSpace } from './prolog.ts';
import { resolveReferences } from './references.ts';

/** The bounds on one start tag; see XmlLimits. */
export interface TagLimits {
  /** Attributes (with namespace declarations) of one element. */
  readonly attributes: number;
  /** Characters of one attribute value. */
  readonly text: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
const noAttributes: readonly XmlAttribute[] = Object.freeze([]);
const noName: QName = Object.freeze({ text: '', prefix: '', local: '' });

/** What is looked for in the whole document, by everyone who reads it. */
export interface Marks {
  readonly less: Ahead;
  readonly ampersand: Ahead;
}

/**
 * Reads start tags — XML 1.0 3.1 and Namespaces in XML 1.0.
 *
 * One reader serves a whole document: `read` leaves what it found in the fields, so that nothing is allocated per tag
 * but what ends in the tree.
 */
export class StartTagReader {
  /** After the tag. */
  at = 0;
  ns = '';
  name: QName = noName;
  attributes: readonly XmlAttribute[] = noAttributes;
  /** What the tag's namespace declarations hide; undefined when it has none. */
  outers: Outers | undefined;
  /** The tag is an empty-element tag. */
  empty = false;

  private readonly text: string;
  private readonly limits: TagLimits;
  private readonly scope: NamespaceScope;
  private readonly marks: Marks;
  private readonly names: NameTable;
  private readonly newlines: Ahead;
  private readonly tabs: Ahead;
  /** Attributes of the tag that is being read; what is behind `count` is left over from others. */
  private readonly list: Writable<XmlAttribute>[] = [];
  private count = 0;
  /** Prefixes by position in `list`: they mean something only when all declarations of the tag are read. */
  private prefixes: string[] | undefined;

  constructor(text: string, options: { limits: TagLimits; scope: NamespaceScope; marks: Marks }) {
    this.text = text;
    this.limits = options.limits;
    this.scope = options.scope;
    this.marks = options.marks;
    this.names = new NameTable(text);
    this.newlines = new Ahead(text, '\n');
    this.tabs = new Ahead(text, '\t');
  }

  /** Reads the tag whose `<` is at `less`, declarations included. Throws IllFormed. */
  read(less: number): void {
    this.outers = undefined;
    this.count = 0;
    this.prefixes = undefined;
    this.name = this.names.read(less + 1);
    this.at = less + 1 + this.name.text.length;
    this.empty = this.readAttributes();
    this.ns = this.resolve(this.name.prefix, less);
    this.attributes = this.count === 0 ? noAttributes : this.resolveAttributes(less);
  }

  /** Everything after the name; true for an empty-element tag. */
  private readAttributes(): boolean {
    const { text } = this;
    for (let count = 0; ; count++) {
      const start = endOfSpace(text, this.at);
      const code = text.charCodeAt(start);
      if (code === 0x3e) {
        this.at = start + 1;
        return false;
      }
      if (code === 0x2f && text.charCodeAt(start + 1) === 0x3e) {
        this.at = start + 2;
        return true;
      }
      if (start === this.at) throw new IllFormed('white space, ">" or "/>" is missing in a start tag', start);
      if (count === this.limits.attributes) throw new IllFormed(`more than ${count} attributes`, start);
      this.at = start;
      this.readAttribute();
    }
  }

  private readAttribute(): void {
    const { text, at: start } = this;
    const { text: name, prefix, local } = this.names.read(start);
    const equals = endOfSpace(text, start + name.length);
    if (text.charCodeAt(equals) !== 0x3d) throw new IllFormed('"=" is missing after an attribute name', equals);
    this.at = endOfSpace(text, equals + 1);
    const value = this.value();
    if (prefix === 'xmlns' || name === 'xmlns') {
      this.outers ??= [];
      this.scope.declare(prefix === '' ? '' : local, value, { index: start, outers: this.outers });
      return;
    }
    if (prefix !== '') {
      this.prefixes ??= [];
      this.prefixes[this.count] = prefix;
    }
    this.list[this.count++] = { ns: '', name: local, value };
  }

  /** The normalised value of the attribute whose quote is at `at` — XML 1.0 3.3.3, all of type CDATA. */
  private value(): string {
    const { text } = this;
    const { less, ampersand } = this.marks;
    const quote = text.charCodeAt(this.at);
    if (quote !== 0x22 && quote !== 0x27) throw new IllFormed('an attribute value is not quoted', this.at);
    const start = this.at + 1;
    const found = text.indexOf(quote === 0x22 ? '"' : "'", start);
    const end = found < 0 ? text.length : found;
    if (less.from(start) < end) throw new IllFormed('"<" stands in an attribute value', less.from(start));
    if (found < 0) throw new IllFormed('an attribute value is not closed', start);
    if (end - start > this.limits.text) throw new IllFormed(`an attribute is longer than ${this.limits.text}`, start);
    this.at = end + 1;
    const spaces = this.newlines.from(start) < end || this.tabs.from(start) < end;
    const plain = spaces ? text.slice(start, end).replace(/[\t\n]/g, ' ') : text.slice(start, end);
    return ampersand.from(start) < end ? resolveReferences(plain, 0, plain.length, start) : plain;
  }

  private resolve(prefix: string, index: number): string {
    const uri = this.scope.resolve(prefix);
    if (uri === undefined) throw new IllFormed(`the prefix ${prefix} is not declared`, index);
    return uri;
  }

  /** Gives prefixed attributes their namespaces and refuses two of one expanded name. */
  private resolveAttributes(index: number): readonly XmlAttribute[] {
    const list = this.list.slice(0, this.count);
    this.prefixes?.forEach((prefix, position) => {
      list[position]!.ns = this.resolve(prefix, index);
    });
    for (let i = 1; i < list.length; i++) {
      const { ns, name } = list[i]!;
      for (let j = 0; j < i; j++) {
        if (list[j]!.name === name && list[j]!.ns === ns)
          throw new IllFormed(`attribute ${name} is given twice`, index);
      }
    }
    return list;
  }
}
