/** A parsed Content-Type: `type` in lower case, parameter names in lower case, parameter values as sent. */
export interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const mediaType = /^[ \t]*([!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+)[ \t\r\n]*/;
/**
 * One parameter. An unquoted value runs to the next semicolon or blank: RFC 2045 wants quotes around `/`, `:` and `<`,
 * and half the stacks in the field leave them out of `type`, `boundary` and `start`.
 */
const parameter =
  /;[ \t\r\n]*(?:([!#$%&'*+\-.^_`|~\w]+)[ \t]*=[ \t]*(?:"((?:[^"\\\r\n]|\\[^\r\n])*)"|([^\s;"]+))[ \t\r\n]*)?/y;

/**
 * The media type and its parameters — RFC 2045 5.1.
 *
 * Order, quoting, folding and a trailing semicolon are free. Undefined when the syntax is broken or a parameter is
 * given twice, because two readers could then see two different packages.
 */
export function parseMediaType(value: string): MediaType | undefined {
  const start = mediaType.exec(value);
  if (start === null) return undefined;
  const parameters = new Map<string, string>();
  let at = start[0].length;
  while (at < value.length) {
    parameter.lastIndex = at;
    const found = parameter.exec(value);
    if (found === null) return undefined;
    at = parameter.lastIndex;
    const [, name, quoted, bare] = found;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) return undefined;
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return { type: start[1]!.toLowerCase(), parameters };
}

/** A Content-Type as text, every parameter value quoted. */
export function formatMediaType(type: string, parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters).reduce(
    (text, [name, value]) => `${text}; ${name}="${value.replace(/["\\]/g, '\\$&')}"`,
    type,
  );
}

const headerLine = /^([!#$%&'*+\-.^_`|~\w]+)[ \t]*:([^\x00-\x08\x0b-\x1f\x7f]*)$/;

/**
 * The headers of one body part, names in lower case, continuation lines joined — RFC 2045 2, RFC 5322 2.2.
 *
 * Undefined when a line is no header or a name occurs twice.
 */
export function parsePartHeaders(block: string): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  if (block === '') return headers;
  for (const line of block.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const found = headerLine.exec(line);
    if (found === null || headers.has(found[1]!.toLowerCase())) return undefined;
    headers.set(found[1]!.toLowerCase(), found[2]!.trim());
  }
  return headers;
}

/** A Content-ID or `start` value without its angle brackets; '' when there is none. */
export function parseContentId(value: string): string {
  const id = value.trim();
  return id.startsWith('<') && id.endsWith('>') ? id.slice(1, -1).trim() : id;
}
