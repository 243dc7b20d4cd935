import type { Association, RegistryObject, Submission } from '../../schemas/metadata/nouns.ts';
import type { Rule } from '../../schemas/rule.ts';
import type { RegistryView, ViewRequest } from './store/view.ts';

/** A submission as it was sent, with its objects found by id. Rules judge it so: a finding names the sender's own ids. */
export interface Registration {
  readonly submission: Submission;
  readonly sent: ReadonlyMap<string, RegistryObject>;
  /** The association ends that lie outside the message, in the order of the message. */
  readonly outerEnds: readonly OuterEnd[];
}

/** A rule that has to know what is registered already; what the submission alone can break was judged before. */
export type RegistryRule = Rule<Registration, RegistryView>;

/** An end of an association that is no object of the message. */
export interface OuterEnd {
  readonly association: Association;
  readonly end: 'source' | 'target';
  readonly id: string;
}

/** Indexes a submission by its ids. */
export function registrationOf(submission: Submission): Registration {
  const { submissionSets, documentEntries, folders, associations } = submission;
  const objects = [...submissionSets, ...documentEntries, ...folders, ...associations];
  const sent = new Map<string, RegistryObject>();
  for (const object of objects) sent.set(object.entryUUID, object);
  return { submission, sent, outerEnds: outerEndsOf(associations, sent) };
}

function outerEndsOf(associations: readonly Association[], sent: Registration['sent']): OuterEnd[] {
  const ends: OuterEnd[] = [];
  for (const association of associations) {
    const { source, target } = association;
    if (!sent.has(source)) ends.push({ association, end: 'source', id: source });
    if (!sent.has(target)) ends.push({ association, end: 'target', id: target });
  }
  return ends;
}

/** Everything that the rules will ask the registry about a submission. */
export function viewRequestFor(registration: Registration): ViewRequest {
  const { submissionSets, documentEntries, folders } = registration.submission;
  const owned = [...submissionSets, ...documentEntries, ...folders];
  return {
    entryUUIDs: [...registration.sent.keys(), ...referencesOutside(registration)],
    uniqueIds: owned.flatMap((object) => object.uniqueId ?? []),
    patientIds: [...new Set(owned.flatMap((object) => object.patientId ?? []))],
  };
}

/** The ids of all outer ends, each once. */
export function referencesOutside({ outerEnds }: Registration): string[] {
  return [...new Set(outerEnds.map(({ id }) => id))];
}

/** The patient that an object of the message or of the registry is about now; undefined for an Association. */
export function survivingIdOf({ sent }: Registration, view: RegistryView, id: string): string | undefined {
  const object = sent.get(id);
  if (object === undefined) return view.object(id)?.survivingId;
  if (object.kind === 'Association' || object.patientId === undefined) return undefined;
  return view.patient(object.patientId)?.survivingId ?? object.patientId;
}
