import { createInterface } from 'node:readline';
import { type Dispatcher, request } from 'undici';
import { Unavailable } from '../../runtime/unavailable.ts';

/** One line of a management resource: an object of which the reader knows the shape. */
export type Line = Readonly<Record<string, unknown>>;

/**
 * The lines of one answer as they arrive. Throws Unavailable when there is none or it breaks off, Error with the
 * service's own words when it refuses.
 */
export async function* readJsonLines(
  url: URL,
  dispatcher?: Dispatcher,
  method: 'GET' | 'POST' = 'GET',
): AsyncGenerator<Line, void, undefined> {
  // Between two lines there may be the building of a large index.
  const options = { method, bodyTimeout: 0, ...(dispatcher === undefined ? {} : { dispatcher }) };
  const answer = await request(url, options).catch((cause: Error) => {
    throw new Unavailable(`${url.origin}${url.pathname} does not answer.`, { cause });
  });
  if (answer.statusCode !== 200) {
    const said = await answer.body.text();
    const Trouble = answer.statusCode === 503 ? Unavailable : Error;
    throw new Trouble(`${url.pathname} was answered ${answer.statusCode}: ${said.slice(0, 500)}`);
  }
  try {
    for await (const line of createInterface({ input: answer.body, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line !== '') yield JSON.parse(line) as Line;
    }
  } catch (cause) {
    throw new Unavailable(`The answer of ${url.pathname} broke off.`, { cause });
  }
}

/** How a resource is read: its address, the caller's connections, and parameters of every page. */
export interface PagedResource {
  readonly url: string;
  readonly dispatcher?: Dispatcher;
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * All lines of a resource, page after page; what is held is one page. `next` of the last line of a page says where the
 * following one begins: a value for `after`, or several parameters by name. Lines with `next` are given too.
 */
export async function* readPages(resource: PagedResource): AsyncGenerator<Line, void, undefined> {
  let from: Readonly<Record<string, string>> = {};
  for (;;) {
    const url = new URL(resource.url);
    for (const [name, value] of Object.entries({ ...resource.parameters, ...from })) url.searchParams.set(name, value);
    let next: unknown;
    for await (const line of readJsonLines(url, resource.dispatcher)) {
      yield line;
      next = line.next;
    }
    if (next === undefined) throw new Unavailable(`The answer of ${url.pathname} broke off.`);
    if (next === null) return;
    from = typeof next === 'string' ? { after: next } : stringsOf(next as Line);
  }
}

function stringsOf(values: Line): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
