import type { Identifier } from '../hl7v2/identifier.ts';
import { attribute, type XmlElement } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';

/** What identifies a message, a device or a patient — HL7 v3 data type II. */
export interface InstanceIdentifier {
  /** An OID, or a UUID; `''` where none is given. */
  readonly root: string;
  readonly extension?: string;
  readonly assigningAuthorityName?: string;
}

/** Reads an II; one with a nullFlavor has an empty root. */
export function decodeInstanceIdentifier(element: XmlElement): InstanceIdentifier {
  const extension = attribute(element, 'extension');
  const assigningAuthorityName = attribute(element, 'assigningAuthorityName');
  return {
    root: attribute(element, 'root')?.trim() ?? '',
    ...(extension === undefined ? {} : { extension: extension.trim() }),
    ...(assigningAuthorityName === undefined ? {} : { assigningAuthorityName }),
  };
}

/** What HL7 v3 takes as a root: an OID, a UUID or a reserved name. */
const rootForm =
  /^[0-2](\.(0|[1-9]\d*))*$|^[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}$|^[A-Za-z][A-Za-z0-9-]*$/;

/** Writes an II as the element `name`; without a root that HL7 v3 takes it is written as not applicable. */
export function encodeInstanceIdentifier(name: string, { root, extension, ...more }: InstanceIdentifier): string {
  if (!rootForm.test(root)) return `<${name} nullFlavor="NA"/>`;
  const authority = more.assigningAuthorityName;
  const attributes = [
    ` root="${escapeAttribute(root)}"`,
    extension === undefined ? '' : ` extension="${escapeAttribute(extension)}"`,
    authority === undefined ? '' : ` assigningAuthorityName="${escapeAttribute(authority)}"`,
  ];
  return `<${name}${attributes.join('')}/>`;
}

/** The same identifier as HL7 v2 has it: the root is the OID of the authority, the extension the id. */
export function identifierFromInstance({ root, extension = '' }: InstanceIdentifier): Identifier {
  return { id: extension, authority: root === '' ? {} : { oid: root, type: 'ISO' } };
}

/** One text of an identifier, `root^extension`, for logs and messages. */
export function formatInstanceIdentifier({ root, extension }: InstanceIdentifier): string {
  return extension === undefined ? root : `${root}^${extension}`;
}
