import type { Actor, Host, RunningActor } from '../../runtime/host.ts';
import { tf1 } from '../../schemas/spec-ref.ts';
import { patientIdentityFeed as feed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { pixQuery as query } from '../../transactions/iti-9-pix-query/transaction.ts';
import { type CrossReferenceConfig, crossReferenceConfig } from './config.ts';
import { patientDomains } from './domains.ts';
import { startForwarder } from './forward.ts';
import { tables } from './migrations/0001-tables.ts';
import { patientIdentityFeed } from './patient-identity-feed.ts';
import { patientsResource } from './patients-resource.ts';
import { pixQuery } from './pix-query.ts';
import { openCrossReferenceStore } from './store.ts';

/** The Patient Identifier Cross-reference Manager — ITI TF-1 5.1. */
export const patientIdentifierCrossReferenceManager: Actor<CrossReferenceConfig> = {
  name: 'patient-identifier-cross-reference-manager',
  source: tf1('5.1'),
  ports: { http: 5, mllp: 2575 },
  config: crossReferenceConfig,
  serves: [feed, query],
  calls: [feed],
  storage: { migrations: [tables], blobs: [] },
  start,
};

async function start(config: CrossReferenceConfig, host: Host): Promise<RunningActor> {
  const affinity = host.domain.assigningAuthority;
  const domains = patientDomains(affinity, config.domains);
  const newUUID = () => host.newUUID();
  const registries = [...new Set(config.feedTo)];
  const store = openCrossReferenceStore(await host.database([tables]), newUUID);
  const forwarder = startForwarder({
    outbox: store.outbox,
    peers: registries.map((peer) => ({ peer, call: host.client(feed, peer) })),
    retryMs: config.retrySeconds * 1000,
    log: host.log,
  });
  const settings = { store, domains, affinity, forwarder, peers: registries, now: () => host.now(), newUUID };
  host.mllp().serve(feed, patientIdentityFeed(settings)).serve(query, pixQuery({ store, domains }));
  host.route('/pix/patients', patientsResource(store, domains));
  return { ready: () => store.ready(), [Symbol.asyncDispose]: () => forwarder[Symbol.asyncDispose]() };
}
