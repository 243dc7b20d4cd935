import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskStore } from '../../runtime/blobs/disk-store.ts';
import { createLogger } from '../../runtime/log.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { DocumentEntry, Submission } from '../../schemas/metadata/nouns.ts';
import { collect } from '../../schemas/sequence.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aPatientId } from '../../test/support/metadata.ts';
import { testDatabase } from '../../test/support/postgres.ts';
import { textFrom } from '../../test/support/provided-documents.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import { aCall } from '../../test/support/registry-service.ts';
import { onDemandDocumentSourceConfig } from './config.ts';
import type { DocumentGenerator } from './document-generator.ts';
import { patientSummary } from './generators/patient-summary.ts';
import { entries } from './migrations/0001-entries.ts';
import { type RegisteredEntry, registerEntry } from './register-entry.ts';
import { retrieveOnDemand } from './retrieve-document-set.ts';
import type { OnDemandSource } from './source.ts';
import { onDemandStore } from './store.ts';

const { Approved, Deprecated } = availabilityStatuses;
const repositoryUniqueId = '1.2.40.11';
const keptAt = '1.2.40.7';
const success: RegistryResponse = { status: 'Success', errors: [] };

describe('[ITI TF-1 10.2.8, 10.2.10] an On-Demand Document Source on its own', () => {
  let folder: string;
  let database: OpenDatabase;
  /** What the registry holds, by uniqueId. */
  let held: Map<string, DocumentEntry>;
  /** What the source has sent, by transaction. */
  let sent: Submission[];
  let answer: (submission: Submission) => Promise<RegistryResponse>;
  /** What the document says now, and whom it was made about. */
  let said: string;
  let about: string[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'on-demand-'));
    database = await testDatabase([entries]);
    held = new Map();
    sent = [];
    said = 'first';
    about = [];
    answer = async (submission) => {
      if (submission.submissionSets.some(({ uniqueId }) => sets.has(uniqueId!))) return duplicate;
      for (const set of submission.submissionSets) sets.add(set.uniqueId!);
      for (const entry of submission.documentEntries) hold(entry);
      return success;
    };
    sets.clear();
  });
  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const sets = new Set<string>();
  const duplicate: RegistryResponse = {
    status: 'Failure',
    errors: [{ errorCode: 'XDSDuplicateUniqueIdInRegistry', codeContext: 'SubmissionSet', severity: 'Error' }],
  };
  function hold(entry: DocumentEntry): void {
    const place = entry.repositoryUniqueId ?? keptAt;
    held.set(entry.uniqueId!, { ...entry, availabilityStatus: Approved, repositoryUniqueId: place });
  }

  const words: DocumentGenerator = {
    name: 'words',
    entry: { ...patientSummary.entry, title: 'Words', mimeType: 'text/plain' },
    async generate({ patientId }) {
      about.push(patientId);
      const now = said;
      return {
        fingerprint: now,
        async *write({ uniqueId }) {
          yield Buffer.from(`${uniqueId} says ${now}`);
        },
      };
    },
  };

  async function aSource(settings: object = {}): Promise<OnDemandSource> {
    const blobs = await openDiskStore(folder);
    const send = ({ submission }: { submission: Submission }) => {
      sent.push(submission);
      return answer(submission);
    };
    return {
      config: onDemandDocumentSourceConfig.parse({ repositoryUniqueId, ...settings }),
      generators: new Map([[words.name, words]]),
      store: onDemandStore(database, blobs),
      blobs,
      register: send,
      provide: async (request) => {
        for await (const { content } of request.documents) await textFrom(content);
        return send(request);
      },
      query: async ({ query }) => {
        if (query?.name !== 'GetDocuments') throw new Error(`${query?.name} is not asked`);
        const found = (query.parameters.uniqueId ?? []).flatMap((id) => held.get(id) ?? []);
        return { ...success, objects: found };
      },
      now: () => new Date('2026-02-03T04:05:06Z'),
      newUUID: () => `urn:uuid:${randomUUID()}`,
      log: createLogger({ level: 'silent' }),
    };
  }

  async function retrieve(source: OnDemandSource, ...uniqueIds: readonly string[]) {
    const documents = uniqueIds.map((documentUniqueId) => ({ repositoryUniqueId, documentUniqueId }));
    const response = await retrieveOnDemand(source)({ documents }, aCall());
    const served = (await collect(response.documents)).map(async ({ content, ...ids }) => ({
      ...ids,
      text: await textFrom(content),
    }));
    const errors = response.errors.map(({ errorCode, location }) => `${errorCode} ${location}`);
    return { status: response.status, errors, documents: await Promise.all(served) };
  }
  async function oneDocument(source: OnDemandSource, { uniqueId }: RegisteredEntry) {
    const { status, errors, documents } = await retrieve(source, uniqueId);
    expect([status, errors]).toEqual(['Success', []]);
    return documents[0]!;
  }
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile()).length;

  describe('registering', () => {
    it('[ITI TF-2 3.61.4.1.2] sends one On-Demand entry, and finds it when asked again', async () => {
      const source = await aSource();
      const first = await registerEntry(source, { patientId: aPatientId });
      expect(first).toMatchObject({ status: 'registered', repositoryUniqueId, generator: 'words', errors: [] });
      const [entry] = sent[0]!.documentEntries;
      expect(entry).toMatchObject({
        objectType: documentEntryTypes.OnDemand,
        repositoryUniqueId,
        uniqueId: first.uniqueId,
      });
      expect([entry?.creationTime, entry?.hash, entry?.size]).toEqual([undefined, undefined, undefined]);
      expect(await registerEntry(source, { patientId: aPatientId })).toEqual({ ...first, status: 'unchanged' });
      expect(sent).toHaveLength(1);
    });

    it('registers anew when the entry there was is deprecated', async () => {
      const source = await aSource();
      const first = await registerEntry(source, { patientId: aPatientId });
      held.set(first.uniqueId, { ...held.get(first.uniqueId)!, availabilityStatus: Deprecated });
      const second = await registerEntry(source, { patientId: aPatientId });
      expect([second.status, second.uniqueId === first.uniqueId]).toEqual(['registered', false]);
    });

    it('sends the same submission again when the answer to it got lost', async () => {
      const source = await aSource();
      const accept = answer;
      answer = async (submission) => {
        await accept(submission);
        throw new Unavailable('the connection broke');
      };
      await expect(registerEntry(source, { patientId: aPatientId })).rejects.toThrow('the connection broke');
      answer = accept;
      const result = await registerEntry(source, { patientId: aPatientId });
      expect([result.status, sent[1]]).toEqual(['unchanged', sent[0]]);
      expect(held.size).toBe(1);
    });

    it('keeps nothing of what is refused', async () => {
      const source = await aSource();
      const errors = [{ errorCode: 'XDSUnknownPatientId', codeContext: 'nobody', severity: 'Error' as const }];
      answer = async () => ({ status: 'Failure', errors });
      const refused = await registerEntry(source, { patientId: aPatientId });
      expect(refused).toMatchObject({ status: 'refused', errors });
      expect((await retrieve(source, refused.uniqueId)).errors).toEqual([
        `XDSDocumentUniqueIdError ${refused.uniqueId}`,
      ]);
    });

    it('refuses a generator that is not there', async () => {
      await expect(registerEntry(await aSource(), { patientId: aPatientId, generator: 'x' })).rejects.toThrow('words');
    });
  });

  describe('retrieving', () => {
    it('[ITI TF-2 3.43.4.2] makes a document under a new id, and hands out the same while nothing changes', async () => {
      const source = await aSource();
      const entry = await registerEntry(source, { patientId: aPatientId });
      const first = await oneDocument(source, entry);
      expect(first).toMatchObject({ repositoryUniqueId, documentUniqueId: entry.uniqueId, mimeType: 'text/plain' });
      expect(first.newDocumentUniqueId).not.toBe(entry.uniqueId);
      expect(first).not.toHaveProperty('newRepositoryUniqueId');
      expect(first.text).toBe(`${first.newDocumentUniqueId} says first`);
      expect(first.size).toBe(first.text.length);
      expect(await oneDocument(source, entry)).toEqual(first);
      said = 'second';
      const second = await oneDocument(source, entry);
      expect(second.newDocumentUniqueId).not.toBe(first.newDocumentUniqueId);
      expect(second.text).toBe(`${second.newDocumentUniqueId} says second`);
      expect(await files()).toBe(1);
    });

    it('knows no document of another repository, of no entry, and of a deprecated or removed one', async () => {
      const source = await aSource();
      const entry = await registerEntry(source, { patientId: aPatientId });
      const elsewhere = { repositoryUniqueId: '1.9', documentUniqueId: entry.uniqueId };
      const { errors } = await retrieveOnDemand(source)({ documents: [elsewhere] }, aCall());
      expect(errors[0]).toMatchObject({ errorCode: 'XDSUnknownRepositoryId', location: entry.uniqueId });
      const some = await retrieve(source, '1.2.3', entry.uniqueId);
      expect([some.status, some.errors, some.documents.length]).toEqual([
        'PartialSuccess',
        ['XDSDocumentUniqueIdError 1.2.3'],
        1,
      ]);
      held.set(entry.uniqueId, { ...held.get(entry.uniqueId)!, availabilityStatus: Deprecated });
      expect(await retrieve(source, entry.uniqueId)).toMatchObject({
        status: 'Failure',
        errors: [`XDSDocumentUniqueIdError ${entry.uniqueId}`],
      });
      held.delete(entry.uniqueId);
      expect((await retrieve(source, entry.uniqueId)).status).toBe('Failure');
    });

    it('is about the patient the entry has now: after a merge the surviving one', async () => {
      const source = await aSource();
      const entry = await registerEntry(source, { patientId: aPatientId });
      held.set(entry.uniqueId, { ...held.get(entry.uniqueId)!, patientId: anotherPatientId });
      await oneDocument(source, entry);
      expect(about).toEqual([anotherPatientId]);
    });

    it('makes one document for many who ask at the same time', async () => {
      const source = await aSource();
      const entry = await registerEntry(source, { patientId: aPatientId });
      const all = await Promise.all(Array.from({ length: 6 }, () => oneDocument(source, entry)));
      expect(new Set(all.map(({ newDocumentUniqueId }) => newDocumentUniqueId)).size).toBe(1);
      expect(new Set(all.map(({ text }) => text)).size).toBe(1);
      expect(await files()).toBe(1);
    });

    it('removes at its next start what a crash left', async () => {
      const source = await aSource();
      const entry = await registerEntry(source, { patientId: aPatientId });
      const document = await oneDocument(source, entry);
      const stray = await source.blobs.stage([Buffer.from('half done')] as never);
      await stray.publish();
      expect([await files(), await source.store.snapshots.dropStray(), await files()]).toEqual([2, 1, 1]);
      expect(await oneDocument(source, entry)).toEqual(document);
    });

    it('refuses more documents than it makes at once', async () => {
      const source = await aSource({ limits: { documentsPerRetrieve: 1 } });
      const { errors } = await retrieve(source, '1.1', '1.2');
      expect(errors).toEqual(['XDSTooManyResults undefined']);
    });
  });

  describe('persisting', () => {
    it('[ITI TF-3 4.2.2.2] stores and registers a snapshot of the entry before it answers', async () => {
      const source = await aSource({ persist: true });
      const entry = await registerEntry(source, { patientId: aPatientId });
      const first = await oneDocument(source, entry);
      expect(first.newRepositoryUniqueId).toBe(keptAt);
      const { documentEntries, associations } = sent[1]!;
      expect(documentEntries).toMatchObject([
        { objectType: documentEntryTypes.Stable, uniqueId: first.newDocumentUniqueId, creationTime: '20260203040506' },
      ]);
      expect(
        associations.map(({ type, submissionSetStatus }) => [type.split(':').at(-1), submissionSetStatus]),
      ).toEqual([
        ['HasMember', 'Original'],
        ['IsSnapshotOf', undefined],
      ]);
      expect(associations[1]?.target).toBe(entry.entryUUID);
      expect(await oneDocument(source, entry)).toEqual(first);
      expect(sent).toHaveLength(2);
    });

    it('replaces the snapshot before it, unless the operator does not want that', async () => {
      const source = await aSource({ persist: true });
      const entry = await registerEntry(source, { patientId: aPatientId });
      const first = await oneDocument(source, entry);
      said = 'second';
      await oneDocument(source, entry);
      const replaced = held.get(first.newDocumentUniqueId!)!.entryUUID;
      expect(sent[2]!.associations.at(-1)).toMatchObject({ type: expect.stringContaining('RPLC'), target: replaced });
      said = 'third';
      await oneDocument(await aSource({ persist: true, replaceSnapshots: false }), entry);
      expect(sent[3]!.associations).toHaveLength(2);
    });

    it('sends the same snapshot again when the answer got lost', async () => {
      const source = await aSource({ persist: true });
      const entry = await registerEntry(source, { patientId: aPatientId });
      const accept = answer;
      answer = async (submission) => {
        await accept(submission);
        throw new Unavailable('the connection broke');
      };
      await expect(retrieve(source, entry.uniqueId)).rejects.toThrow('the connection broke');
      answer = accept;
      const document = await oneDocument(source, entry);
      expect(sent[2]).toEqual(sent[1]);
      expect([document.newRepositoryUniqueId, document.text]).toEqual([
        keptAt,
        `${sent[1]!.documentEntries[0]!.uniqueId} says first`,
      ]);
      expect(held.size).toBe(2);
    });

    it('hands out nothing that is refused, and begins anew the next time', async () => {
      const source = await aSource({ persist: true });
      const entry = await registerEntry(source, { patientId: aPatientId });
      const accept = answer;
      const errors = [
        { errorCode: 'XDSRegistryDeprecatedDocumentError', codeContext: 'gone', severity: 'Error' as const },
      ];
      answer = async () => ({ status: 'Failure', errors });
      expect((await retrieve(source, entry.uniqueId)).errors).toEqual([`XDSRepositoryError ${entry.uniqueId}`]);
      answer = accept;
      const document = await oneDocument(source, entry);
      expect(document.newDocumentUniqueId).not.toBe(sent[1]!.documentEntries[0]!.uniqueId);
    });

    it('makes a new one when the stored one was deprecated or removed', async () => {
      const source = await aSource({ persist: true });
      const entry = await registerEntry(source, { patientId: aPatientId });
      const first = await oneDocument(source, entry);
      held.delete(first.newDocumentUniqueId!);
      const second = await oneDocument(source, entry);
      expect(second.newDocumentUniqueId).not.toBe(first.newDocumentUniqueId);
      expect(second.newRepositoryUniqueId).toBe(keptAt);
    });

    it('registers one snapshot for many who ask at the same time', async () => {
      const source = await aSource({ persist: true });
      const entry = await registerEntry(source, { patientId: aPatientId });
      const all = await Promise.all(Array.from({ length: 5 }, () => oneDocument(source, entry)));
      expect(new Set(all.map(({ newDocumentUniqueId }) => newDocumentUniqueId)).size).toBe(1);
      expect(sets.size).toBe(2);
      expect(held.size).toBe(2);
    });

    it('stores what was only made when the operator changes his mind', async () => {
      const entry = await registerEntry(await aSource(), { patientId: aPatientId });
      const made = await oneDocument(await aSource(), entry);
      const stored = await oneDocument(await aSource({ persist: true }), entry);
      expect(stored).toEqual({ ...made, newRepositoryUniqueId: keptAt });
    });
  });
});
