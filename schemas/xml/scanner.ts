import { Ahead } from './ahead.ts';
import type { XmlElement, XmlNode } from './element.ts';
import { IllFormed } from './ill-formed.ts';
import { NamespaceScope, type Outers } from './namespaces.ts';
import { endOfComment, endOfDeclaration, endOfInstruction, endOfSpace } from './prolog.ts';
import { resolveReferences } from './references.ts';
import { type Marks, StartTagReader, type TagLimits } from './start-tag.ts';

/** The bounds the scanner keeps; see XmlLimits. */
export interface ScanLimits extends TagLimits {
  /** Nesting of elements. */
  readonly depth: number;
}

/** What is beyond XML 1.0 2.2 Char in text without lone surrogates. */
const illegalCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** An element whose end tag has not come yet. */
interface Open {
  readonly element: { children: readonly XmlNode[] };
  readonly qname: string;
  readonly outers: Outers | undefined;
  /** Where its children begin among the nodes. */
  readonly first: number;
}

const noChildren: readonly XmlNode[] = Object.freeze([]);

/** The root element of a whole decoded document. Throws IllFormed. */
export function scanDocument(text: string, limits: ScanLimits): XmlElement {
  const illegal = illegalCharacter.exec(text);
  if (illegal !== null) throw new IllFormed('a character is not allowed in XML', illegal.index);
  return new Scanner(text, limits).document();
}

/** One pass over one document. Open elements are on a stack of our own: nesting never grows the call stack. */
class Scanner implements Marks {
  private readonly text: string;
  private readonly limits: ScanLimits;
  private readonly scope = new NamespaceScope();
  private readonly tag: StartTagReader;
  private readonly open: Open[] = [];
  /**
   * Children of all open elements, those of the innermost last, up to `count`. An element gets its own list, of the right
   * length, when it is closed.
   */
  private readonly nodes: XmlNode[] = [];
  private count = 0;
  private at = 0;
  readonly less: Ahead;
  readonly ampersand: Ahead;
  private readonly sectionEnd: Ahead;

  constructor(text: string, limits: ScanLimits) {
    this.text = text;
    this.limits = limits;
    this.less = new Ahead(text, '<');
    this.ampersand = new Ahead(text, '&');
    this.sectionEnd = new Ahead(text, ']]>');
    this.tag = new StartTagReader(text, { limits, scope: this.scope, marks: this });
  }

  document(): XmlElement {
    this.at = this.pastMisc(endOfDeclaration(this.text));
    if (this.text.charCodeAt(this.at) !== 0x3c) throw new IllFormed('the root element is missing', this.at);
    const root = this.element();
    for (let parent = this.open.at(-1); parent !== undefined; parent = this.open[this.open.length - 1]) {
      this.content(parent);
    }
    const end = this.pastMisc(this.at);
    if (end < this.text.length) throw new IllFormed('there is content after the root element', end);
    return root;
  }

  /** White space, comments and processing instructions around the root element. */
  private pastMisc(from: number): number {
    const { text } = this;
    let at = endOfSpace(text, from);
    for (;;) {
      if (text.startsWith('<!DOCTYPE', at)) throw new IllFormed('document type declarations are refused', at);
      if (text.startsWith('<?', at)) at = endOfInstruction(text, at);
      else if (text.startsWith('<!', at)) at = endOfComment(text, at);
      else return at;
      at = endOfSpace(text, at);
    }
  }

  /** One piece of content of the innermost element: text up to the next markup, and that markup. */
  private content(parent: Open): void {
    const { text } = this;
    const less = this.less.from(this.at);
    if (less === text.length) throw new IllFormed(`element ${parent.qname} is not closed`, text.length);
    if (less > this.at) this.characters(parent, less);
    this.at = less;
    switch (text.charCodeAt(less + 1)) {
      case 0x2f:
        this.endTag(parent);
        break;
      case 0x3f:
        this.at = endOfInstruction(text, less);
        break;
      case 0x21:
        if (text.startsWith('<![CDATA[', less)) this.section(parent);
        else this.at = endOfComment(text, less);
        break;
      default:
        this.element();
    }
  }

  /** The element whose start tag is at `at`, among the nodes; it goes on the stack when it has content. */
  private element(): XmlElement {
    const { tag, open } = this;
    if (open.length >= this.limits.depth) {
      throw new IllFormed(`elements are nested deeper than ${this.limits.depth}`, this.at);
    }
    tag.read(this.at);
    this.at = tag.at;
    const element = { ns: tag.ns, name: tag.name.local, attributes: tag.attributes, children: noChildren };
    this.nodes[this.count++] = element;
    if (!tag.empty) open.push({ element, qname: tag.name.text, outers: tag.outers, first: this.count });
    else if (tag.outers !== undefined) this.scope.leave(tag.outers);
    return element;
  }

  private endTag({ element, qname, outers, first }: Open): void {
    const { text } = this;
    const start = this.at + 2;
    const end = text.startsWith(qname, start) ? endOfSpace(text, start + qname.length) : start;
    if (end === start || text.charCodeAt(end) !== 0x3e) {
      throw new IllFormed(`an end tag does not close element ${qname}`, this.at);
    }
    this.at = end + 1;
    // Most elements have one child.
    if (this.count === first + 1) element.children = [this.nodes[first]!];
    else if (this.count > first) element.children = this.nodes.slice(first, this.count);
    this.count = first;
    if (outers !== undefined) this.scope.leave(outers);
    this.open.pop();
  }

  /** The text run from `at` to `end`. */
  private characters(parent: Open, end: number): void {
    const { text, at } = this;
    const sectionEnd = this.sectionEnd.from(at);
    if (sectionEnd < end) throw new IllFormed('"]]>" stands in character data', sectionEnd);
    this.append(parent, this.ampersand.from(at) < end ? resolveReferences(text, at, end) : text.slice(at, end));
  }

  /** The CDATA section at `at` — XML 1.0 2.7. */
  private section(parent: Open): void {
    const start = this.at + 9;
    const end = this.text.indexOf(']]>', start);
    if (end < 0) throw new IllFormed('a CDATA section is not closed', this.at);
    if (end > start) this.append(parent, this.text.slice(start, end));
    this.at = end + 3;
  }

  /** Adds character data, joined with what stands directly before it. */
  private append({ first }: Open, data: string): void {
    const { nodes } = this;
    const before = this.count > first ? nodes[this.count - 1] : undefined;
    const length = data.length + (typeof before === 'string' ? before.length : 0);
    if (length > this.limits.text) throw new IllFormed(`a text is longer than ${this.limits.text} characters`, this.at);
    if (typeof before === 'string') nodes[this.count - 1] = before + data;
    else nodes[this.count++] = data;
  }
}
