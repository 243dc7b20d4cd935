import {
  ParseOption,
  XmlElement as WasmElement,
  type XmlNode as WasmNode,
  XmlCData,
  XmlDocument,
  XmlText,
  XmlTreeNode,
} from 'libxml2-wasm';
import type { XmlElement, XmlNode } from '../../schemas/xml/element.ts';

/** What libxml2 makes of a document: its tree, or the first line of its refusal. */
export type OracleVerdict = { readonly root: XmlElement; readonly dtd: boolean } | { readonly refusal: string };

/** Reads a document with libxml2, nothing fetched, nothing recovered. */
export function askLibxml2(bytes: Uint8Array): OracleVerdict {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes, {
      option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_HUGE,
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { refusal: error.message.trim() };
  }
  try {
    return { root: elementFrom(document.root), dtd: document.dtd !== null };
  } finally {
    document.dispose();
  }
}

function elementFrom(element: WasmElement): XmlElement {
  const children: XmlNode[] = [];
  for (let node: WasmNode | null = element.firstChild; node !== null; node = next(node)) {
    if (node instanceof WasmElement) children.push(elementFrom(node));
    else if (node instanceof XmlText || node instanceof XmlCData) appendText(children, node.content);
  }
  const attributes = element.attrs.map(({ namespaceUri, name, value }) => ({ ns: namespaceUri, name, value }));
  return { ns: element.namespaceUri, name: element.name, attributes, children };
}

/** The next sibling; libxml2-wasm gives a processing instruction none of its own. */
function next(node: WasmNode): WasmNode | null {
  return node instanceof XmlTreeNode ? node.next : node.get('following-sibling::node()[1]');
}

function appendText(children: XmlNode[], text: string): void {
  const before = children.at(-1);
  if (typeof before === 'string') children[children.length - 1] = before + text;
  else if (text !== '') children.push(text);
}
