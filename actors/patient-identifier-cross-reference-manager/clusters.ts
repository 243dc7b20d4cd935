/** A record as clustering sees it. */
export interface ClusteredRecord {
  /** Its present cluster. */
  readonly clusterId: string;
  /** Records with the same key are the same person; absent: it matches none by itself. */
  readonly matchKey?: string | undefined;
  /** Records with the same mark were fed as identifiers of one patient. */
  readonly fedTogether?: string | undefined;
}

/**
 * Puts records that are the same person, directly or through others, into one cluster each; gives the cluster ids in the
 * order of the records.
 *
 * A cluster that stays as it is keeps its id; of clusters that are linked the id of the first record stays; of one that
 * falls apart the part of its first record keeps the id, the others get new ones.
 */
export function clusterIds(records: readonly ClusteredRecord[], newId: () => string): string[] {
  const parents = records.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root]!;
    parents[index] = root;
    return root;
  };
  const firstWith = new Map<string, number>();
  for (const [index, { matchKey, fedTogether }] of records.entries()) {
    for (const mark of [
      matchKey === undefined ? [] : [`key ${matchKey}`],
      fedTogether === undefined ? [] : [`fed ${fedTogether}`],
    ].flat()) {
      const first = firstWith.get(mark);
      if (first === undefined) firstWith.set(mark, index);
      else linkRoots(parents, rootOf(first), rootOf(index));
    }
  }
  const idOfRoot = new Map<number, string>();
  const taken = new Set<string>();
  return records.map(({ clusterId }, index) => {
    const root = rootOf(index);
    const id = idOfRoot.get(root) ?? (taken.has(clusterId) ? newId() : clusterId);
    idOfRoot.set(root, id);
    taken.add(id);
    return id;
  });
}

/** The earlier record stays the root, so that ids depend on the order of the records alone. */
function linkRoots(parents: number[], one: number, other: number): void {
  parents[Math.max(one, other)] = Math.min(one, other);
}
