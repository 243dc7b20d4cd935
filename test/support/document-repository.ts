import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { documentRepositoryConfig } from '../../actors/document-repository/config.ts';
import { repositoryMigrations } from '../../actors/document-repository/migrations/migrations.ts';
import type { Repository } from '../../actors/document-repository/repository.ts';
import { documentStore } from '../../actors/document-repository/store.ts';
import { type RemovalStore, removalStore } from '../../actors/document-repository/store-removal.ts';
import { openDiskStore } from '../../runtime/blobs/disk-store.ts';
import { createLogger } from '../../runtime/log.ts';
import type { Call } from '../../runtime/soap/endpoint-types.ts';
import type { RegistryResponse, SubmitObjectsRequest } from '../../schemas/ebrs/messages.ts';
import { testDatabase } from './postgres.ts';

/** A repository on a real database and disk whose registry is played by the test. */
export interface TestRepository extends Repository, AsyncDisposable {
  /** What the registry was sent, in order. */
  readonly registered: SubmitObjectsRequest[];
  /** How the registry answers from now on; at first with Success. */
  answerWith(answer: (request: SubmitObjectsRequest) => Promise<RegistryResponse>): void;
  /** The uniqueIds the registry says it knows when the sweeper asks. */
  readonly known: Set<string>;
  readonly removals: RemovalStore;
  /** Moves the repository's clock. */
  pass(seconds: number): void;
  /** Names of all files of the document storage, staged ones too. */
  files(): Promise<string[]>;
}

/** A repository with its own schema and folder; dispose it when done. */
export async function aRepository(settings: object = {}): Promise<TestRepository> {
  const folder = await mkdtemp(path.join(tmpdir(), 'repository-'));
  const database = await testDatabase(repositoryMigrations);
  const blobs = await openDiskStore(folder);
  const state = { now: Date.UTC(2026, 0, 1), ids: 0, answer: async (): Promise<RegistryResponse> => success };
  const registered: SubmitObjectsRequest[] = [];
  const known = new Set<string>();
  return {
    config: documentRepositoryConfig.parse(settings),
    blobs,
    store: documentStore(database, blobs),
    removals: removalStore(database, blobs),
    registered,
    known,
    register: (request) => {
      registered.push(request);
      return (state.answer as (request: SubmitObjectsRequest) => Promise<RegistryResponse>)(request);
    },
    answerWith: (answer) => {
      state.answer = answer as () => Promise<RegistryResponse>;
    },
    registeredAmong: async (uniqueIds) => new Set(uniqueIds.filter((id) => known.has(id))),
    now: () => new Date(state.now),
    pass: (seconds) => {
      state.now += seconds * 1000;
    },
    newUUID: () => `submission-${++state.ids}`,
    log: createLogger({ level: 'silent' }),
    files: async () => {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
    async [Symbol.asyncDispose]() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const success: RegistryResponse = { status: 'Success', errors: [] };

/** What a handler is told of a call that nothing is special about. */
export function aCall(): Call {
  return {
    messageId: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    caller: { address: '127.0.0.1' },
    signal: new AbortController().signal,
    log: createLogger({ level: 'silent' }),
  };
}
