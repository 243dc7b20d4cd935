import { createHash } from 'node:crypto';
import type { AssigningAuthority } from '../../schemas/hl7v2/identifier.ts';
import type { Session } from '../session.ts';
import type { Narrator } from './narrator.ts';

/** The patient of the demonstration: one person, known under three ids. */
export interface DemoPatient {
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string;
  readonly sex: 'F' | 'M';
  readonly affinityId: string;
  readonly hospitalA: { readonly id: string; readonly authority: AssigningAuthority };
  readonly hospitalB: { readonly id: string; readonly authority: AssigningAuthority };
}

/** SHA-1 of everything that was sent, by uniqueId (documents) or SOP Instance UID (images). */
export type Sent = ReadonlyMap<string, string>;

/** SHA-1 in hex. */
export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** What both hospitals play with. */
export interface Scene {
  readonly session: Session;
  readonly narrator: Narrator;
  readonly patient: DemoPatient;
  /** `YYYYMMDDhhmmss`, UTC. */
  readonly now: string;
  readonly newUID: () => string;
}
