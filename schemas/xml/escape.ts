/** What text needs looked at: markup, what a reader would normalise, and what XML cannot carry at all. */
const special = /[&<>"\u0000-\u001f\ufffe\uffff\ud800-\udfff]/;
const inText = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const inAttribute = /[&<>"\u0000-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Text as element content: a reader gets exactly the same characters back — XML 1.0 2.4 and 2.11.
 *
 * U+FFFD stands for each character XML has no form for (control characters, halves of surrogate pairs): they come only
 * from other protocols, and a message that reports such a value must still be readable.
 */
export function escapeText(text: string): string {
  return special.test(text) ? text.replace(inText, replacement) : text;
}

/** Text inside a double-quoted attribute value; tab and line ends survive normalisation — XML 1.0 3.3.3. */
export function escapeAttribute(text: string): string {
  return special.test(text) ? text.replace(inAttribute, replacement) : text;
}

function replacement(character: string): string {
  return replacements[character] ?? '\ufffd';
}
