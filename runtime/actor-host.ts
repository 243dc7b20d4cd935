import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../schemas/audit/audit-event.ts';
import { ActorSoap } from './actor-soap.ts';
import { openStore } from './blobs/open-store.ts';
import type { Endpoint } from './domain-state.ts';
import type { Host } from './host.ts';
import { type HttpListener, type HttpRoute, listenHttp } from './http/listen.ts';
import type { Logger } from './log.ts';
import { createMllpEndpoint } from './mllp/endpoint.ts';
import type { MllpEndpoint } from './mllp/endpoint-types.ts';
import { listenMllp, type MllpListener } from './mllp/listen.ts';
import type { LocalActor, Peers } from './peers.ts';
import { portsOf } from './ports.ts';
import type { Config, ConfiguredActor } from './read-config.ts';
import { recording } from './recording.ts';
import type { SoapEndpoint } from './soap/endpoint-types.ts';
import type { ReplyInbox } from './soap/reply-inbox.ts';
import { openDatabase } from './sql/postgres.ts';
import { schemaOf } from './sql/schema.ts';

/** What all actors of one process share. */
export interface HostParts {
  readonly config: Config;
  readonly log: Logger;
  readonly audit: (events: readonly AuditEvent[]) => Promise<void>;
  readonly databaseUrl: string;
  readonly peers: Peers;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer; readonly ca?: Buffer };
}

/** The listeners of one actor; as LocalActor what `local:` peers of the same process reach. */
export interface ActorListeners extends LocalActor {
  /** Starts listening and tells where. */
  listen(): Promise<Endpoint[]>;
  close(): Promise<void>;
}

/** The host of one actor, its listeners, and the ids of the transactions it bound. */
export interface ActorHost {
  readonly host: Host;
  readonly listeners: ActorListeners;
  readonly served: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
  /** Closes the actor's databases. */
  close(): Promise<void>;
}

/** Prepares what one actor is handed at start; nothing listens until `listeners.listen()`. */
export function createActorHost(configured: ConfiguredActor, parts: HostParts): ActorHost {
  const { actor } = configured;
  const { config } = parts;
  const log = parts.log.child({ actor: actor.name });
  const served = new Set<string>();
  const called = new Set<string>();
  const listeners = new Listeners(configured, parts, log, served);
  const databases: { close(): Promise<void> }[] = [];
  const stores: AsyncDisposable[] = [];
  const host: Host = {
    domain: config.domain,
    soap: (at) => listeners.soapAt(at),
    replies: (at) => listeners.repliesAt(at),
    mllp: () => listeners.mllpEndpoint(),
    route: (at, handle) => listeners.addRoute(at, handle),
    client: (transaction, peer, how) => {
      called.add(transaction.id);
      return parts.peers.call(transaction, peer, how);
    },
    database: async (migrations) => {
      const schema = schemaOf(actor.name);
      const { connections } = config.database;
      const database = await openDatabase({ url: parts.databaseUrl, schema, migrations, connections, log });
      databases.push(database);
      return database;
    },
    blobs: async (name) => {
      const { documents, dataFolder } = config;
      const opened = await openStore({ documents, dataFolder, actor: actor.name, name, log });
      stores.push(opened);
      return opened.store;
    },
    now: () => new Date(),
    newUUID: () => `urn:uuid:${randomUUID()}`,
    log,
  };
  const close = async () => {
    for (const store of stores.splice(0)) await store[Symbol.asyncDispose]();
    for (const database of databases.splice(0)) await database.close();
  };
  return { host, listeners, served, called, close };
}

/** Endpoints and routes of one actor, and the sockets they are reached by. */
class Listeners implements ActorListeners {
  readonly #configured: ConfiguredActor;
  readonly #parts: HostParts;
  readonly #log: Logger;
  readonly #served: Set<string>;
  readonly #soap: ActorSoap;
  readonly #routes = new Map<string, HttpRoute>();
  #mllp: { endpoint: MllpEndpoint; recorder: MllpEndpoint; ids: string[] } | undefined;
  #http: HttpListener | undefined;
  #tcp: MllpListener | undefined;

  constructor(configured: ConfiguredActor, parts: HostParts, log: Logger, served: Set<string>) {
    this.#configured = configured;
    this.#parts = parts;
    this.#log = log;
    this.#served = served;
    const { config, audit, tls } = parts;
    this.#soap = new ActorSoap({
      listen: config.listen,
      log,
      audit,
      ...(tls === undefined ? {} : { tls }),
      served: (id) => served.add(id),
      url: () => this.#http?.url,
    });
  }

  soapAt(at: string): SoapEndpoint {
    return this.#soap.endpoint(at);
  }

  repliesAt(at: string): ReplyInbox {
    return this.#soap.replies(at);
  }

  mllpEndpoint(): MllpEndpoint {
    if (this.#mllp === undefined) {
      const endpoint = createMllpEndpoint({ log: this.#log, audit: this.#parts.audit });
      const ids: string[] = [];
      const recorder = recording(endpoint, (id) => {
        this.#served.add(id);
        ids.push(id);
      });
      this.#mllp = { endpoint, recorder, ids };
    }
    return this.#mllp.recorder;
  }

  addRoute(at: string, handle: HttpRoute): void {
    if (this.#routes.has(at)) throw new Error(`${at} is served already by ${this.#configured.actor.name}.`);
    this.#routes.set(at, handle);
  }

  soap(action: string): { endpoint: SoapEndpoint; address: string } | undefined {
    const served = this.#soap.serving(action);
    if (served === undefined) return undefined;
    const url = this.#http?.url ?? `local:${this.#configured.actor.name}`;
    return { endpoint: served.endpoint, address: url + served.at };
  }

  mllp(): { endpoint: MllpEndpoint; address: string } | undefined {
    if (this.#mllp === undefined) return undefined;
    return { endpoint: this.#mllp.endpoint, address: this.#tcp?.url ?? `local:${this.#configured.actor.name}` };
  }

  async listen(): Promise<Endpoint[]> {
    const { actor } = this.#configured;
    const { listen } = this.#parts.config;
    const ports = portsOf(this.#configured, listen);
    const tls = this.#parts.tls === undefined ? {} : { tls: this.#tlsOptions(this.#parts.tls) };
    const endpoints: Endpoint[] = [];
    this.#http = await listenHttp({
      host: listen.host,
      port: ports.http,
      soap: this.#soap.paths,
      routes: this.#routes,
      log: this.#log,
      ...tls,
    });
    for (const [at, ids] of this.#soap.ids) {
      endpoints.push({ actor: actor.name, kind: 'soap', url: this.#http.url + at, transactions: [...new Set(ids)] });
    }
    for (const at of this.#routes.keys()) {
      endpoints.push({ actor: actor.name, kind: 'http', url: this.#http.url + at, transactions: [] });
    }
    if (this.#mllp !== undefined) {
      this.#tcp = await listenMllp({
        host: listen.host,
        port: ports.mllp,
        endpoint: this.#mllp.endpoint,
        log: this.#log,
        ...tls,
      });
      endpoints.push({
        actor: actor.name,
        kind: 'mllp',
        url: this.#tcp.url,
        transactions: [...new Set(this.#mllp.ids)],
      });
    }
    return endpoints;
  }

  #tlsOptions(tls: NonNullable<HostParts['tls']>) {
    return { ...tls, requireClientCertificate: tls.ca !== undefined };
  }

  async close(): Promise<void> {
    await Promise.all([this.#http?.close(), this.#tcp?.close()]);
    await this.#soap.close();
  }
}
