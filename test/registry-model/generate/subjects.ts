import type {
  Association,
  DocumentEntry,
  Folder,
  RegistryObject,
  SubmissionSet,
} from '../../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { holds, isLatest, ofKind, type Registry, survivor } from '../model/registry.ts';
import type { Random } from '../random.ts';

/** Gives names nobody has yet: `d1`, `F2`, `S3`. */
export interface Namer {
  fresh(kind: 'd' | 'F' | 'S' | 'a'): string;
  /** Every name of a kind that was given before this step: calls at the same time know nothing of each other. */
  given(kind: 'd' | 'F' | 'S' | 'a'): readonly string[];
  /** From now on what was given is known. */
  nextStep(): void;
}

/** A namer whose names differ in their numbers, whatever their kind. */
export function namer(): Namer {
  const given: string[] = [];
  let before = 0;
  return {
    fresh(kind) {
      given.push(`${kind}${given.length + 1}`);
      return given.at(-1)!;
    },
    given: (kind) => given.slice(0, before).filter((name) => name.startsWith(kind)),
    nextStep() {
      before = given.length;
    },
  };
}

/** What a generator chooses from, and how. */
export interface Choice {
  readonly registry: Registry;
  readonly random: Random;
  readonly namer: Namer;
}

/**
 * Something registered, as a caller would name it: mostly what a well-meant request may name, now and then anything of
 * the kind, and seldom something that is not there.
 */
export function subject<T extends RegistryObject>({ random }: Choice, likely: readonly T[], all: readonly T[]): string {
  if (random.percent(2)) return 'nobody';
  const chosen = random.percent(85) ? random.pickAny(likely) : undefined;
  return (chosen ?? random.pickAny(all))?.entryUUID ?? 'nobody';
}

/** A document, usually one of the patient that is Approved. */
export function someDocumentOf(choice: Choice, patientId: string): string {
  const all = ofKind(choice.registry, 'DocumentEntry');
  return subject(
    choice,
    all.filter((d) => isUsable(choice.registry, d, patientId)),
    all,
  );
}

/** A Folder, usually one of the patient that is Approved. */
export function someFolderOf(choice: Choice, patientId: string): string {
  const all = ofKind(choice.registry, 'Folder');
  return subject(
    choice,
    all.filter((f) => isUsable(choice.registry, f, patientId)),
    all,
  );
}

/** True for an object of the patient that is Approved. */
export function isUsable(registry: Registry, object: DocumentEntry | Folder, patientId: string): boolean {
  const isApproved = object.availabilityStatus?.endsWith(':Approved') === true && isLatest(registry, object);
  return isApproved && survivor(registry, object.patientId) === survivor(registry, patientId);
}

/** A patient that is active, or now and then any. */
export function somePatient({ registry, random }: Choice): string {
  const known = [...registry.patients];
  const active = known.filter(([id, now]) => id === now).map(([id]) => id);
  return random.percent(95)
    ? random.pick(active)
    : random.pick([...known.map(([id]) => id), 'P9^^^&1.3.6.1.4.1.21367.13.20.3000&ISO']);
}

/** A membership or relationship, usually one that holds. */
export function someBond(choice: Choice): string {
  const sets = new Set(ofKind(choice.registry, 'SubmissionSet').map(({ entryUUID }) => entryUUID));
  const all = ofKind(choice.registry, 'Association');
  return subject(
    choice,
    all.filter((a) => !sets.has(a.source) && holds(choice.registry, a)),
    all,
  );
}

/** An association as a sender writes it. */
export function association(
  entryUUID: string,
  type: keyof typeof associationTypes,
  ends: { readonly source: string; readonly target: string },
  more: Partial<Association> = {},
): Association {
  return { kind: 'Association', entryUUID, type: associationTypes[type], extraMetadata: [], ...ends, ...more };
}

/** The SubmissionSet's HasMember of an object. */
export function memberOf(set: SubmissionSet, object: RegistryObject, entryUUID: string): Association {
  const ends = { source: set.entryUUID, target: object.entryUUID };
  const isOriginal = object.kind === 'DocumentEntry' ? { submissionSetStatus: 'Original' } : {};
  return association(entryUUID, 'HasMember', ends, isOriginal);
}
