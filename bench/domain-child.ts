import { configFrom } from '../cli/find-domain.ts';
import type { DomainState } from '../runtime/domain-state.ts';
import { createLogger } from '../runtime/log.ts';
import { startDomain } from '../runtime/start-domain.ts';

/** What a measured domain says when it is ready. */
export interface ReadyDomain {
  readonly state: DomainState;
  readonly databaseUrl: string;
}

const [data, config] = process.argv.slice(2) as [string, string | undefined];
const domain = await startDomain(
  await configFrom({ data, portBase: 0, ...(config === undefined ? {} : { config }) }),
  createLogger({ level: 'warn' }),
);
process.send!({ state: domain.state, databaseUrl: domain.databaseUrl } satisfies ReadyDomain);
process.on('message', async () => {
  await domain.stop();
  process.exit(0);
});
