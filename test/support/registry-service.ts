import { createHash, randomUUID } from 'node:crypto';
import { registryMigrations } from '../../actors/document-registry/migrations/migrations.ts';
import { registerDocumentSet } from '../../actors/document-registry/register-document-set.ts';
import { registryRules } from '../../actors/document-registry/rules/registry-rules.ts';
import { openRegistryStore, type RegistryStore } from '../../actors/document-registry/store.ts';
import { createLogger } from '../../runtime/log.ts';
import type { Call } from '../../runtime/soap/endpoint-types.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { Association, Submission } from '../../schemas/metadata/nouns.ts';
import { optionalityFor } from '../../schemas/metadata/optionality.ts';
import { submissionRules } from '../../schemas/metadata/rules/submission-rules.ts';
import type { AssociationTypeName } from '../../schemas/vocabulary/association-types.ts';
import { aDocumentEntry, aFolder, aPatientId, aSubmissionSet, hasMember } from './metadata.ts';
import { testDatabase } from './postgres.ts';
import { anAssociationOf, anotherPatientId } from './registry.ts';

/** A registry's store and ITI-42 handler on a schema of its own; `aPatientId` and `anotherPatientId` are known. */
export interface RegistryService {
  readonly store: RegistryStore;
  readonly database: OpenDatabase;
  /** The moment the registry believes it is; tests move it. */
  readonly clock: { now: Date };
  register(submission: Submission): Promise<RegistryResponse>;
  /** Everything registered, one sorted line each, ends and objects by name: `HasMember F -> a Approved`. */
  state(): Promise<string[]>;
}

/** A call nobody cancels, logged nowhere. */
export function aCall(): Call {
  return {
    messageId: `urn:uuid:${randomUUID()}`,
    caller: { address: '127.0.0.1' },
    signal: new AbortController().signal,
    log: createLogger({ level: 'silent' }),
  };
}

/** Opens one. Close `database` when done. */
export async function aRegistryService(): Promise<RegistryService> {
  const database = await testDatabase(registryMigrations);
  const store = openRegistryStore(database, encodeRegistryObject);
  await store.feed((patients) => patients.add([aPatientId, anotherPatientId]));
  const clock = { now: new Date('2025-06-01T08:00:00Z') };
  const handler = registerDocumentSet({
    registryRules,
    store,
    rules: submissionRules({ column: optionalityFor('documentRepository'), codeSets: { codes: {} } }),
    now: () => clock.now,
    newUUID: () => `urn:uuid:${randomUUID()}`,
  });
  return {
    store,
    database,
    clock,
    register: (submission) => handler({ submission }, aCall()),
    state: async () => (await database.query<{ line: string }>(stateText)).map(({ line }) => named(line)).sort(),
  };
}

const short = (status: string) => `split_part(${status}, ':', 7)`;
const stateText = `with association_line as (
  select a.*, reverse(split_part(reverse(a.type), ':', 1)) as name from association a
), named as (
  select o.entry_uuid, coalesce(o.unique_id, '(' || a.name || ')') as name
  from registry_object o left join association_line a on a.entry_uuid = o.entry_uuid
)
select 'DocumentEntry ' || unique_id || ' ' || ${short('availability_status')} as line from document_entry
union all select 'SubmissionSet ' || unique_id || ' ' || ${short('availability_status')} from submission_set
union all select 'Folder ' || unique_id || ' ' || ${short('availability_status')} || ' ' || last_update_time from folder
union all select a.name || ' ' || s.name || ' -> ' || t.name || ' ' || ${short('a.availability_status')}
from association_line a join named s on s.entry_uuid = a.source join named t on t.entry_uuid = a.target`;

/** The uniqueId of a thing with a name: an OID that `state` turns back into it. */
export function oidOf(name: string): string {
  return `1.2.${[...name].map((letter) => letter.charCodeAt(0)).join('.')}`;
}

function named(line: string): string {
  return line.replace(/\b1\.2((\.\d+)+)/g, (_, letters: string) =>
    String.fromCharCode(...letters.slice(1).split('.').map(Number)),
  );
}

/** The UUID of a thing with a name: the same in every test. */
export function uuidOf(name: string): `urn:uuid:${string}` {
  const h = createHash('sha1').update(name).digest('hex');
  return `urn:uuid:${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** What one message brings: things by name (see `oidOf`); the SubmissionSet links new entries and folders itself. */
export interface NamedSubmission {
  readonly set: string;
  readonly documents?: readonly string[];
  readonly folders?: readonly string[];
  readonly patientId?: string;
  readonly more?: readonly Association[];
}

/** The submission with UUIDs chosen by the sender, so that later ones can refer to it. */
export function aNamedSubmission(named: NamedSubmission): Submission {
  const { set: name, documents = [], folders = [], patientId = aPatientId, more = [] } = named;
  const set = aSubmissionSet({ entryUUID: uuidOf(name), uniqueId: oidOf(name), patientId });
  const documentEntries = documents.map((n) => aDocumentEntry({ entryUUID: uuidOf(n), uniqueId: oidOf(n), patientId }));
  const newFolders = folders.map((n) => aFolder({ entryUUID: uuidOf(n), uniqueId: oidOf(n), patientId }));
  return {
    submissionSets: [set],
    documentEntries,
    folders: newFolders,
    associations: [...[...documentEntries, ...newFolders].map((object) => hasMember(set, object)), ...more],
    objectRefs: [],
  };
}

/** A relationship or membership between named things. */
export function relates(source: string, type: AssociationTypeName, target: string): Association {
  return anAssociationOf(type, uuidOf(source), uuidOf(target));
}

/** A SubmissionSet's reference to a registered entry. */
export function refers(set: string, document: string): Association {
  return { ...relates(set, 'HasMember', document), submissionSetStatus: 'Reference' };
}

/** A Folder membership and the SubmissionSet's HasMember of it. */
export function files(set: string, folder: string, document: string): Association[] {
  const member = relates(folder, 'HasMember', document);
  return [member, anAssociationOf('HasMember', uuidOf(set), member.entryUUID)];
}
