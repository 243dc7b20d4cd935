import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Agent } from 'undici';
import { openAuditSpool } from '../runtime/audit/spool.ts';
import { createLogger } from '../runtime/log.ts';
import { openPeers, type Peers } from '../runtime/peers.ts';
import { type DomainOptions, type FoundDomain, findDomain } from './find-domain.ts';
import { type ImagingResource, imagingResource } from './imaging-resource.ts';
import { peersAnsweringAt } from './replies.ts';

/** A command's conversation with a running domain. */
export interface Session {
  readonly domain: FoundDomain;
  readonly peers: Peers;
  /** HTTP connections to the management resources. */
  readonly agent: Agent;
  imaging(): ImagingResource;
}

/** Which domain, and where its answers go. */
export interface SessionOptions extends DomainOptions {
  /** An address of this machine; absent: answers come on the connection. */
  readonly replyTo?: string;
}

/**
 * Runs `work` with connections to the running domain, audited like any other initiator into the domain's data folder
 * (one folder per process, `audit/cli-<pid>`), and closes them.
 */
export async function withSession<T>(options: SessionOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const domain = await findDomain(options);
  const log = createLogger({ level: 'silent' });
  const folder = path.join(domain.config.dataFolder, 'audit', `cli-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const audit = await openAuditSpool({ folder, source: { auditSourceId: 'affinity command line' }, log });
  const tls = await clientTls(domain);
  const secure = tls === undefined ? {} : { tls };
  const direct = openPeers({ log, audit: audit.record, ...secure });
  const { replyTo: address } = options;
  const peers = address === undefined ? direct : await peersAnsweringAt(direct, { address, log, ...secure });
  const agent = new Agent({ connect: { ...tls } });
  const imaging = () => {
    const studies = domain.http('imaging-document-source', '/imaging/studies');
    return imagingResource(studies.slice(0, -'/studies'.length), agent);
  };
  try {
    return await work({ domain, peers, agent, imaging });
  } finally {
    await agent.destroy();
    await peers.close();
    await audit.close();
  }
}

/**
 * The domain's own certificate, shown to its listeners; they are trusted by the configured authorities, or when there
 * are none by that certificate itself.
 */
async function clientTls({ config }: FoundDomain): Promise<{ cert: Buffer; key: Buffer; ca: Buffer } | undefined> {
  const files = config.listen.tls;
  if (files === undefined) return undefined;
  const [cert, key] = await Promise.all([readFile(files.cert), readFile(files.key)]);
  return { cert, key, ca: files.ca === undefined ? cert : await readFile(files.ca) };
}
