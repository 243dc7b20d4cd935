import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { configFrom } from '../../cli/find-domain.ts';
import { openAuditSpool } from '../../runtime/audit/spool.ts';
import type { RunningDomain } from '../../runtime/domain-frame.ts';
import { type DomainState, type Endpoint, readDomainState } from '../../runtime/domain-state.ts';
import type { ClientCall } from '../../runtime/host.ts';
import { createLogger } from '../../runtime/log.ts';
import type { MllpTransaction } from '../../runtime/mllp/transaction.ts';
import { openPeers, type Peers } from '../../runtime/peers.ts';
import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { startDomain } from '../../runtime/start-domain.ts';

/** A domain that is reached over its sockets. */
export interface ReachableDomain {
  readonly state: DomainState;
  /** The address of the first endpoint that serves a transaction, or of one actor's. */
  url(transaction: string, actor?: string): string;
  /** Calls a transaction at that address; audited as the initiator into the same spool folder. */
  call<Req, Res>(
    transaction: SoapTransaction<Req, Res> | MllpTransaction<Req, Res>,
    actor?: string,
  ): ClientCall<Req, Res>;
}

/** A whole domain in this process. */
export interface TestDomain extends ReachableDomain, AsyncDisposable {
  readonly running: RunningDomain;
  readonly dataFolder: string;
  /** Everything kept: the number of rows of each table, and the names of all files of the document storages. */
  kept(): Promise<Kept>;
  /** Everything the services logged, one JSON object each. */
  logged(): Promise<Record<string, unknown>[]>;
  /** The audit messages spooled so far, as XML; those of `call` last. */
  audited(): Promise<string[]>;
}

/** What a domain keeps, comparable. */
export interface Kept {
  readonly rows: Readonly<Record<string, number>>;
  readonly files: readonly string[];
}

/** Starts one on free ports with its own folder and embedded PostgreSQL; `yaml` is its configuration. */
export async function aRunningDomain(yaml = ''): Promise<TestDomain> {
  const folder = await mkdtemp(path.join(tmpdir(), 'affinity-domain-'));
  const dataFolder = path.join(folder, 'data');
  const file = path.join(folder, 'domain.yaml');
  const logFile = path.join(folder, 'log.jsonl');
  await writeFile(file, yaml);
  await writeFile(logFile, '');
  const config = await configFrom({ config: file, data: dataFolder, portBase: 0 });
  const running = await startDomain(config, createLogger({ level: 'debug', destination: logFile }));
  const clientFolder = path.join(dataFolder, 'audit', 'client');
  const silent = createLogger({ level: 'silent' });
  const spool = await openAuditSpool({ folder: clientFolder, source: { auditSourceId: 'test' }, log: silent });
  const peers = openPeers({ log: silent, audit: spool.record });
  return {
    running,
    dataFolder,
    ...reach(running.state, peers),
    kept: async () => ({ rows: await rowsOf(running.databaseUrl), files: await filesOf(dataFolder) }),
    logged: async () =>
      (await readFile(logFile, 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    audited: async () => [
      ...(await spooled(path.join(dataFolder, 'audit'))),
      ...(await spooled(path.join(dataFolder, 'audit', 'client'))),
    ],
    async [Symbol.asyncDispose]() {
      await peers.close();
      await spool.close();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A domain of another process, found by its data folder; dispose it when done with it. */
export async function reachDomain(dataFolder: string): Promise<ReachableDomain & AsyncDisposable> {
  const state = await readDomainState(dataFolder);
  if (state === undefined) throw new Error(`No domain runs on ${dataFolder}.`);
  const peers = openPeers({ log: createLogger({ level: 'silent' }), audit: () => {} });
  return { ...reach(state, peers), [Symbol.asyncDispose]: () => peers.close() };
}

function reach(state: DomainState, peers: Peers): ReachableDomain {
  const url = (transaction: string, actor?: string) => endpointOf(state.endpoints, transaction, actor).url;
  return { state, url, call: (transaction, actor) => peers.call(transaction, url(transaction.id, actor)) };
}

function endpointOf(endpoints: readonly Endpoint[], transaction: string, actor: string | undefined): Endpoint {
  // RAD-68 has the action of ITI-41 and is served by the same binding.
  const id = transaction === 'RAD-68' ? 'ITI-41' : transaction;
  const found = endpoints.find((each) => each.transactions.includes(id) && (actor ?? each.actor) === each.actor);
  if (found === undefined) throw new Error(`Nothing serves ${transaction}.`);
  return found;
}

async function rowsOf(url: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)' order by 1`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of rows) {
      const counted = await client.query<{ count: number }>(`select count(*)::int as count from ${name}`);
      counts[name] = counted.rows[0]!.count;
    }
    return counts;
  } finally {
    await client.end();
  }
}

/** Files of the actors' own folders, staged ones included; database and audit aside. */
async function filesOf(dataFolder: string): Promise<string[]> {
  const all = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  const names = all.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return names
    .map((name) => path.relative(dataFolder, name))
    .filter((name) => /\/(staging|objects)\//.test(name))
    .sort();
}

/** Records of `LEN SP XML` in all segments of one spool folder. */
async function spooled(folder: string): Promise<string[]> {
  const messages: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!(await stat(path.join(folder, name))).isFile()) continue;
    const bytes = await readFile(path.join(folder, name));
    for (let at = 0; at < bytes.length; ) {
      const space = bytes.indexOf(0x20, at);
      const start = space + 1;
      const end = start + Number(bytes.subarray(at, space));
      messages.push(bytes.subarray(start, end).toString());
      at = end;
    }
  }
  return messages;
}
