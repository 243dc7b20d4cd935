import type { Endpoint } from '../domain-state.ts';
import type { ActorPorts } from '../ports.ts';

/** What the first process of a domain tells a worker. */
export type ToWorker =
  | {
      readonly kind: 'start';
      /** Its number, from 1; the first one also runs the actors that do not scale. */
      readonly slot: number;
      readonly databaseUrl: string;
      /** Of every actor: all workers share them. */
      readonly ports: Readonly<Record<string, ActorPorts>>;
    }
  /** Where every actor of the domain listens, once they do. */
  | { readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'health'; readonly question: number }
  | { readonly kind: 'stop' };

/** What a worker answers. */
export type FromWorker =
  /** It listens to what it is told: what is said before gets lost. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'listening'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'health'; readonly question: number; readonly actors: Readonly<Record<string, boolean>> };
