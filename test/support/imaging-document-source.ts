import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { imagingDocumentSource } from '../../actors/imaging-document-source/actor.ts';
import type { PublishedStudy } from '../../actors/imaging-document-source/publish-study.ts';
import { openDiskStore } from '../../runtime/blobs/disk-store.ts';
import type { DomainConfig } from '../../runtime/config.ts';
import type { ClientCall, Host } from '../../runtime/host.ts';
import { type HttpRoute, listenHttp } from '../../runtime/http/listen.ts';
import { createLogger } from '../../runtime/log.ts';
import { createSoapEndpoint } from '../../runtime/soap/endpoint.ts';
import type { Handler, SoapEndpoint } from '../../runtime/soap/endpoint-types.ts';
import type { Database, Migration } from '../../runtime/sql/database.ts';
import type { RegistryResponse, RetrieveDocumentSetResponse } from '../../schemas/ebrs/messages.ts';
import type { Submission } from '../../schemas/metadata/nouns.ts';
import type { ProvideAndRegisterRequest } from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import type { RetrieveImagingDocumentSetRequest } from '../../transactions/rad-69-retrieve-imaging-document-set/messages.ts';
import { aCall } from './document-repository.ts';
import { testDatabase } from './postgres.ts';
import { bytesOf } from './soap-packages.ts';

/** What the repository was sent by RAD-68. */
export interface SentSubmission {
  readonly submission: Submission;
  readonly document: Buffer;
}

/** The Imaging Document Source on a real database, disk and HTTP listener; the repository is played by the test. */
export interface TestImagingSource extends AsyncDisposable {
  readonly sent: SentSubmission[];
  readonly database: Database;
  /** How the repository answers from now on; at first with Success. */
  answerWith(answer: (request: ProvideAndRegisterRequest) => Promise<RegistryResponse>): void;
  import(
    file: Uint8Array,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  get(path: string): Promise<{ status: number; body: unknown }>;
  publish(studyInstanceUID: string, request: object): Promise<{ status: number; body: PublishedStudy & Problem }>;
  retrieve(request: RetrieveImagingDocumentSetRequest): Promise<RetrieveDocumentSetResponse>;
  /** Paths of all files below the document storage. */
  files(): Promise<string[]>;
  readonly url: string;
}

/** What a refused request is answered with. */
export interface Problem {
  readonly detail: string;
}

const domain: DomainConfig = {
  name: 'test',
  assigningAuthority: { namespace: 'TEST', oid: '1.3.6.1.4.1.21367.13.20.3000' },
  codeSets: { codes: {} },
};

/** Starts the actor; dispose it when done. */
export async function anImagingSource(settings: object = {}): Promise<TestImagingSource> {
  const folder = await mkdtemp(path.join(tmpdir(), 'imaging-source-'));
  const log = createLogger({ level: 'silent' });
  const routes = new Map<string, HttpRoute>();
  const handlers = new Map<string, Handler<unknown, unknown>>();
  const endpoints = new Map<string, SoapEndpoint>();
  const sent: SentSubmission[] = [];
  const state = { ids: 0, answer: async (_: ProvideAndRegisterRequest): Promise<RegistryResponse> => success };
  const databases: (Database & { close(): Promise<void> })[] = [];
  const call = async (request: ProvideAndRegisterRequest): Promise<RegistryResponse> => {
    for await (const document of request.documents) {
      sent.push({ submission: request.submission, document: await bytesOf(document.content) });
    }
    return state.answer(request);
  };
  const host: Host = {
    domain,
    soap: (at) => {
      const endpoint = rememberHandlers(createSoapEndpoint({ log, audit: () => {} }), handlers);
      endpoints.set(at, endpoint);
      return endpoint;
    },
    mllp: () => {
      throw new Error('this actor has no MLLP');
    },
    route: (at, handle) => void routes.set(at, handle),
    replies: () => {
      throw new Error('this actor waits for no answers elsewhere');
    },
    client: <Req, Res>() => call as unknown as ClientCall<Req, Res>,
    database: async (migrations: readonly Migration[]) => {
      const database = await testDatabase(migrations);
      databases.push(database);
      return database;
    },
    blobs: (name) => openDiskStore(path.join(folder, name)),
    now: () => new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
    newUUID: () => `urn:uuid:00000000-0000-4000-8000-${String(++state.ids).padStart(12, '0')}`,
    log,
  };
  const running = await imagingDocumentSource.start(imagingDocumentSource.config.parse(settings), host);
  const listener = await listenHttp({ host: '127.0.0.1', port: 0, soap: endpoints, routes, log });
  const fetchJson = async (at: string, init?: RequestInit) => {
    const response = await fetch(`${listener.url}${at}`, init);
    return { status: response.status, body: (await response.json()) as never };
  };
  return {
    sent,
    database: databases[0]!,
    url: listener.url,
    answerWith: (answer) => {
      state.answer = answer;
    },
    import: (file, headers = { 'content-type': 'application/dicom' }) =>
      fetchJson('/imaging/instances', { method: 'POST', headers, body: file as Uint8Array<ArrayBuffer> }),
    get: (at) => fetchJson(at),
    publish: (study, request) =>
      fetchJson(`/imaging/studies/${study}/publish`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }),
    retrieve: (request) => handlers.get('RAD-69')!(request, aCall()) as Promise<RetrieveDocumentSetResponse>,
    files: async () => {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      return found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    },
    async [Symbol.asyncDispose]() {
      await listener.close(0);
      await running[Symbol.asyncDispose]();
      for (const database of databases) await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const success: RegistryResponse = { status: 'Success', errors: [] };

/** The endpoint itself, whose handlers the test can also call without SOAP. */
function rememberHandlers(endpoint: SoapEndpoint, handlers: Map<string, Handler<unknown, unknown>>): SoapEndpoint {
  return {
    serve(transaction, handler) {
      handlers.set(transaction.id, handler as Handler<unknown, unknown>);
      endpoint.serve(transaction, handler);
      return this;
    },
    handle: endpoint.handle,
  };
}
