import type { Command } from 'commander';
import { PlanRefused, planRemoval, type RemovalPlan } from '../../actors/document-administrator/plan-removal.ts';
import {
  type DocumentRemoval,
  type RemovalPeers,
  removePlannedDocuments,
  removePlannedMetadata,
} from '../../actors/document-administrator/remove-planned.ts';
import { firstText, type RegistryObject } from '../../schemas/metadata/nouns.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { removeMetadata } from '../../transactions/iti-62-remove-metadata/transaction.ts';
import { removeDocuments } from '../../transactions/iti-86-remove-documents/transaction.ts';
import { failOnErrors } from '../answers.ts';
import { repositoryEndpoint } from '../consume.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { withDomainOptions } from '../options.ts';
import { printJson, printTable } from '../output.ts';
import { type Session, withSession } from '../session.ts';

interface RemoveOptions extends DomainOptions {
  readonly entry: readonly string[];
  readonly metadataOnly?: boolean;
  readonly documentsOnly?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Adds `remove`. */
export function addRemove(program: Command): void {
  withDomainOptions(program.command('remove'))
    .description('Remove documents for good: their metadata (ITI-62), then their content (ITI-86).')
    .requiredOption('--entry <id...>', 'entryUUID or uniqueId of the documents')
    .option('--metadata-only', 'leave the content in the repository')
    .option('--documents-only', 'leave the metadata in the registry')
    .option('--dry-run', 'only tell what would be removed')
    .option('--json', 'print JSON')
    .action(remove);
}

async function remove(options: RemoveOptions): Promise<void> {
  const { metadataOnly = false, documentsOnly = false, dryRun = false, json = false } = options;
  if (metadataOnly && documentsOnly) throw new CommandError('Name either --metadata-only or --documents-only.');
  await withSession(options, async (session) => {
    const peers = peersOf(session);
    const plan = await planFor(peers, options.entry);
    const objects = documentsOnly ? [] : plan.objects;
    if (dryRun) return print({ objects, documents: metadataOnly ? [] : planned(plan), done: false, json });
    if (!documentsOnly) failOnErrors(await removePlannedMetadata(peers, plan));
    const documents = metadataOnly ? [] : await removePlannedDocuments(peers, plan, { unlessNeeded: !documentsOnly });
    print({ objects, documents, done: true, json });
    failOnDocuments(documents);
  });
}

function peersOf({ domain, peers }: Session): RemovalPeers {
  const registry = (transaction: string) => domain.endpoint('document-registry', transaction).url;
  return {
    query: peers.call(registryStoredQuery, registry(registryStoredQuery.id)),
    removeMetadata: peers.call(removeMetadata, registry(removeMetadata.id)),
    repository: (repositoryUniqueId) => {
      const endpoint = repositoryEndpoint(domain, repositoryUniqueId, removeDocuments.id);
      return endpoint && peers.call(removeDocuments, endpoint.url);
    },
  };
}

async function planFor({ query }: RemovalPeers, ids: readonly string[]): Promise<RemovalPlan> {
  try {
    const plan = await planRemoval(query, ids);
    const known = new Set(plan.entries.flatMap(({ entryUUID, uniqueId = '' }) => [entryUUID, uniqueId]));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length === 0) return plan;
    throw new CommandError(
      `Nothing is registered as ${unknown.join(', ')}; nothing was removed.`,
      exitCodes.nothingFound,
    );
  } catch (error) {
    if (error instanceof PlanRefused) throw new CommandError(error.message, exitCodes.refused);
    throw error;
  }
}

type Told = Omit<DocumentRemoval, 'outcome'> & { readonly outcome: DocumentRemoval['outcome'] | 'planned' };

function planned({ documents }: RemovalPlan): Told[] {
  return documents.map((document) => ({ document, outcome: 'planned', reasons: [] }));
}

interface Report {
  readonly objects: readonly RegistryObject[];
  readonly documents: readonly Told[];
  readonly done: boolean;
  readonly json: boolean;
}

function print({ objects, documents, done, json }: Report): void {
  const outcome = done ? 'removed' : 'planned';
  if (json) {
    const told = objects.map(({ kind, entryUUID }) => ({ kind, entryUUID, outcome }));
    printJson({ objects: told, documents: documents.map(({ document, ...rest }) => ({ ...document, ...rest })) });
    return;
  }
  printTable(
    ['what', 'id', '', 'outcome'],
    [
      ...objects.map((object) => [object.kind, object.entryUUID, nameOf(object), outcome]),
      ...documents.map(({ document, outcome: own, reasons }) => [
        'document',
        document.documentUniqueId,
        `in ${document.repositoryUniqueId}`,
        [own === 'needed' ? 'kept: another entry needs it' : own, ...reasons].join(': '),
      ]),
    ],
  );
}

function nameOf(object: RegistryObject): string {
  if (object.kind !== 'Association') return firstText(object.title) || (object.uniqueId ?? '');
  return `${object.type.split(':').at(-1)} ${object.source} -> ${object.target}`;
}

function failOnDocuments(documents: readonly DocumentRemoval[]): void {
  const failed = documents.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return;
  const code = failed.length === documents.length ? exitCodes.refused : exitCodes.partial;
  throw new CommandError(`${failed.length} of ${documents.length} documents were not removed.`, code);
}
