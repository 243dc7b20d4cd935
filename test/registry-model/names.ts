import type { Association, RegistryObject, Submission } from '../../schemas/metadata/nouns.ts';
import { uuidOf } from '../support/registry-service.ts';
import { sentObjects } from './model/submission.ts';

/** Which entryUUID each name stands for in one registry: that of the name, until the registry has chosen another. */
export class Names {
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();

  /** The entryUUID of an object. */
  idOf(name: string): string {
    const chosen = this.#ids.get(name);
    if (chosen !== undefined) return chosen;
    const own = uuidOf(name);
    this.bind(name, own);
    return own;
  }

  /** The name of an entryUUID, or undefined. */
  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  /** From now on the name stands for the id. */
  bind(name: string, id: string): void {
    const former = this.#ids.get(name);
    if (former !== undefined) this.#names.delete(former);
    this.#ids.set(name, id);
    this.#names.set(id, name);
  }

  /** A copy that can be changed by itself. */
  copy(): Names {
    const copy = new Names();
    for (const [name, id] of this.#ids) copy.bind(name, id);
    return copy;
  }
}

/** The object with other ids. */
export function withIds<T extends RegistryObject>(object: T, idOf: (id: string) => string): T {
  const own = { ...object, entryUUID: idOf(object.entryUUID) };
  const versioned = own.logicalID === undefined ? own : { ...own, logicalID: idOf(own.logicalID) };
  if (versioned.kind !== 'Association') return versioned;
  return { ...versioned, source: idOf(versioned.source), target: idOf(versioned.target) };
}

/** A message as it is sent: with UUIDs for names, or for its own objects with the names themselves as symbolic ids. */
export function sentWith(names: Names, submission: Submission, symbolic: boolean): Submission {
  const own = new Set(symbolic ? sentObjects(submission).map(({ entryUUID }) => entryUUID) : []);
  const idOf = (name: string) => (own.has(name) ? name : names.idOf(name));
  const sent = <T extends RegistryObject>(objects: readonly T[]) => objects.map((object) => withIds(object, idOf));
  return {
    ...submission,
    submissionSets: sent(submission.submissionSets),
    documentEntries: sent(submission.documentEntries),
    folders: sent(submission.folders),
    associations: sent<Association>(submission.associations),
  };
}
