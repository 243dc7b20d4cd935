import { configFrom } from '../cli/find-domain.ts';
import type { DomainState } from '../runtime/domain-state.ts';
import { createLogger } from '../runtime/log.ts';
import { startDomain } from '../runtime/start-domain.ts';
import { untilParentEnds } from './until-parent-ends.ts';

/** What a measured domain says when it is ready. */
export interface ReadyDomain {
  readonly state: DomainState;
  readonly databaseUrl: string;
}

const [data, config] = process.argv.slice(2) as [string, string | undefined];
const starting = configFrom({ data, portBase: 0, ...(config === undefined ? {} : { config }) }).then((settings) =>
  startDomain(settings, createLogger({ level: 'warn' })),
);
untilParentEnds(async () => (await starting).stop());
const { state, databaseUrl } = await starting;
if (process.connected) process.send!({ state, databaseUrl } satisfies ReadyDomain);
