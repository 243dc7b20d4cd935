import { createLogger } from '../runtime/log.ts';
import { startEmbeddedPostgres } from '../runtime/sql/embedded.ts';

/** What the process that keeps PostgreSQL running says: first where it is, then, whenever asked, its present number. */
export type PostgresAnswer = { readonly url: string } | { readonly pid: number };

const [dataFolder] = process.argv.slice(2) as [string];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
const server = await startEmbeddedPostgres({ dataFolder, log: createLogger({ level: 'silent' }) });
process.on('message', () => process.send!({ pid: server.pid } satisfies PostgresAnswer));
process.once('disconnect', () => void server.stop().then(() => process.exit(0)));
if (process.connected) process.send!({ url: server.url } satisfies PostgresAnswer);
else await server.stop();
