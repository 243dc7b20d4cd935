const meaning: Readonly<Record<string, string>> = { F: '|', S: '^', T: '&', R: '~', E: '\\' };
const escapes: Readonly<Record<string, string>> = {
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\\': '\\E\\',
};

/** Text of one component with its delimiters escaped, for the delimiters `|^~\&` — HL7 v2 2.7.1. */
export function escapeHl7(text: string): string {
  return /[|^&~\\]/.test(text) ? text.replace(/[|^&~\\]/g, (character) => escapes[character]!) : text;
}

/** The text an escaped component means; unknown escape sequences stay as they are. */
export function unescapeHl7(text: string): string {
  return text.includes('\\') ? text.replace(/\\([FSTRE])\\/g, (_, letter: string) => meaning[letter]!) : text;
}
