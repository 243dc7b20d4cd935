import type { Actor, Host, RunningActor } from '../../runtime/host.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import { optionalityFor } from '../../schemas/metadata/optionality.ts';
import { submissionRules } from '../../schemas/metadata/rules/submission-rules.ts';
import { tf1 } from '../../schemas/spec-ref.ts';
import { patientIdentityFeed as feed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { registryStoredQuery as query } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { registerDocumentSet as register } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { type DocumentRegistryConfig, documentRegistryConfig } from './config.ts';
import { registryMigrations } from './migrations/migrations.ts';
import { patientIdentityFeed } from './patient-identity-feed.ts';
import { registerDocumentSet } from './register-document-set.ts';
import { registryStoredQuery } from './registry-stored-query.ts';
import { registryRules } from './rules/registry-rules.ts';
import { openRegistryStore } from './store.ts';

/** The Document Registry with ITI-8 as its feed — ITI TF-1 10.1.1.3. */
export const documentRegistry: Actor<DocumentRegistryConfig> = {
  name: 'document-registry',
  source: tf1('10.1.1.3'),
  ports: { http: 1, mllp: 2576 },
  config: documentRegistryConfig,
  serves: [feed, query, register],
  calls: [],
  start,
};

async function start(config: DocumentRegistryConfig, host: Host): Promise<RunningActor> {
  const { assigningAuthority: authority, codeSets, homeCommunityId } = host.domain;
  const store = openRegistryStore(await host.database(registryMigrations), encodeRegistryObject);
  const rules = submissionRules({ column: optionalityFor('documentRepository'), codeSets });
  const home = homeCommunityId === undefined ? {} : { homeCommunityId };
  host
    .soap('/registry')
    .serve(
      register,
      registerDocumentSet({ store, rules, registryRules, now: () => host.now(), newUUID: () => host.newUUID() }),
    )
    .serve(query, registryStoredQuery({ registry: store, policy: config, ...home }));
  host.mllp().serve(feed, patientIdentityFeed({ store, authority }));
  return { ready: () => store.ready(), [Symbol.asyncDispose]: async () => {} };
}
