import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openAuditSpool } from '../runtime/audit/spool.ts';
import { createLogger } from '../runtime/log.ts';
import { openPeers, type Peers } from '../runtime/peers.ts';
import { type DomainOptions, type FoundDomain, findDomain } from './find-domain.ts';

/** A command's conversation with a running domain. */
export interface Session {
  readonly domain: FoundDomain;
  readonly peers: Peers;
}

/**
 * Runs `work` with connections to the running domain, audited like any other initiator into the domain's data folder
 * (one folder per process, `audit/cli-<pid>`), and closes them.
 */
export async function withSession<T>(options: DomainOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const domain = await findDomain(options);
  const log = createLogger({ level: 'silent' });
  const folder = path.join(domain.config.dataFolder, 'audit', `cli-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const audit = await openAuditSpool({ folder, source: { auditSourceId: 'affinity command line' }, log });
  const peers = openPeers({ log, audit: audit.record });
  try {
    return await work({ domain, peers });
  } finally {
    await peers.close();
    await audit.close();
  }
}
