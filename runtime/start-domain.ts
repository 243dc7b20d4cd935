import { auditFolderOf, startActors } from './actor-group.ts';
import { claimDomain, publishDomain, type RunningDomain, undoable } from './domain-frame.ts';
import type { Logger } from './log.ts';
import type { Config } from './read-config.ts';

/**
 * Starts every configured actor on one data folder, in this process, and answers when all of them listen.
 *
 * Throws when the folder is in use, a port is taken, the database does not start, or an actor serves or calls other
 * transactions than it declares; whatever was started by then is stopped again.
 */
export function startDomain(config: Config, log: Logger): Promise<RunningDomain> {
  return undoable(async (undo) => {
    const databaseUrl = await claimDomain({ config, log, processes: 1 }, undo);
    const auditFolder = auditFolderOf(config);
    const group = await startActors({ config, actors: config.actors, log, databaseUrl, auditFolder }, undo);
    const health = async () => ({ actors: await group.ready() });
    const state = await publishDomain({ config, log, endpoints: group.endpoints, health }, undo);
    return { state, databaseUrl };
  });
}
