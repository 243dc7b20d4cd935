import type { RuleText } from '../rule.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { textOf, type XmlElement } from '../xml/element.ts';
import { ebrimRules } from './rules.ts';

/** Where a reader puts what is wrong: the rule, and the value found. */
export type Say = (rule: RuleText, found: string) => void;

/** A rim:Slot taken apart. `odd` when it holds anything that name, values and slotType do not tell. */
export interface ReadSlot {
  readonly name: string;
  readonly values: string[];
  readonly slotType: string | undefined;
  readonly odd: boolean;
}

/** Takes a rim:Slot apart and reports empty lists and empty values. */
export function readSlot(slot: XmlElement, say: Say): ReadSlot {
  let name = '';
  let slotType: string | undefined;
  let odd = false;
  for (const a of slot.attributes) {
    if (a.ns === '' && a.name === 'name') name = a.value;
    else if (a.ns === '' && a.name === 'slotType') slotType = a.value;
    else odd = true;
  }
  if (name === '') {
    say(ebrimRules.slotName, 'nothing');
    odd = true;
  }
  const values: string[] = [];
  if (readValues(slot, values)) odd = true;
  if (values.length === 0) {
    say(ebrimRules.slotNotEmpty, `Slot ${name} without Value`);
    odd = true;
  } else if (values.includes('')) say(ebrimRules.slotNotEmpty, `Slot ${name} with an empty Value`);
  return { name, values, slotType, odd };
}

/** Adds the Values of a Slot to `values`; true when there is more in it than one ValueList of plain Values. */
function readValues(slot: XmlElement, values: string[]): boolean {
  let odd = false;
  let lists = 0;
  for (const list of slot.children) {
    if (typeof list === 'string') {
      if (!isBlank(list)) odd = true;
      continue;
    }
    if (list.name !== 'ValueList' || list.ns !== namespaces.rim || list.attributes.length > 0 || lists > 0) odd = true;
    if (list.name !== 'ValueList') continue;
    lists += 1;
    for (const value of list.children) {
      if (typeof value === 'string') odd ||= !isBlank(value);
      else if (value.name !== 'Value' || value.ns !== namespaces.rim) odd = true;
      else {
        const only = value.children[0];
        values.push(value.children.length === 1 && typeof only === 'string' ? only : textOf(value));
        odd ||= value.attributes.length > 0 || value.children.some((child) => typeof child !== 'string');
      }
    }
  }
  return odd;
}

/** True for text that only lays out the elements around it. */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return false;
  }
  return true;
}
