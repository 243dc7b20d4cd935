import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { SpecRef } from '../schemas/spec-ref.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { DomainConfig } from './config.ts';
import type { Logger } from './log.ts';
import type { MllpEndpoint } from './mllp/endpoint-types.ts';
import type { MllpTransaction } from './mllp/transaction.ts';
import type { SoapConnectOptions } from './soap/client.ts';
import type { SoapEndpoint } from './soap/endpoint-types.ts';
import type { ReplyInbox } from './soap/reply-inbox.ts';
import type { SoapTransaction } from './soap/transaction.ts';
import type { Database, Migration } from './sql/database.ts';
import type { Transaction } from './transaction.ts';

/** Declaration of one actor; what it serves and calls is compared with what it really bound at start. */
export interface Actor<Config> {
  /** The actor's full name in kebab-case, also the key of its section in the configuration. */
  readonly name: string;
  readonly source: SpecRef;
  /** Default ports relative to the port base; `mllp` only for actors that listen for HL7 v2. */
  readonly ports: { readonly http: number; readonly mllp?: number };
  /** Checks the actor's own settings; unknown keys are errors (z.strictObject). */
  readonly config: z.ZodType<Config>;
  readonly serves: readonly Transaction[];
  readonly calls: readonly Transaction[];
  /**
   * True for an actor that may run in several processes on one database at once: it shares nothing but rows and documents.
   * Others run in one process of a domain only.
   */
  readonly scales?: true;
  /** Absent for an actor that keeps nothing. */
  readonly storage?: ActorStorage;
  start(config: Config, host: Host): Promise<RunningActor>;
}

/** What an actor keeps, told without starting it: for backups. */
export interface ActorStorage {
  /** The steps of its schema. */
  readonly migrations: readonly Migration[];
  /** Its document storages. */
  readonly blobs: readonly {
    readonly name: string;
    /**
     * A SELECT of what its tables refer to there: `key`, `size`, and `required`, which is false for bytes that may not
     * have been published yet.
     */
    readonly references: string;
  }[];
}

/** A started actor; disposing it stops its own work (listeners are the host's). */
export interface RunningActor extends AsyncDisposable {
  ready(): Promise<boolean>;
}

/** Calls one transaction at one peer; throws SoapFault, Unavailable or an MLLP error when there is no answer. */
export type ClientCall<Req, Res> = (request: Req, options?: { signal?: AbortSignal; user?: string }) => Promise<Res>;

/** What an actor is handed at start. Peers are addresses: `http(s)://…`, `mllp(s)://…` or `local:actor-name`. */
export interface Host {
  /** Facts every actor of the domain shares: assigning authority, code sets, homeCommunityId. */
  readonly domain: DomainConfig;
  /** The SOAP endpoint at a path of the actor's own listener. */
  soap(path: string): SoapEndpoint;
  /** A path of the actor's own listener where answers come to that do not come on the connection of their request. */
  replies(path: string): ReplyInbox;
  /** The MLLP endpoint of the actor's own MLLP port. */
  mllp(): MllpEndpoint;
  /** A plain HTTP resource below a path of the actor's listener, for management and DICOMweb. */
  route(path: string, handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>): void;
  client<Req, Res>(
    transaction: SoapTransaction<Req, Res> | MllpTransaction<Req, Res>,
    peer: string,
    how?: SoapConnectOptions,
  ): ClientCall<Req, Res>;
  /** The actor's own schema, migrated. */
  database(migrations: readonly Migration[]): Promise<Database>;
  /** The actor's own document storage below the data folder. */
  blobs(name: string): Promise<BlobStore>;
  now(): Date;
  newUUID(): `urn:uuid:${string}`;
  readonly log: Logger;
}
