import type { Actor, Host, RunningActor } from '../../runtime/host.ts';
import { tf1 } from '../../schemas/spec-ref.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { retrieveDocumentSet as retrieve } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import { removeDocuments as remove } from '../../transactions/iti-86-remove-documents/transaction.ts';
import { type DocumentRepositoryConfig, documentRepositoryConfig } from './config.ts';
import { blobsResource, documentsResource } from './documents-resource.ts';
import { repositoryMigrations } from './migrations/migrations.ts';
import { provideAndRegister } from './provide-and-register.ts';
import { registeredAmong } from './registered-among.ts';
import { removeDocuments } from './remove-documents.ts';
import type { Repository } from './repository.ts';
import { retrieveDocumentSet } from './retrieve-document-set.ts';
import { documentStore } from './store.ts';
import { documentReferences } from './store-listed.ts';
import { removalStore } from './store-removal.ts';
import { startSweeper } from './sweeper.ts';

/**
 * The Document Repository — ITI TF-1 10.1.1.3.
 *
 * RAD-68 has the action of ITI-41, so the one binding serves both. ITI-18 is called only to settle submissions that
 * the registry never answered.
 */
export const documentRepository: Actor<DocumentRepositoryConfig> = {
  name: 'document-repository',
  source: tf1('10.1.1.3'),
  ports: { http: 2 },
  config: documentRepositoryConfig,
  serves: [provideAndRegisterDocumentSet, retrieve, remove],
  calls: [registerDocumentSet, registryStoredQuery],
  scales: true,
  storage: {
    migrations: repositoryMigrations,
    blobs: [{ name: 'documents', references: documentReferences }],
  },
  start,
};

async function start(config: DocumentRepositoryConfig, host: Host): Promise<RunningActor> {
  const database = await host.database(repositoryMigrations);
  const blobs = await host.blobs('documents');
  const removals = removalStore(database, blobs);
  const query = host.client(registryStoredQuery, config.registry);
  const repository: Repository = {
    config,
    blobs,
    store: documentStore(database, blobs),
    register: host.client(registerDocumentSet, config.registry),
    registeredAmong: (uniqueIds) => registeredAmong({ query, config, uniqueIds }),
    now: () => host.now(),
    newUUID: () => host.newUUID(),
    log: host.log,
  };
  host
    .soap('/repository')
    .serve(provideAndRegisterDocumentSet, provideAndRegister(repository))
    .serve(retrieve, retrieveDocumentSet(repository))
    .serve(remove, removeDocuments({ removals, policy: config, now: () => host.now(), log: host.log }));
  const listed = { repositoryUniqueId: config.repositoryUniqueId, sql: database, blobs };
  host.route('/repository/documents', documentsResource(listed));
  host.route('/repository/blobs', blobsResource(listed));
  const sweeper = startSweeper(
    repository,
    () => removals.dropUnneeded(),
    (work) => database.alone('sweep', work),
  );
  return {
    ready: async () => (await database.ready()) && (await blobs.ready()),
    [Symbol.asyncDispose]: () => sweeper[Symbol.asyncDispose](),
  };
}
