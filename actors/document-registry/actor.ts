import type { Actor, Host, RunningActor } from '../../runtime/host.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import { optionalityFor } from '../../schemas/metadata/optionality.ts';
import { onDemandSubmissionRules } from '../../schemas/metadata/rules/on-demand-submission-rules.ts';
import { submissionRules } from '../../schemas/metadata/rules/submission-rules.ts';
import { tf1 } from '../../schemas/spec-ref.ts';
import { patientIdentityFeed as feed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import {
  registryStoredQuery as query,
  registryStoredQueryRead,
} from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { registerDocumentSet as register } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import {
  patientIdentityFeedV3 as feedV3,
  patientRegistryDuplicatesResolved,
  patientRegistryRecordAdded,
  patientRegistryRecordRevised,
} from '../../transactions/iti-44-patient-identity-feed-hl7v3/transaction.ts';
import {
  multiPatientStoredQuery as multiPatientQuery,
  multiPatientStoredQueryRead,
} from '../../transactions/iti-51-multi-patient-stored-query/transaction.ts';
import { updateDocumentSet as update } from '../../transactions/iti-57-update-document-set/transaction.ts';
import { registerOnDemandDocumentEntry as registerOnDemand } from '../../transactions/iti-61-register-on-demand-document-entry/transaction.ts';
import { removeMetadata as remove } from '../../transactions/iti-62-remove-metadata/transaction.ts';
import { notifyXadPidLinkChange } from '../../transactions/iti-64-notify-xad-pid-link-change/transaction.ts';
import { restrictedUpdateDocumentSet as restrictedUpdate } from '../../transactions/iti-92-restricted-update-document-set/transaction.ts';
import { type DocumentRegistryConfig, documentRegistryConfig } from './config.ts';
import { contentsResource, incompleteResource } from './contents-resource.ts';
import { changeLink } from './link-change.ts';
import { registryMigrations } from './migrations/migrations.ts';
import { patientIdentityFeed } from './patient-identity-feed.ts';
import { patientIdentityFeedHl7v3 } from './patient-identity-feed-hl7v3.ts';
import { registerDocumentSet } from './register-document-set.ts';
import { registryStoredQuery } from './registry-stored-query.ts';
import { reindexResource } from './reindex-resource.ts';
import { removeMetadata } from './remove-metadata.ts';
import { restrictedUpdateDocumentSet } from './restricted-update-document-set.ts';
import { onDemandRegistryRules } from './rules/on-demand-rules.ts';
import { registryRules } from './rules/registry-rules.ts';
import { openRegistryStore } from './store.ts';
import { updateDocumentSet } from './update-document-set.ts';

/** The Document Registry with ITI-8 as its feed — ITI TF-1 10.1.1.3. */
export const documentRegistry: Actor<DocumentRegistryConfig> = {
  name: 'document-registry',
  source: tf1('10.1.1.3'),
  ports: { http: 1, mllp: 2576 },
  config: documentRegistryConfig,
  serves: [
    feed,
    ...feedV3,
    notifyXadPidLinkChange,
    query,
    multiPatientQuery,
    register,
    registerOnDemand,
    update,
    restrictedUpdate,
    remove,
  ],
  calls: [],
  scales: true,
  storage: { migrations: registryMigrations, blobs: [] },
  start,
};

async function start(config: DocumentRegistryConfig, host: Host): Promise<RunningActor> {
  const { assigningAuthority: authority, codeSets, homeCommunityId } = host.domain;
  const database = await host.database(registryMigrations);
  const store = openRegistryStore(database, encodeRegistryObject);
  const rules = submissionRules({ column: optionalityFor('documentRepository'), codeSets });
  const onDemand = {
    rules: onDemandSubmissionRules({ column: optionalityFor('onDemandDocumentSource'), codeSets }),
    registryRules: onDemandRegistryRules,
  };
  const registering = { store, now: () => host.now(), newUUID: () => host.newUUID() };
  const updating = { ...registering, codeSets, errorCodes: config.updateErrorCodes };
  const reading = { lenientValues: config.lenientQueryValues, strictNames: config.unknownQueryNames === 'refuse' };
  const home = homeCommunityId === undefined ? {} : { homeCommunityId };
  const recordFeedV3 = patientIdentityFeedHl7v3({ store, authority, now: () => host.now() });
  const answerQuery = registryStoredQuery({ registry: store, policy: config, ...home });
  host
    .soap('/registry')
    .serve(register, registerDocumentSet({ ...registering, rules, registryRules }))
    .serve(registerOnDemand, registerDocumentSet({ ...registering, ...onDemand }))
    .serve(update, updateDocumentSet(updating, config))
    .serve(restrictedUpdate, restrictedUpdateDocumentSet(updating, config))
    .serve(remove, removeMetadata({ store, removal: config.removal }))
    .serve(patientRegistryRecordAdded, recordFeedV3)
    .serve(patientRegistryRecordRevised, recordFeedV3)
    .serve(patientRegistryDuplicatesResolved, recordFeedV3)
    .serve(registryStoredQueryRead(reading), answerQuery)
    .serve(multiPatientStoredQueryRead(reading), answerQuery);
  host.route('/registry/contents', contentsResource(database));
  host.route('/registry/reindex', reindexResource(database));
  host.route('/registry/incomplete', incompleteResource(database));
  host
    .mllp()
    .serve(feed, patientIdentityFeed({ store, authority }))
    .serve(notifyXadPidLinkChange, changeLink({ ...registering, authority, policy: config.linkChange }));
  return { ready: () => store.ready(), [Symbol.asyncDispose]: async () => {} };
}
