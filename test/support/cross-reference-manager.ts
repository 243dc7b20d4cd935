import { type PatientDomain, patientDomains } from '../../actors/patient-identifier-cross-reference-manager/domains.ts';
import { type Forwarder, startForwarder } from '../../actors/patient-identifier-cross-reference-manager/forward.ts';
import { tables } from '../../actors/patient-identifier-cross-reference-manager/migrations/0001-tables.ts';
import { patientIdentityFeed } from '../../actors/patient-identifier-cross-reference-manager/patient-identity-feed.ts';
import { pixQuery } from '../../actors/patient-identifier-cross-reference-manager/pix-query.ts';
import {
  type CrossReferenceStore,
  openCrossReferenceStore,
} from '../../actors/patient-identifier-cross-reference-manager/store.ts';
import { createLogger } from '../../runtime/log.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { AssigningAuthority, Identifier } from '../../schemas/hl7v2/identifier.ts';
import { feedAccepted } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type {
  Demographics,
  FeedTrigger,
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import type { PixQueryResponse } from '../../transactions/iti-9-pix-query/messages.ts';
import { aFeedMessage, affinityAuthority } from './feed-messages.ts';
import { testDatabase } from './postgres.ts';
import { aCall } from './registry-service.ts';

/** The domains of the tests' PIX Manager beside the affinity domain. */
export const hospitalA: PatientDomain = { namespace: 'HOSPITAL_A', oid: '1.3.6.1.4.1.21367.13.20.1000' };
/** Fed by one source alone. */
export const hospitalB: PatientDomain = {
  namespace: 'HOSPITAL_B',
  oid: '1.3.6.1.4.1.21367.13.20.2000',
  sources: [{ application: 'ADT', facility: 'HOSP' }],
};

/** An identifier of hospital A, by namespace. */
export const inA = (id: string): Identifier => ({ id, authority: { namespace: hospitalA.namespace } });
/** An identifier of hospital B, by OID. */
export const inB = (id: string): Identifier => ({ id, authority: { oid: hospitalB.oid, type: 'ISO' } });
/** An identifier of the affinity domain, by all three parts. */
export const inAffinity = (id: string): Identifier => ({ id, authority: { ...affinityAuthority, type: 'ISO' } });

/** Somebody whose records are found to be of one person. */
export const jane: Demographics = { names: [{ family: 'Doe', given: 'Jane' }], birthDate: '19800101', sex: 'F' };

/** A registry that the manager tells: what it was sent, and whether and how it answers. */
export interface ToldRegistry {
  readonly sent: PatientIdentityFeedRequest[];
  answers: (request: PatientIdentityFeedRequest) => PatientIdentityFeedResponse | 'unreachable';
}

/** The PIX Manager without sockets, on a real database. */
export interface TestManager extends AsyncDisposable {
  readonly store: CrossReferenceStore;
  readonly database: OpenDatabase;
  readonly registry: ToldRegistry;
  feed(
    trigger: FeedTrigger,
    identifiers: readonly Identifier[],
    more?: Demographics & { readonly prior?: readonly Identifier[]; readonly from?: string },
  ): Promise<PatientIdentityFeedResponse>;
  query(identifier: Identifier, domains?: readonly AssigningAuthority[]): Promise<PixQueryResponse>;
  /** `NAMESPACE:id` of what a query for the identifier finds; its status when that is nothing. */
  found(identifier: Identifier): Promise<string[] | string>;
  /** Ends forwarding and begins it again on the same tables, as a restart does. */
  restart(): Promise<void>;
}

/** Opens one; dispose it when done. A registry that does not answer is tried again after `retryMs`. */
export async function aManager({ retryMs = 60_000 } = {}): Promise<TestManager> {
  const database = await testDatabase([tables]);
  const domains = patientDomains(affinityAuthority, [hospitalA, hospitalB]);
  const ids = { next: 0 };
  const newUUID = () => `urn:uuid:${String(++ids.next).padStart(8, '0')}-0000-4000-8000-000000000000`;
  const store = openCrossReferenceStore(database, newUUID);
  const registry: ToldRegistry = { sent: [], answers: feedAccepted };
  const begin = () =>
    startForwarder({
      outbox: store.outbox,
      peers: [{ peer: 'local:registry', call: async (request) => answerOf(registry, request) }],
      retryMs,
      log: createLogger({ level: 'silent' }),
    });
  const running: { forwarder: Forwarder } = { forwarder: begin() };
  const now = () => new Date('2025-06-01T08:00:00Z');
  const feed = patientIdentityFeed({
    store,
    domains,
    affinity: affinityAuthority,
    peers: ['local:registry'],
    forwarder: { deliver: (places) => running.forwarder.deliver(places) },
    now,
    newUUID,
  });
  const query = pixQuery({ store, domains });
  const header = aFeedMessage('A04', []).header;
  const ask = (identifier: Identifier, wanted: readonly AssigningAuthority[] = []) =>
    query({ header, queryTag: 'T1', identifier, domains: wanted }, aCall());
  return {
    store,
    database,
    registry,
    feed: (trigger, identifiers, { prior, from = 'ADT', ...demographics } = jane) => {
      const message = aFeedMessage(trigger, identifiers, prior);
      const patient = { names: jane.names!, ...demographics, identifiers };
      return feed({ ...message, header: { ...message.header, sendingApplication: from }, patient }, aCall());
    },
    query: ask,
    found: async (identifier) => {
      const { status, identifiers } = await ask(identifier);
      return status === 'OK' ? identifiers.map(({ id, authority }) => `${authority.namespace}:${id}`) : status;
    },
    restart: async () => {
      await running.forwarder[Symbol.asyncDispose]();
      running.forwarder = begin();
    },
    [Symbol.asyncDispose]: async () => {
      await running.forwarder[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

async function answerOf(registry: ToldRegistry, request: PatientIdentityFeedRequest) {
  const answer = registry.answers(request);
  if (answer === 'unreachable') throw new Unavailable('The registry is away.');
  registry.sent.push(request);
  return answer;
}
