import { IllFormed } from './ill-formed.ts';

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';
const uriCharacters = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/;

/** One binding that ends with its element: the prefix and what it meant before. */
interface Outer {
  readonly prefix: string;
  readonly uri: string | undefined;
}
/** What the declarations of one element hide, in the order they were read. */
export type Outers = Outer[];

/**
 * The prefixes in scope while a document is scanned — Namespaces in XML 1.0 6.
 *
 * One map for the whole document with an undo list per declaring element: looking a prefix up costs the same however
 * many declarations surround it, so that nesting declarations cannot slow a reader down.
 */
export class NamespaceScope {
  private readonly bindings = new Map<string, string>([
    ['xml', xmlNamespace],
    ['', ''],
  ]);
  private lastPrefix = '';
  private lastUri = '';

  /** The namespace of a prefix ('' for the default one); undefined when the prefix is not bound. */
  resolve(prefix: string): string | undefined {
    if (prefix === this.lastPrefix) return this.lastUri;
    const uri = this.bindings.get(prefix);
    if (uri !== undefined) {
      this.lastPrefix = prefix;
      this.lastUri = uri;
    }
    return uri;
  }

  /** Binds a prefix and remembers in `outers` what it meant. Throws IllFormed for what Namespaces 1.0 3 forbids. */
  declare(prefix: string, uri: string, at: { readonly index: number; readonly outers: Outers }): void {
    const objection = objectionTo(prefix, uri);
    if (objection !== undefined) throw new IllFormed(objection, at.index);
    if (at.outers.some((outer) => outer.prefix === prefix)) {
      throw new IllFormed('a namespace prefix is declared twice', at.index);
    }
    at.outers.push({ prefix, uri: this.bindings.get(prefix) });
    this.bindings.set(prefix, uri);
    this.forget();
  }

  /** Ends the bindings of one element. */
  leave(outers: Outers): void {
    for (const { prefix, uri } of outers) {
      if (uri === undefined) this.bindings.delete(prefix);
      else this.bindings.set(prefix, uri);
    }
    this.forget();
  }

  private forget(): void {
    this.lastPrefix = '';
    this.lastUri = this.bindings.get('') ?? '';
  }
}

function objectionTo(prefix: string, uri: string): string | undefined {
  if (prefix === 'xmlns') return 'the prefix xmlns must not be declared';
  if (uri === xmlnsNamespace) return 'the xmlns namespace must not be declared';
  if ((prefix === 'xml') !== (uri === xmlNamespace)) return 'only the prefix xml names the XML namespace';
  if (uri === '' && prefix !== '') return 'a prefix is bound to an empty namespace name';
  // Namespaces 1.0 2.1: a URI reference. Its characters are checked, its grammar is its owner's business.
  return uriCharacters.test(uri) ? undefined : 'a namespace name has characters that no URI has';
}
