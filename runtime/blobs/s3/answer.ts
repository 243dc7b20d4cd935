import { children, elements, textOf, type XmlElement } from '../../../schemas/xml/element.ts';
import { parseXml, XmlError } from '../../../schemas/xml/parse.ts';
import { StorageFull, Unavailable } from '../../unavailable.ts';

/** A complete answer of the object storage. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const limits = { bytes: 16 << 20, depth: 20, attributes: 20, text: 16 << 20 };

/** The root of an answer's XML; throws Unavailable when it has none, as a proxy in between may answer. */
export function xmlOf(answer: S3Answer): XmlElement {
  try {
    return parseXml(answer.body, limits);
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    throw new Unavailable(`The object storage answered HTTP ${answer.status} with something else than XML.`, { cause });
  }
}

/** The text of the first child of one name; '' when there is none. Servers differ in whether they send a namespace. */
export function textIn(parent: XmlElement, name: string): string {
  const found = elements(parent).find((child) => child.name === name);
  return found === undefined ? '' : textOf(found).trim();
}

/** All children of one name, whatever their namespace. */
export function allIn(parent: XmlElement, name: string): XmlElement[] {
  return children(parent, parent.ns, name);
}

/** The S3 error code of an answer: `NoSuchKey`, `SlowDown` …; '' when it is no error. Some errors come with HTTP 200. */
export function errorCodeOf({ status, body }: S3Answer): string {
  if (status < 400 && !body.subarray(0, 200).includes('<Error')) return '';
  try {
    const root = parseXml(body, limits);
    if (root.name !== 'Error') return '';
    return (
      textIn(root, 'Code')
        .replace(/[^\w.]/g, '')
        .slice(0, 60) || `HTTP ${status}`
    );
  } catch {
    // HEAD has no body, and a proxy's page is no XML: the status is all there is.
    return status < 400 ? '' : `HTTP ${status}`;
  }
}

const busyCodes =
  /^(InternalError|ServiceUnavailable|SlowDown|RequestTimeout|OperationAborted|Throttling\w*|HTTP 5\d\d)$/;

/** True when the same call may succeed a moment later. */
export function worthRepeating({ status }: S3Answer, code: string): boolean {
  return (status >= 500 && status !== 501 && status !== 507) || status === 429 || busyCodes.test(code);
}

const fullCodes = /Quota|StorageFull|InsufficientStorage|CapacityExceeded/i;

/** What a refused call means to the caller: StorageFull for quotas, else Unavailable; only the code is told on. */
export function refusal(what: string, { status }: S3Answer, code: string): Unavailable {
  if (status === 507 || (status === 413 && code !== 'EntityTooLarge') || fullCodes.test(code)) {
    return new StorageFull(`The object storage is full: ${what} was answered ${code}.`);
  }
  return new Unavailable(`The object storage does not ${what}: ${code}.`);
}
