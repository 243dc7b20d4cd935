import { type DomainState, type Endpoint, readDomainState } from '../runtime/domain-state.ts';
import type { Config } from '../runtime/read-config.ts';
import { readConfig } from '../runtime/read-config.ts';
import { actors } from './actors.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { defaultCodesFile } from './package-root.ts';

/** How every command that talks to a domain is told which one. */
export interface DomainOptions {
  readonly data?: string;
  readonly config?: string;
}

/** A running domain as a command sees it. */
export interface FoundDomain {
  readonly config: Config;
  readonly state: DomainState;
  /** The endpoint of an actor that serves a transaction; throws CommandError when the domain has none. */
  endpoint(actor: string, transaction: string): Endpoint;
  /** Base address of an actor's HTTP resources. */
  http(actor: string, path: string): string;
}

/** The configuration a command works with. */
export function configFrom(
  options: DomainOptions & { portBase?: number; logLevel?: string; workers?: number },
): Promise<Config> {
  return readConfig(actors, {
    defaultCodes: defaultCodesFile(),
    ...(options.config === undefined ? {} : { file: options.config }),
    ...(options.data === undefined ? {} : { dataFolder: options.data }),
    ...(options.portBase === undefined ? {} : { portBase: options.portBase }),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    ...(options.logLevel === undefined ? {} : { logLevel: options.logLevel }),
  });
}

/** Finds the domain that runs on the data folder of `--data` or `--config`. Throws CommandError when none does. */
export async function findDomain(options: DomainOptions): Promise<FoundDomain> {
  const { dataFolder } = await configFrom(options);
  const state = await readDomainState(dataFolder);
  if (state === undefined || !isAlive(state.pid)) {
    throw new CommandError(
      `No domain runs on ${dataFolder}. Start one with "affinity start", or name its folder with --data.`,
      exitCodes.unavailable,
    );
  }
  // The domain's own configuration, also when the command names only its data folder.
  const config = await configFrom({
    ...(state.configFile === undefined ? {} : { config: state.configFile }),
    data: dataFolder,
  });
  const find = (actor: string, fits: (endpoint: Endpoint) => boolean, what: string): Endpoint => {
    const found = state.endpoints.find((endpoint) => endpoint.actor === actor && fits(endpoint));
    if (found === undefined) {
      throw new CommandError(`The running domain has no ${actor} that serves ${what}.`, exitCodes.unavailable);
    }
    return found;
  };
  return {
    config,
    state,
    endpoint: (actor, transaction) => find(actor, (e) => e.transactions.includes(transaction), transaction),
    http: (actor, path) => find(actor, (e) => e.kind === 'http' && new URL(e.url).pathname === path, path).url,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
