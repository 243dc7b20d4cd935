const special = /[&<>"\t\n\r]/;
const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text as element content: a reader gets exactly the same characters back — XML 1.0 2.4 and 2.11. */
export function escapeText(text: string): string {
  return special.test(text) ? text.replace(/[&<>\r]/g, (c) => replacements[c] ?? c) : text;
}

/** Text inside a double-quoted attribute value; tab and line ends survive normalisation — XML 1.0 3.3.3. */
export function escapeAttribute(text: string): string {
  return special.test(text) ? text.replace(/[&<>"\t\n\r]/g, (c) => replacements[c] ?? c) : text;
}
