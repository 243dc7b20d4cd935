import type { Actor, Host, RunningActor } from '../../runtime/host.ts';
import type { Database } from '../../runtime/sql/database.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import { tf1 } from '../../schemas/spec-ref.ts';
import { type CodedAttribute, type CodeSetEntry, hasCode } from '../../schemas/vocabulary/code-sets.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { retrieveDocumentSet } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import { registerOnDemandDocumentEntry } from '../../transactions/iti-61-register-on-demand-document-entry/transaction.ts';
import { type OnDemandDocumentSourceConfig, onDemandDocumentSourceConfig } from './config.ts';
import type { DocumentGenerator } from './document-generator.ts';
import { entriesResource } from './entries-resource.ts';
import { patientSummary } from './generators/patient-summary.ts';
import { entries } from './migrations/0001-entries.ts';
import { retrieveOnDemand } from './retrieve-document-set.ts';
import type { OnDemandSource } from './source.ts';
import { snapshotReferences } from './store/snapshots.ts';
import { onDemandStore } from './store.ts';

/** The On-Demand Document Source with the patient summary — ITI TF-1 10.1.1.7. */
export const onDemandDocumentSource: Actor<OnDemandDocumentSourceConfig> = onDemandDocumentSourceOf([patientSummary]);

/** An On-Demand Document Source that makes the documents of the given generators; the first is the default. */
export function onDemandDocumentSourceOf(
  generators: readonly DocumentGenerator[],
): Actor<OnDemandDocumentSourceConfig> {
  return {
    name: 'on-demand-document-source',
    source: tf1('10.1.1.7'),
    ports: { http: 11 },
    config: onDemandDocumentSourceConfig,
    serves: [retrieveDocumentSet],
    calls: [registerOnDemandDocumentEntry, registryStoredQuery, provideAndRegisterDocumentSet],
    scales: true,
    storage: {
      migrations: [entries],
      blobs: [{ name: 'snapshots', references: snapshotReferences }],
    },
    start: (config, host) => start(config, host, generators),
  };
}

async function start(
  config: OnDemandDocumentSourceConfig,
  host: Host,
  generators: readonly DocumentGenerator[],
): Promise<RunningActor> {
  checkCodes(config, host, generators);
  const database = await host.database([entries]);
  const blobs = await host.blobs('snapshots');
  const source: OnDemandSource = {
    config,
    generators: new Map(generators.map((generator) => [generator.name, generator])),
    store: onDemandStore(database, blobs),
    blobs,
    register: host.client(registerOnDemandDocumentEntry, config.registry),
    query: host.client(registryStoredQuery, config.registry),
    provide: host.client(provideAndRegisterDocumentSet, config.repository),
    now: () => host.now(),
    newUUID: () => host.newUUID(),
    log: host.log,
  };
  host.soap('/on-demand').serve(retrieveDocumentSet, retrieveOnDemand(source));
  host.route('/on-demand/entries', entriesResource('/on-demand/entries', source));
  const cleaning = dropStray(database, source);
  return {
    ready: async () => (await database.ready()) && (await blobs.ready()),
    [Symbol.asyncDispose]: () => cleaning,
  };
}

/** Beside the first requests: what a crash left is in nobody's way. What cannot be done now is done at the next start. */
async function dropStray(database: Database, { store, log }: OnDemandSource): Promise<void> {
  try {
    const dropped = await database.alone('stray snapshots', () => store.snapshots.dropStray());
    if (dropped !== undefined && dropped > 0) log.warn({ dropped }, 'documents of an interrupted request removed');
  } catch (error) {
    const level = error instanceof Unavailable ? 'warn' : 'error';
    log[level]({ reason: (error as Error).message }, 'documents of interrupted requests are left to the next start');
  }
}

/** A code outside the value sets would make the registry refuse every entry: better not to start. */
function checkCodes(
  { metadata }: OnDemandDocumentSourceConfig,
  { domain }: Host,
  generators: readonly DocumentGenerator[],
): void {
  const { languageCode, ...own } = metadata;
  const codes: [CodedAttribute, CodeSetEntry][] = [
    ...(Object.entries(own) as [CodedAttribute, CodeSetEntry][]),
    ...generators.flatMap(({ entry: { classCode, typeCode, formatCode } }): [CodedAttribute, CodeSetEntry][] => [
      ['classCode', classCode],
      ['typeCode', typeCode],
      ['formatCode', formatCode],
    ]),
  ];
  const wrong = codes.filter(([name, { code, codingScheme }]) => !hasCode(domain.codeSets, name, code, codingScheme));
  if (wrong.length === 0) return;
  const named = wrong.map(([name, { code, codingScheme }]) => `${name} ${code}^^${codingScheme}`);
  throw new Error(`on-demand-document-source: codes not in the value sets of the domain: ${named.join(', ')}`);
}
