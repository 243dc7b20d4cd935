import { registryMigrations } from '../../actors/document-registry/migrations/migrations.ts';
import type { SelectionOptions } from '../../actors/document-registry/selections/selection.ts';
import type {
  AnsweredQueries,
  AnsweredQuery,
  AnsweredQueryName,
} from '../../actors/document-registry/selections/selections.ts';
import { openRegistryStore, type RegistryStore } from '../../actors/document-registry/store.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import { encodeRegistryObject } from '../../schemas/ebrim/encode-object.ts';
import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import { testDatabase } from './postgres.ts';

/** A registry whose objects have names, asked stored queries that answer with those names. */
export interface NamedRegistry {
  readonly database: OpenDatabase;
  readonly store: RegistryStore;
  /** Registers objects for a patient; the keys name them in answers. */
  given(patientId: string, known: Readonly<Record<string, RegistryObject>>): Promise<void>;
  /** The names of the objects a query finds, sorted; LeafClass and ObjectRef must agree. */
  found<Q extends AnsweredQueryName>(
    name: Q,
    parameters: AnsweredQueries[Q],
    options?: Pick<SelectionOptions, 'referenceIdMatch'>,
  ): Promise<string[]>;
  /** The patients the found objects are shown under, sorted, each once. */
  shown<Q extends AnsweredQueryName>(name: Q, parameters: AnsweredQueries[Q]): Promise<string[]>;
}

/** Opens one on a schema of its own. Close `database` when done. */
export async function aNamedRegistry(): Promise<NamedRegistry> {
  const database = await testDatabase(registryMigrations);
  const store = openRegistryStore(database, encodeRegistryObject);
  const names = new Map<string, string>();
  const rowsOf = async (query: AnsweredQuery, options: Omit<SelectionOptions, 'limit'>) => {
    const answer = await store.select(query, { ...options, limit: 1000 });
    if (!('rows' in answer)) throw new Error('too many');
    return answer.rows;
  };
  return {
    database,
    store,
    async given(patientId, known) {
      for (const [name, object] of Object.entries(known)) names.set(object.entryUUID, name);
      const objects = Object.values(known).map((object) =>
        object.kind === 'Association' ? object : { ...object, patientId },
      );
      const uniqueIds = objects.flatMap((object) => (object.kind === 'Association' ? [] : (object.uniqueId ?? [])));
      await store.feed((patients) => patients.add([patientId]));
      await store.submit(async (writer) => {
        const view = await writer.view({ entryUUIDs: [], uniqueIds, patientIds: [] });
        await writer.insert(objects, patientId, view);
      });
    },
    async found(name, parameters, options = {}) {
      const query = { name, parameters } as AnsweredQuery;
      const [leaf, refs] = await Promise.all(
        (['LeafClass', 'ObjectRef'] as const).map(async (returnType) => {
          const rows = await rowsOf(query, { ...options, returnType });
          return rows.map(({ entryUUID }) => names.get(entryUUID) ?? entryUUID).sort();
        }),
      );
      if (leaf!.join() !== refs!.join()) throw new Error(`LeafClass gives ${leaf}, ObjectRef ${refs}`);
      return leaf!;
    },
    async shown(name, parameters) {
      const rows = await rowsOf({ name, parameters } as AnsweredQuery, { returnType: 'LeafClass' });
      return [...new Set(rows.map(({ patientId }) => patientId))].sort();
    },
  };
}

/** A patient id of the affinity domain. */
export const patientNamed = (name: string) => `${name}^^^&1.3.6.1.4.1.21367.13.20.1000&ISO`;
