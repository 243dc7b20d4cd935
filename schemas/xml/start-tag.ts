import type { XmlAttribute } from './element.ts';
import { IllFormed } from './ill-formed.ts';
import { endOfNCName } from './names.ts';
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
  local = '';
  /** The element's name as written, prefix included. */
  qname = '';
  attributes: readonly XmlAttribute[] = noAttributes;
  /** What the tag's namespace declarations hide; undefined when it has none. */
  outers: Outers | undefined;
  /** The tag is an empty-element tag. */
  empty = false;

  private readonly text: string;
  private readonly limits: TagLimits;
  private readonly scope: NamespaceScope;
  private prefix = '';
  private list: Writable<XmlAttribute>[] | undefined;
  /** Prefixes by position in `list`: they mean something only when all declarations of the tag are read. */
  private prefixes: string[] | undefined;

  constructor(text: string, limits: TagLimits, scope: NamespaceScope) {
    this.text = text;
    this.limits = limits;
    this.scope = scope;
  }

  /** Reads the tag whose `<` is at `less`, declarations included. Throws IllFormed. */
  read(less: number): void {
    this.at = less + 1;
    this.outers = undefined;
    this.list = undefined;
    this.prefixes = undefined;
    const local = this.name();
    const prefix = this.prefix;
    this.qname = prefix === '' ? local : `${prefix}:${local}`;
    this.empty = this.readAttributes();
    this.ns = this.resolve(prefix, less);
    this.local = local;
    this.attributes = this.list === undefined ? noAttributes : this.resolveAttributes(this.list, less);
  }

  /** The local part of the QName at `at`; its prefix goes into `prefix`. */
  private name(): string {
    const { text, at: start } = this;
    const end = endOfNCName(text, start);
    if (end === start) throw new IllFormed('a name is missing or begins with an illegal character', start);
    if (text.charCodeAt(end) !== 0x3a) {
      this.prefix = '';
      this.at = end;
      return text.slice(start, end);
    }
    const last = endOfNCName(text, end + 1);
    if (last === end + 1 || text.charCodeAt(last) === 0x3a) throw new IllFormed('a name has a misplaced colon', end);
    this.prefix = text.slice(start, end);
    this.at = last;
    return text.slice(end + 1, last);
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
    const local = this.name();
    const prefix = this.prefix;
    const equals = endOfSpace(text, this.at);
    if (text.charCodeAt(equals) !== 0x3d) throw new IllFormed('"=" is missing after an attribute name', equals);
    this.at = endOfSpace(text, equals + 1);
    const value = this.value();
    if (prefix === 'xmlns' || (prefix === '' && local === 'xmlns')) {
      this.outers ??= [];
      this.scope.declare(prefix === '' ? '' : local, value, { index: start, outers: this.outers });
      return;
    }
    this.list ??= [];
    if (prefix !== '') {
      this.prefixes ??= [];
      this.prefixes[this.list.length] = prefix;
    }
    this.list.push({ ns: '', name: local, value });
  }

  /** The normalised value of the attribute whose quote is at `at` — XML 1.0 3.3.3, all of type CDATA. */
  private value(): string {
    const { text } = this;
    const quote = text.charCodeAt(this.at);
    if (quote !== 0x22 && quote !== 0x27) throw new IllFormed('an attribute value is not quoted', this.at);
    const start = this.at + 1;
    let spaces = false;
    let references = false;
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        if (at - start > this.limits.text)
          throw new IllFormed(`an attribute is longer than ${this.limits.text}`, start);
        this.at = at + 1;
        const plain = spaces ? text.slice(start, at).replace(/[\t\n]/g, ' ') : text.slice(start, at);
        return references ? resolveReferences(plain, 0, plain.length, start) : plain;
      }
      if (code === 0x26) references = true;
      else if (code === 0xa || code === 0x9) spaces = true;
      else if (code === 0x3c) throw new IllFormed('"<" stands in an attribute value', at);
      else if (Number.isNaN(code)) throw new IllFormed('an attribute value is not closed', start);
    }
  }

  private resolve(prefix: string, index: number): string {
    const uri = this.scope.resolve(prefix);
    if (uri === undefined) throw new IllFormed(`the prefix ${prefix} is not declared`, index);
    return uri;
  }

  /** Gives prefixed attributes their namespaces and refuses two of one expanded name. */
  private resolveAttributes(list: Writable<XmlAttribute>[], index: number): readonly XmlAttribute[] {
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
