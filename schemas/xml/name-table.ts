import { IllFormed } from './ill-formed.ts';
import { endOfNCName } from './names.ts';

/** A qualified name taken apart; `prefix` is '' when it has none. */
export interface QName {
  /** As written, prefix included. */
  readonly text: string;
  readonly prefix: string;
  readonly local: string;
}

/** A power of two well above the number of names that messages repeat. */
const places = 128;

/** The names of one document: a message writes a few dozen of them hundreds of times, and each becomes one object. */
export class NameTable {
  private readonly text: string;
  /** By a number made of length and letters; of two names with one number the later one is kept. */
  private readonly known = new Array<QName | undefined>(places).fill(undefined);

  constructor(text: string) {
    this.text = text;
  }

  /** The QName that starts at `start`. Throws IllFormed when there is none — Namespaces in XML 1.0 4. */
  read(start: number): QName {
    const { text, known } = this;
    const colon = endOfNCName(text, start);
    if (colon === start) throw new IllFormed('a name is missing or begins with an illegal character', start);
    const prefixed = text.charCodeAt(colon) === 0x3a;
    const end = prefixed ? endOfNCName(text, colon + 1) : colon;
    if (prefixed && (end === colon + 1 || text.charCodeAt(end) === 0x3a))
      throw new IllFormed('a name has a misplaced colon', colon);
    const length = end - start;
    const place = (length * 5 + text.charCodeAt(end - 1) * 3 + text.charCodeAt(end - (length >> 1))) & (places - 1);
    const found = known[place];
    if (found !== undefined && found.text.length === length && text.startsWith(found.text, start)) return found;
    const name = {
      text: text.slice(start, end),
      prefix: prefixed ? text.slice(start, colon) : '',
      local: text.slice(prefixed ? colon + 1 : start, end),
    };
    known[place] = name;
    return name;
  }
}
