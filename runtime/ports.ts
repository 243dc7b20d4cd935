import { createServer } from 'node:net';
import type { Config, ConfiguredActor } from './read-config.ts';

const defaultPortBase = 8100;

/** The ports an actor listens on; 0: any free one. */
export interface ActorPorts {
  readonly http: number;
  /** Used only by actors that listen for HL7 v2. */
  readonly mllp: number;
}

/** The ports of an actor as configured, or from the port base. All ports of a domain move together. */
export function portsOf({ actor, port, mllpPort }: ConfiguredActor, { portBase }: Config['listen']): ActorPorts {
  const moved = (usual: number) => (portBase === 0 ? 0 : usual + portBase - defaultPortBase);
  return {
    http: port ?? moved(defaultPortBase + actor.ports.http),
    // An actor without a usual port that listens all the same gets any free one.
    mllp: mllpPort ?? (actor.ports.mllp === undefined ? 0 : moved(actor.ports.mllp)),
  };
}

/** The configuration with a number for each port: several processes can share only a port they know. */
export async function withKnownPorts(config: Config): Promise<Config> {
  const wanted = config.actors.map((configured) => portsOf(configured, config.listen));
  const free = await freePorts(
    config.listen.host,
    wanted.flatMap(({ http, mllp }) => [http, mllp]).filter(isFree).length,
  );
  const known = (port: number) => (isFree(port) ? free.pop()! : port);
  const actors = config.actors.map((configured, i) => ({
    ...configured,
    port: known(wanted[i]!.http),
    mllpPort: known(wanted[i]!.mllp),
  }));
  return { ...config, actors };
}

const isFree = (port: number) => port === 0;

/** Ports nobody listens on now: all are held before the first one is given back. */
async function freePorts(host: string, count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map(
      (server) => new Promise((resolve, reject) => server.once('error', reject).listen(0, host, () => resolve(server))),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
