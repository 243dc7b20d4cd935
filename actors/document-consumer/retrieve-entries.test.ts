import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { DocumentResponse } from '../../schemas/ebrs/messages.ts';
import { MissingPart } from '../../schemas/errors/document-content-error.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { aDocumentEntry } from '../../test/support/metadata.ts';
import { bytesOf, textFrom } from '../../test/support/provided-documents.ts';
import { retrieveEntries } from './retrieve-entries.ts';

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const entryOf = (uniqueId: string, text: string, changes: Partial<DocumentEntry> = {}) =>
  aDocumentEntry({
    uniqueId,
    hash: sha1(text).toUpperCase(),
    size: String(text.length),
    repositoryUniqueId: '1.9',
    ...changes,
  });
const responseOf = (documentUniqueId: string, text: string): DocumentResponse => ({
  repositoryUniqueId: '1.9',
  documentUniqueId,
  mimeType: 'text/plain',
  content: bytesOf(text),
});

/** Retrieves with a repository that answers with these documents, in this order, and these errors. */
async function retrieve(
  entries: DocumentEntry[],
  documents: Iterable<DocumentResponse> | AsyncIterable<DocumentResponse>,
  errors: RegistryError[] = [],
) {
  const got: Record<string, string> = {};
  const asked: string[][] = [];
  const results = await retrieveEntries({
    entries,
    repository: (id) =>
      id !== '1.9'
        ? undefined
        : async (request) => {
            asked.push(request.documents.map((document) => document.documentUniqueId));
            return { status: 'Success', errors, documents };
          },
    sink: async (entry, content) => {
      got[entry.uniqueId!] = await textFrom(content);
    },
  });
  return { results, got, asked, outcomes: results.map(({ outcome }) => outcome) };
}

describe('[ITI TF-2 3.43.4.2.3] retrieving the documents of entries', () => {
  it('matches documents by their ids, whatever their order, and verifies them', async () => {
    const entries = [entryOf('1.1', 'one'), entryOf('1.2', 'two')];
    const { got, asked, outcomes } = await retrieve(entries, [responseOf('1.2', 'two'), responseOf('1.1', 'one')]);
    expect(outcomes).toEqual(['retrieved', 'retrieved']);
    expect(got).toEqual({ '1.1': 'one', '1.2': 'two' });
    expect(asked).toEqual([['1.1', '1.2']]);
  });

  it('tells of a document that is not what the registry says', async () => {
    const { results } = await retrieve([entryOf('1.1', 'one')], [responseOf('1.1', 'other')]);
    expect(results[0]).toMatchObject({ outcome: 'differs' });
    expect((results[0] as { reasons: string[] }).reasons).toEqual([
      'it has 5 octets, and the registry says 3',
      expect.stringContaining(sha1('other')),
    ]);
  });

  it("takes the repository's own words for what it left out", async () => {
    const error: RegistryError = {
      errorCode: 'XDSDocumentUniqueIdError',
      codeContext: 'unknown',
      severity: 'Error',
      location: '1.2',
    };
    const entries = [entryOf('1.1', 'one'), entryOf('1.2', 'two')];
    const { results, outcomes } = await retrieve(entries, [responseOf('1.1', 'one')], [error]);
    expect(outcomes).toEqual(['retrieved', 'failed']);
    expect(results[1]).toMatchObject({ reasons: ['XDSDocumentUniqueIdError: unknown'] });
  });

  it('fails the entries of an unknown repository only', async () => {
    const entries = [entryOf('1.1', 'one'), entryOf('1.2', 'two', { repositoryUniqueId: '1.8' })];
    const { outcomes } = await retrieve(entries, [responseOf('1.1', 'one')]);
    expect(outcomes).toEqual(['retrieved', 'failed']);
  });

  it('fails what is missing when the answer breaks off, the document under way included', async () => {
    async function* broken(): AsyncGenerator<DocumentResponse> {
      yield responseOf('1.1', 'one');
      yield {
        ...responseOf('1.2', ''),
        content: (async function* () {
          yield Buffer.from('tw');
          throw new MissingPart('x');
        })(),
      };
    }
    const entries = [entryOf('1.1', 'one'), entryOf('1.2', 'two'), entryOf('1.3', 'three')];
    const { outcomes } = await retrieve(entries, broken());
    expect(outcomes).toEqual(['retrieved', 'failed', 'failed']);
  });

  it('reads on for the verification when the sink stops early', async () => {
    const results = await retrieveEntries({
      entries: [entryOf('1.1', 'one')],
      repository: () => async () => ({ status: 'Success', errors: [], documents: [responseOf('1.1', 'one')] }),
      sink: async (_, content) => {
        for await (const _chunk of content) break;
      },
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(['retrieved']);
  });

  it('asks in batches and throws what the sink throws', async () => {
    const sizes: number[] = [];
    const options = {
      entries: Array.from({ length: 5 }, (_, i) => entryOf(`1.${i}`, 'x')),
      batch: 2,
      sink: async (_: DocumentEntry, content: AsyncIterable<Uint8Array>) => void (await textFrom(content)),
      repository: () => async (request: { documents: readonly { documentUniqueId: string }[] }) => {
        sizes.push(request.documents.length);
        const documents = request.documents.map(({ documentUniqueId }) => responseOf(documentUniqueId, 'x'));
        return { status: 'Success' as const, errors: [], documents };
      },
    };
    expect((await retrieveEntries(options)).every(({ outcome }) => outcome === 'retrieved')).toBe(true);
    expect(sizes).toEqual([2, 2, 1]);
    const full = async () => {
      throw new Error('disk full');
    };
    await expect(retrieveEntries({ ...options, sink: full })).rejects.toThrow('disk full');
  });

  it('fails the entries when the repository does not answer', async () => {
    const results = await retrieveEntries({
      entries: [entryOf('1.1', 'one')],
      repository: () => async () => {
        throw new Unavailable('nobody there');
      },
      sink: async () => undefined,
    });
    expect(results).toMatchObject([{ outcome: 'failed', reasons: ['nobody there'] }]);
  });
});
