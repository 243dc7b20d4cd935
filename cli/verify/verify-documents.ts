import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { note, type Tally } from './findings.ts';
import { type Line, type PagedResource, readPages } from './json-lines.ts';

/** The two sides that must agree, and where what is found goes. */
export interface DocumentSides {
  readonly registry: PagedResource;
  readonly repository: PagedResource;
  readonly tally: Tally;
  /** Called with the number of documents once it is known. */
  readonly total: (documents: number) => void;
  readonly advance: () => void;
}

/** How many doubtful cases are asked about again together. */
const doubts = 100;

/**
 * Compares every DocumentEntry of one repository with the document it has: both sides arrive in the order of uniqueId and
 * are joined as they come, so that memory does not grow with their number.
 *
 * A domain at work changes between the two answers: whatever does not fit is asked for again on both sides before it
 * counts as wrong.
 */
export async function verifyDocuments(sides: DocumentSides): Promise<void> {
  const documents = readPages(sides.repository);
  const opening = (await documents.next()).value as Line;
  sides.total(Number(opening.total));
  const join = new Join(sides, String(opening.repositoryUniqueId));
  const entries = join.entriesOf(readPages(sides.registry));
  let entry = await entries.next();
  for await (const document of documents) {
    if ('next' in document) continue;
    sides.tally.documents++;
    sides.advance();
    while (entry.done !== true && compare(entry.value.uniqueId, document.uniqueId) < 0) {
      await join.doubt(String(entry.value.uniqueId));
      entry = await entries.next();
    }
    const own: Line[] = [];
    while (entry.done !== true && entry.value.uniqueId === document.uniqueId) {
      own.push(entry.value);
      entry = await entries.next();
    }
    if (isDoubtful(document, own)) await join.doubt(String(document.uniqueId));
  }
  for (; entry.done !== true; entry = await entries.next()) await join.doubt(String(entry.value.uniqueId));
  await join.settle();
}

/** uniqueIds in the order of the database: by their octets. */
function compare(one: unknown, other: unknown): number {
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
}

function isDoubtful(document: Line, entries: readonly Line[]): boolean {
  return document.bytes !== 'whole' || entries.length === 0 || entries.some((entry) => !agree(document, entry));
}

function agree(document: Line, entry: Line): boolean {
  return entry.hash === document.hash && entry.size === document.size;
}

class Join {
  readonly #sides: DocumentSides;
  readonly #repositoryUniqueId: string;
  #doubtful = new Set<string>();

  constructor(sides: DocumentSides, repositoryUniqueId: string) {
    this.#sides = sides;
    this.#repositoryUniqueId = repositoryUniqueId;
  }

  /** The entries whose documents this repository must have. */
  async *entriesOf(lines: AsyncIterable<Line>): AsyncGenerator<Line, void, undefined> {
    const { tally } = this.#sides;
    for await (const line of lines) {
      if (!('uniqueId' in line)) continue;
      if (this.#isOurs(line)) {
        tally.entries++;
        yield line;
      } else tally.entriesElsewhere++;
    }
  }

  #isOurs(entry: Line): boolean {
    return entry.repositoryUniqueId === this.#repositoryUniqueId && entry.objectType !== documentEntryTypes.OnDemand;
  }

  async doubt(uniqueId: string): Promise<void> {
    this.#doubtful.add(uniqueId);
    if (this.#doubtful.size >= doubts) await this.settle();
  }

  /** Asks both sides again, the registry last: a document is entered before its entry is. */
  async settle(): Promise<void> {
    const uniqueIds = [...this.#doubtful];
    this.#doubtful = new Set();
    if (uniqueIds.length === 0) return;
    const { registry, repository } = this.#sides;
    const entriesBefore = await this.#named(registry, uniqueIds);
    const documents = await this.#named(repository, uniqueIds);
    const entries = await this.#named(registry, uniqueIds);
    for (const uniqueId of uniqueIds) {
      const document = documents.get(uniqueId)?.[0];
      const own = (entries.get(uniqueId) ?? []).filter((entry) => this.#isOurs(entry));
      const already = (entriesBefore.get(uniqueId) ?? []).some((entry) => this.#isOurs(entry));
      if (document === undefined) {
        // Registered before and after the repository was asked: its document must have been there in between.
        if (already && own.length > 0)
          this.#found('entry-without-document', uniqueId, 'the repository has no document');
      } else this.#judge(document, own);
    }
  }

  async #named(resource: PagedResource, uniqueIds: readonly string[]): Promise<Map<string, Line[]>> {
    const url = new URL(resource.url);
    for (const uniqueId of uniqueIds) url.searchParams.append('uniqueId', uniqueId);
    const found = new Map<string, Line[]>();
    for await (const line of readPages({ ...resource, url: url.href })) {
      if (!('uniqueId' in line)) continue;
      const uniqueId = String(line.uniqueId);
      found.set(uniqueId, [...(found.get(uniqueId) ?? []), line]);
    }
    return found;
  }

  #judge(document: Line, entries: readonly Line[]): void {
    const uniqueId = String(document.uniqueId);
    const staged = document.state === 'staged';
    if (entries.length === 0) {
      if (staged) this.#sides.tally.unsettled++;
      else this.#found('document-without-entry', uniqueId, 'the registry has no entry for it');
    }
    for (const entry of entries) {
      if (agree(document, entry)) continue;
      const detail = `entry ${entry.entryUUID} says ${entry.hash}, ${entry.size} octets; the document is ${document.hash}, ${document.size} octets`;
      this.#found('document-differs-from-entry', uniqueId, detail);
    }
    // A document that is only entered may be on its way to the disk.
    if (document.bytes === 'missing' && (!staged || entries.length > 0)) {
      this.#found('document-bytes-missing', uniqueId, `its ${document.size} octets are not in the storage`);
    }
    if (document.bytes === 'damaged') {
      const { size, hash } = document.found as { size: number; hash?: string };
      const found = hash === undefined ? `${size} octets` : `the SHA-1 ${hash}`;
      this.#found(
        'document-bytes-damaged',
        uniqueId,
        `stored ${document.size} octets, ${document.hash}; found ${found}`,
      );
    }
  }

  #found(kind: Parameters<typeof note>[1]['kind'], id: string, detail: string): void {
    note(this.#sides.tally, { kind, id, detail });
  }
}
