import { randomUUID } from 'node:crypto';
import { decodeRegistered } from '../../actors/document-registry/registered-object.ts';
import {
  type RestrictedUpdatePolicy,
  restrictedUpdateDocumentSet,
} from '../../actors/document-registry/restricted-update-document-set.ts';
import type { ErrorCodeSource } from '../../actors/document-registry/update/error-codes.ts';
import { operationNames } from '../../actors/document-registry/update/operation.ts';
import { type UpdatePolicy, updateDocumentSet } from '../../actors/document-registry/update-document-set.ts';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { Association, DocumentEntry, RegistryObject, Submission } from '../../schemas/metadata/nouns.ts';
import { aCall, aRegistryService, type RegistryService, uuidOf } from './registry-service.ts';

/** A registry that also takes updates. */
export interface UpdateService extends RegistryService {
  /** ITI-57. */
  update(submission: Submission): Promise<RegistryResponse>;
  /** ITI-92. */
  restrictedUpdate(submission: Submission): Promise<RegistryResponse>;
  /** The versions of a named entry as they are kept, oldest first. */
  entriesOf(name: string): Promise<DocumentEntry[]>;
  /** Every association as it is kept. */
  associations(): Promise<Association[]>;
  /** Forgets every object; patients stay known. */
  clear(): Promise<void>;
  /** Versions, one sorted line each: `a 2 Approved latest`. */
  versions(): Promise<string[]>;
}

/** What a registry with updates is set to; defaults as in the product. */
export interface UpdateSettings extends Partial<UpdatePolicy>, Partial<RestrictedUpdatePolicy> {
  readonly errorCodes?: ErrorCodeSource;
}

/** Opens one. Close `database` when done. */
export async function anUpdateService(settings: UpdateSettings = {}): Promise<UpdateService> {
  const service = await aRegistryService();
  const updating = {
    store: service.store,
    codeSets: { codes: {} },
    now: () => service.clock.now,
    newUUID: () => `urn:uuid:${randomUUID()}` as const,
    errorCodes: settings.errorCodes ?? 'standard',
  };
  const { updateOperations = operationNames, keptAttributes = [], statusAfterUpdate = 'Approved' } = settings;
  const update = updateDocumentSet(updating, { updateOperations });
  const restricted = restrictedUpdateDocumentSet(updating, { keptAttributes, statusAfterUpdate });
  return {
    ...service,
    update: (submission) => update({ submission }, aCall()),
    restrictedUpdate: (submission) => restricted({ submission }, aCall()),
    entriesOf: async (name) => {
      const kept = await keptObjects(
        service,
        `select ebrim from document_entry where logical_id = '${uuidOf(name).slice('urn:uuid:'.length)}' order by version`,
      );
      return kept.filter((object) => object.kind === 'DocumentEntry');
    },
    associations: async () => {
      const kept = await keptObjects(service, 'select ebrim from association');
      return kept.filter((object) => object.kind === 'Association');
    },
    clear: async () => {
      for (const table of ['registry_object', 'document_entry', 'submission_set', 'folder', 'association'])
        await service.database.query(`delete from ${table}`);
    },
    versions: async () => {
      const rows = await service.database.query<{
        unique_id: string;
        version: number;
        status: string;
        latest: boolean;
      }>(versionsText);
      return rows
        .map((row) => `${nameOf(row.unique_id)} ${row.version} ${row.status}${row.latest ? ' latest' : ''}`)
        .sort();
    },
  };
}

async function keptObjects({ database }: RegistryService, text: string): Promise<RegistryObject[]> {
  const rows = await database.query<{ ebrim: string }>(text);
  return rows.map(({ ebrim }) => decodeRegistered(ebrim));
}

const versionsText = ['document_entry', 'folder']
  .map((table) => `select unique_id, version, split_part(availability_status, ':', 7) as status, latest from ${table}`)
  .join(' union all ');

function nameOf(oid: string): string {
  return String.fromCharCode(...oid.split('.').slice(2).map(Number));
}
