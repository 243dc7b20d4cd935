import type { InternationalString, LocalizedString } from '../metadata/nouns.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { attribute, type XmlElement } from '../xml/element.ts';

/** A rim:Name or rim:Description taken apart; `odd` when it holds more than its LocalizedStrings tell. */
export interface ReadText {
  readonly value: InternationalString;
  readonly odd: boolean;
}

/** Takes a rim:Name or rim:Description apart. A LocalizedString without value gives no text. */
export function readText(element: XmlElement): ReadText {
  const value: LocalizedString[] = [];
  let odd = element.attributes.length > 0;
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.name !== 'LocalizedString' || child.ns !== namespaces.rim) odd = true;
    else if (readLocalized(child, value)) odd = true;
  }
  return { value, odd };
}

function readLocalized(element: XmlElement, into: LocalizedString[]): boolean {
  let text: string | undefined;
  let lang: string | undefined;
  let charset: string | undefined;
  let odd = element.children.length > 0;
  for (const a of element.attributes) {
    if (a.name === 'value' && a.ns === '') text = a.value;
    else if (a.name === 'charset' && a.ns === '') charset = a.value;
    else if (a.name === 'lang' && a.ns === namespaces.xml) lang = a.value;
    else odd = true;
  }
  if (text === undefined) return true;
  into.push({
    value: text,
    ...(lang === undefined ? {} : { lang }),
    ...(charset === undefined ? {} : { charset }),
  });
  return odd;
}

/** VersionInfo@versionName; `odd` when the element says more or does not say it. */
export function readVersionInfo(element: XmlElement): { readonly value: string | undefined; readonly odd: boolean } {
  const value = attribute(element, 'versionName');
  return { value, odd: value === undefined || element.attributes.length > 1 };
}
