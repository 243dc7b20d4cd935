import path from 'node:path';
import { type ActorGroup, auditFolderOf, startActors } from '../actor-group.ts';
import { undoable } from '../domain-frame.ts';
import type { Endpoint } from '../domain-state.ts';
import type { Logger } from '../log.ts';
import type { Config } from '../read-config.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/**
 * Runs a worker of a domain until the process that started it says stop; that process owns data folder, database and
 * index. When it is gone, so is this one.
 */
export async function runWorker(config: Config, log: Logger): Promise<void> {
  const told: { endpoints: readonly Endpoint[] } = { endpoints: [] };
  let group: (ActorGroup & { stop(): Promise<void> }) | undefined;
  const say = (message: FromWorker) => process.send!(message);
  await new Promise<void>((resolve) => {
    process.on('message', (message: ToWorker) => {
      switch (message.kind) {
        case 'start':
          void start({ config, log, message, told }).then(
            (started) => {
              group = started;
              say({ kind: 'listening', endpoints: started.endpoints });
            },
            (error: Error) => {
              say({ kind: 'failed', reason: error.message });
              resolve();
            },
          );
          break;
        case 'endpoints':
          told.endpoints = message.endpoints;
          break;
        case 'health':
          void answerHealth(message.question, group, say);
          break;
        case 'stop':
          resolve();
      }
    });
    say({ kind: 'waiting' });
  });
  await group?.stop();
  process.disconnect?.();
}

async function answerHealth(question: number, group: ActorGroup | undefined, say: (m: FromWorker) => void) {
  say({ kind: 'health', question, actors: group === undefined ? {} : await group.ready() });
}

interface Start {
  readonly config: Config;
  readonly log: Logger;
  readonly message: Extract<ToWorker, { kind: 'start' }>;
  readonly told: { readonly endpoints: readonly Endpoint[] };
}

function start({ config, log, message, told }: Start) {
  const { slot, databaseUrl, ports } = message;
  // What a process keeps to itself runs in one of them only.
  const actors = config.actors
    .filter(({ actor }) => slot === 1 || actor.scales === true)
    .map((configured) => {
      const { http, mllp } = ports[configured.actor.name]!;
      return { ...configured, port: http, mllpPort: mllp };
    });
  return undoable((undo) =>
    startActors(
      {
        config,
        actors,
        log: log.child({ worker: slot }),
        databaseUrl,
        auditFolder: path.join(auditFolderOf(config), `worker-${slot}`),
        elsewhere: (actor, transaction) =>
          told.endpoints.find((each) => each.actor === actor && each.transactions.includes(transaction))?.url,
      },
      undo,
    ),
  );
}
