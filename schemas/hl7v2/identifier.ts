import { componentOf } from './access.ts';
import type { Hl7Component, Hl7Repetition } from './message.ts';

/** An assigning authority — HL7 v2 HD: a namespace, a universal id with its type, or both. */
export interface AssigningAuthority {
  /** CX.4.1. */
  readonly namespace?: string;
  /** CX.4.2: an ISO OID when `type` is `ISO`. */
  readonly oid?: string;
  /** CX.4.3. */
  readonly type?: string;
}

/** A patient identifier — HL7 v2 CX. */
export interface Identifier {
  /** CX.1; `''` where only an authority is named (QPD-4). */
  readonly id: string;
  readonly authority: AssigningAuthority;
}

/** Reads a CX; components after the fourth (identifier type, facility, dates) have no part in identity. */
export function identifierFrom(cx: Hl7Repetition): Identifier {
  return { id: componentOf(cx, 1), authority: authorityFrom(cx[3] ?? []) };
}

/** The CX of an identifier, with exactly the parts of the authority that are known. */
export function repetitionFromIdentifier(identifier: Identifier): Hl7Repetition {
  const { namespace = '', oid = '', type = '' } = identifier.authority;
  const id = identifier.id === '' ? [] : [identifier.id];
  if (isAbsent(identifier.authority)) return [id];
  return [id, [], [], oid === '' && type === '' ? [namespace] : [namespace, oid, type]];
}

/** True when no part of the authority is given. */
export function isAbsent(authority: AssigningAuthority): boolean {
  return authority.namespace === undefined && authority.oid === undefined && authority.type === undefined;
}

/**
 * The identifier as XDS metadata writes it: `id^^^&OID&ISO`, without namespace — ITI TF-3 Table 4.2.3.1.7-2, CX.
 * Only for identifiers whose authority has an OID.
 */
export function formatPatientId(identifier: Identifier): string {
  return `${identifier.id}^^^&${identifier.authority.oid ?? ''}&ISO`;
}

function authorityFrom(hd: Hl7Component): AssigningAuthority {
  const [namespace = '', oid = '', type = ''] = hd.map((part) => part.trim());
  return {
    ...(namespace === '' ? {} : { namespace }),
    ...(oid === '' ? {} : { oid }),
    ...(type === '' ? {} : { type }),
  };
}
