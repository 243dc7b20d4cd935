import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** One address of a running domain and what is answered there. */
export interface Endpoint {
  readonly actor: string;
  readonly kind: 'soap' | 'mllp' | 'http';
  readonly url: string;
  /** Ids of the transactions served, such as `ITI-42`. */
  readonly transactions: readonly string[];
}

/** What a running domain says of itself; `domain.json` in its data folder and the answer of its index. */
export interface DomainState {
  readonly name: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly assigningAuthority: { readonly namespace: string; readonly oid: string };
  readonly homeCommunityId?: string;
  /** The configuration file it was started with, absolute; absent: defaults. */
  readonly configFile?: string;
  /** Address of the domain index. */
  readonly index: string;
  readonly endpoints: readonly Endpoint[];
}

const fileOf = (dataFolder: string) => path.join(dataFolder, 'domain.json');

/** Writes the state in one step, so that a reader never sees half of it. */
export async function writeDomainState(dataFolder: string, state: DomainState): Promise<void> {
  const file = fileOf(dataFolder);
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** The state of the domain that runs on a data folder, or undefined when none was started there. */
export async function readDomainState(dataFolder: string): Promise<DomainState | undefined> {
  const text = await readFile(fileOf(dataFolder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as DomainState);
}

/** Forgets the state of a domain that has stopped. */
export async function removeDomainState(dataFolder: string): Promise<void> {
  await rm(fileOf(dataFolder), { force: true });
}
