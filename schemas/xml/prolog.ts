/** The parts of markup that leave nothing in the tree: declaration, white space, comments, processing instructions. */
import { IllFormed } from './ill-formed.ts';
import { endOfNCName } from './names.ts';

/** XMLDecl — XML 1.0 2.8 [23]; any 1.x is read as 1.0, as the fifth edition asks. */
const declaration =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*\?>/;

/** Where the XML declaration ends; 0 when there is none. */
export function endOfDeclaration(text: string): number {
  if (!text.startsWith('<?xml') || !/[ \t\n?]/.test(text.charAt(5))) return 0;
  const found = declaration.exec(text);
  if (found === null) throw new IllFormed('the XML declaration is malformed', 0);
  return found[0].length;
}

/** The first position at or after `from` that is no white space — XML 1.0 2.3 [3]; line ends are normalised before. */
export function endOfSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0xa && code !== 0x9) return at;
    at++;
  }
}

/** Where the comment at `start` ends; throws when the markup there is no well-formed comment — XML 1.0 2.5. */
export function endOfComment(text: string, start: number): number {
  if (!text.startsWith('<!--', start)) throw new IllFormed('"<!" begins neither a comment nor a CDATA section', start);
  const dashes = text.indexOf('--', start + 4);
  if (dashes < 0) throw new IllFormed('a comment is not closed', start);
  if (text.charCodeAt(dashes + 2) !== 0x3e) throw new IllFormed('"--" stands inside a comment', dashes);
  return dashes + 3;
}

/** Where the processing instruction at `start` ends — XML 1.0 2.6, with the target an NCName (Namespaces 1.0 7). */
export function endOfInstruction(text: string, start: number): number {
  const target = start + 2;
  const end = endOfNCName(text, target);
  if (end === target) throw new IllFormed('a processing instruction has no legal target', start);
  if (end - target === 3 && text.slice(target, end).toLowerCase() === 'xml') {
    throw new IllFormed('an XML declaration stands elsewhere than at the start', start);
  }
  if (text.startsWith('?>', end)) return end + 2;
  if (endOfSpace(text, end) === end) throw new IllFormed('a processing instruction has no legal target', start);
  const close = text.indexOf('?>', end);
  if (close < 0) throw new IllFormed('a processing instruction is not closed', start);
  return close + 2;
}
