import type { Actor, Host, RunningActor } from '../../runtime/host.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import { optionalityFor } from '../../schemas/metadata/optionality.ts';
import { onDemandSubmissionRules } from '../../schemas/metadata/rules/on-demand-submission-rules.ts';
import { submissionRules } from '../../schemas/metadata/rules/submission-rules.ts';
import { tf1 } from '../../schemas/spec-ref.ts';
import { patientIdentityFeed as feed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { registryStoredQuery as query } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { registerDocumentSet as register } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { registerOnDemandDocumentEntry as registerOnDemand } from '../../transactions/iti-61-register-on-demand-document-entry/transaction.ts';
import { removeMetadata as remove } from '../../transactions/iti-62-remove-metadata/transaction.ts';
import { type DocumentRegistryConfig, documentRegistryConfig } from './config.ts';
import { registryMigrations } from './migrations/migrations.ts';
import { patientIdentityFeed } from './patient-identity-feed.ts';
import { registerDocumentSet } from './register-document-set.ts';
import { registryStoredQuery } from './registry-stored-query.ts';
import { removeMetadata } from './remove-metadata.ts';
import { onDemandRegistryRules } from './rules/on-demand-rules.ts';
import { registryRules } from './rules/registry-rules.ts';
import { openRegistryStore } from './store.ts';

/** The Document Registry with ITI-8 as its feed — ITI TF-1 10.1.1.3. */
export const documentRegistry: Actor<DocumentRegistryConfig> = {
  name: 'document-registry',
  source: tf1('10.1.1.3'),
  ports: { http: 1, mllp: 2576 },
  config: documentRegistryConfig,
  serves: [feed, query, register, registerOnDemand, remove],
  calls: [],
  start,
};

async function start(config: DocumentRegistryConfig, host: Host): Promise<RunningActor> {
  const { assigningAuthority: authority, codeSets, homeCommunityId } = host.domain;
  const store = openRegistryStore(await host.database(registryMigrations), encodeRegistryObject);
  const rules = submissionRules({ column: optionalityFor('documentRepository'), codeSets });
  const onDemand = {
    rules: onDemandSubmissionRules({ column: optionalityFor('onDemandDocumentSource'), codeSets }),
    registryRules: onDemandRegistryRules,
  };
  const registering = { store, now: () => host.now(), newUUID: () => host.newUUID() };
  const home = homeCommunityId === undefined ? {} : { homeCommunityId };
  host
    .soap('/registry')
    .serve(register, registerDocumentSet({ ...registering, rules, registryRules }))
    .serve(registerOnDemand, registerDocumentSet({ ...registering, ...onDemand }))
    .serve(remove, removeMetadata({ store, removal: config.removal }))
    .serve(query, registryStoredQuery({ registry: store, policy: config, ...home }));
  host.mllp().serve(feed, patientIdentityFeed({ store, authority }));
  return { ready: () => store.ready(), [Symbol.asyncDispose]: async () => {} };
}
