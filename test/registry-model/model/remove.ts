import { isMemberOf, type Outcome, ofKind, type Registry, refused } from './registry.ts';
import type { Codes } from './submission.ts';

/** ITI-62 Remove Metadata — RMD 3.62.4.1.3: nothing is left that leads into the void, and nothing that belongs nowhere. */
export function remove(registry: Registry, names: readonly string[]): Outcome {
  const list = new Set(names);
  const codes = [...findings(registry, list)];
  if (codes.length > 0) return refused(registry, codes);
  const objects = new Map([...registry.objects].filter(([id]) => !list.has(id)));
  return { codes: [], registry: { ...registry, objects }, chosen: [] };
}

function* findings(registry: Registry, list: ReadonlySet<string>): Codes {
  for (const id of list) if (!registry.objects.has(id)) yield 'UnresolvedReferenceException';
  const associations = ofKind(registry, 'Association');
  for (const { entryUUID, source, target } of associations)
    if (!list.has(entryUUID) && (list.has(source) || list.has(target))) yield 'ReferencesExistException';
  const memberships = associations.filter((a) => isMemberOf(registry, 'SubmissionSet', a));
  const staying = memberships.filter(({ entryUUID }) => !list.has(entryUUID));
  const keepsPlace = new Set(staying.flatMap(({ source, target }) => [source, target]));
  for (const { entryUUID, source, target } of memberships) {
    if (!list.has(entryUUID)) continue;
    if ([source, target].some((end) => !list.has(end) && !keepsPlace.has(end))) yield 'XDSUnreferencedObjectException';
  }
}
