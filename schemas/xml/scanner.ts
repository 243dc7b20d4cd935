import type { XmlElement, XmlNode } from './element.ts';
import { IllFormed } from './ill-formed.ts';
import { NamespaceScope, type Outers } from './namespaces.ts';
import { endOfComment, endOfDeclaration, endOfInstruction, endOfSpace } from './prolog.ts';
import { resolveReferences } from './references.ts';
import { StartTagReader, type TagLimits } from './start-tag.ts';

/** The bounds the scanner keeps; see XmlLimits. */
export interface ScanLimits extends TagLimits {
  /** Nesting of elements. */
  readonly depth: number;
}

/** What is beyond XML 1.0 2.2 Char in text without lone surrogates. */
const illegalCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** An element whose end tag has not come yet. */
interface Open {
  readonly children: XmlNode[];
  readonly qname: string;
  readonly outers: Outers | undefined;
}

/** The root element of a whole decoded document. Throws IllFormed. */
export function scanDocument(text: string, limits: ScanLimits): XmlElement {
  const illegal = illegalCharacter.exec(text);
  if (illegal !== null) throw new IllFormed('a character is not allowed in XML', illegal.index);
  return new Scanner(text, limits).document();
}

/** One pass over one document. Open elements are on a stack of our own: nesting never grows the call stack. */
class Scanner {
  private readonly text: string;
  private readonly limits: ScanLimits;
  private readonly scope = new NamespaceScope();
  private readonly tag: StartTagReader;
  private readonly open: Open[] = [];
  private at = 0;
  /** The next `&` and `]]>` at or after `at`, or Infinity: looked for once, not once per text run. */
  private ampersand: number;
  private sectionEnd: number;

  constructor(text: string, limits: ScanLimits) {
    this.text = text;
    this.limits = limits;
    this.tag = new StartTagReader(text, limits, this.scope);
    this.ampersand = nextOf(text, '&', 0);
    this.sectionEnd = nextOf(text, ']]>', 0);
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
    const less = text.indexOf('<', this.at);
    if (less < 0) throw new IllFormed(`element ${parent.qname} is not closed`, text.length);
    if (less > this.at) this.characters(parent.children, less);
    this.at = less;
    switch (text.charCodeAt(less + 1)) {
      case 0x2f:
        this.endTag(parent);
        break;
      case 0x3f:
        this.at = endOfInstruction(text, less);
        break;
      case 0x21:
        if (text.startsWith('<![CDATA[', less)) this.section(parent.children);
        else this.at = endOfComment(text, less);
        break;
      default:
        parent.children.push(this.element());
    }
  }

  /** The element whose start tag is at `at`; it goes on the stack when it has content. */
  private element(): XmlElement {
    const { tag } = this;
    if (this.open.length >= this.limits.depth) {
      throw new IllFormed(`elements are nested deeper than ${this.limits.depth}`, this.at);
    }
    tag.read(this.at);
    this.at = tag.at;
    const children: XmlNode[] = [];
    if (!tag.empty) this.open.push({ children, qname: tag.qname, outers: tag.outers });
    else if (tag.outers !== undefined) this.scope.leave(tag.outers);
    return { ns: tag.ns, name: tag.local, attributes: tag.attributes, children };
  }

  private endTag({ qname, outers }: Open): void {
    const { text } = this;
    const start = this.at + 2;
    const end = text.startsWith(qname, start) ? endOfSpace(text, start + qname.length) : start;
    if (end === start || text.charCodeAt(end) !== 0x3e) {
      throw new IllFormed(`an end tag does not close element ${qname}`, this.at);
    }
    this.at = end + 1;
    if (outers !== undefined) this.scope.leave(outers);
    this.open.pop();
  }

  /** The text run from `at` to `end`. */
  private characters(children: XmlNode[], end: number): void {
    const { text, at } = this;
    if (this.sectionEnd < at) this.sectionEnd = nextOf(text, ']]>', at);
    if (this.sectionEnd < end) throw new IllFormed('"]]>" stands in character data', this.sectionEnd);
    if (this.ampersand < at) this.ampersand = nextOf(text, '&', at);
    this.append(children, this.ampersand < end ? resolveReferences(text, at, end) : text.slice(at, end));
  }

  /** The CDATA section at `at` — XML 1.0 2.7. */
  private section(children: XmlNode[]): void {
    const start = this.at + 9;
    const end = this.text.indexOf(']]>', start);
    if (end < 0) throw new IllFormed('a CDATA section is not closed', this.at);
    if (end > start) this.append(children, this.text.slice(start, end));
    this.at = end + 3;
  }

  /** Adds character data, joined with what stands directly before it. */
  private append(children: XmlNode[], data: string): void {
    const last = children.length - 1;
    const before = children[last];
    const length = data.length + (typeof before === 'string' ? before.length : 0);
    if (length > this.limits.text) throw new IllFormed(`a text is longer than ${this.limits.text} characters`, this.at);
    if (typeof before === 'string') children[last] = before + data;
    else children.push(data);
  }
}

function nextOf(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}
