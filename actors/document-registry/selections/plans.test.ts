import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../../../runtime/sql/database.ts';
import type { OpenDatabase } from '../../../runtime/sql/postgres.ts';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { testDatabase } from '../../../test/support/postgres.ts';
import { registryMigrations } from '../migrations/migrations.ts';
import { type AnsweredQueries, type AnsweredQueryName, selections, selectStoredQuery } from './selections.ts';

const patientId = '1^^^&1.3.6.1.4.1.21367.13.20.1000&ISO';
const status = [availabilityStatuses.Approved];
const uuid = ['urn:uuid:00000000-0000-4000-8000-000000000000'];
const byIds = [{ entryUUID: uuid }, { uniqueId: ['1.2.3'] }, { logicalID: uuid }];
const byId = [{ entryUUID: uuid[0]! }, { uniqueId: '1.2.3' }];

const patientIds = { patientId: [patientId, '2'] };
const codes = ['a^^b'];

/** Each stored query with every way to name what it starts from. */
const asked: { readonly [Q in AnsweredQueryName]: readonly AnsweredQueries[Q][] } = {
  FindDocuments: [{ patientId, status }],
  FindSubmissionSets: [{ patientId, status }],
  FindFolders: [{ patientId, status }],
  GetAll: [{ patientId, documentEntryStatus: status, submissionSetStatus: status, folderStatus: status }],
  GetDocuments: byIds,
  GetFolders: byIds,
  GetAssociations: [{ uuid }],
  GetDocumentsAndAssociations: byIds,
  GetSubmissionSets: [{ uuid }],
  GetSubmissionSetAndContents: byId,
  GetFolderAndContents: byId,
  GetFoldersForDocument: byId,
  GetRelatedDocuments: byId.map((id) => ({ ...id, associationTypes: [associationTypes.RPLC] })),
  FindDocumentsByReferenceId: [{ patientId, status, referenceIdList: [codes] }],
  FindDocumentsExclude: [{ patientId, status, classCodeExclude: codes }],
  FindDocumentsForMultiplePatients: [
    patientIds,
    { eventCodeList: [codes] },
    { classCode: codes, creationTimeFrom: '2024' },
    { healthcareFacilityTypeCode: codes },
  ].map((by) => ({ status, ...by })),
  FindFoldersForMultiplePatients: [patientIds, { codeList: [codes] }].map((by) => ({ status, ...by })),
  FindDocumentsByReferenceIdForMultiplePatients: [patientIds, {}].map((by) => ({
    status,
    referenceIdList: [codes],
    ...by,
  })),
};

const cases = (Object.keys(selections) as AnsweredQueryName[]).flatMap((name) =>
  asked[name].flatMap((parameters) =>
    (['LeafClass', 'ObjectRef'] as const).map((returnType) => ({ name, parameters, returnType })),
  ),
);

/** A plan is kept from when the tables were young: it must not be one that reads a table from end to end. */
describe('the plan of a stored query', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await testDatabase(registryMigrations);
  });
  afterAll(() => database?.close());

  it.each(cases)('$name as $returnType by $parameters goes by index', async ({ name, parameters, returnType }) => {
    const plan = await database.transaction(async (sql) => {
      const sent: { name: string; values: readonly unknown[] }[] = [];
      const noting: Sql = {
        query: (text, values, name) => {
          sent.push({ name: name ?? '', values: values ?? [] });
          return sql.query(text, values, name);
        },
      };
      await selectStoredQuery(noting, { name, parameters }, { returnType, limit: 10 });
      const lines = await Promise.all(
        sent.map(({ name, values }) => sql.query(`explain (costs off) execute "${name}"(${values.map(literal)})`)),
      );
      return lines.flat().map((line) => String(line['QUERY PLAN']));
    });
    expect(plan.join('\n')).toMatch(/Index/);
    expect(plan.filter((step) => /Seq Scan|Hash Join|Merge Join/.test(step))).toEqual([]);
  });
});

function literal(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? `'{${value.join()}}'` : `'${String(value)}'`;
}
