import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { registryErrorsFrom } from '../../schemas/errors/registry-error.ts';
import type { RuleText, Violation } from '../../schemas/rule.ts';
import type {
  QueryRequest,
  ResultObject,
  StoredQueryResponse,
} from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { refuseStoredQuery } from '../../transactions/iti-18-registry-stored-query/refuse.ts';
import { policyFindings, type StoredQueryPolicy } from './query-policy.ts';
import { atHome } from './rendered.ts';
import { resultCount, resultSinglePatient, singlePatientQueries } from './selections/rules.ts';
import type { ReturnType, SelectedRow, Selection } from './selections/selection.ts';
import type { AnsweredQuery } from './selections/selections.ts';
import type { RegistryReader } from './store.ts';

/** Objects up to which an answer is held whole, some 1.6 MB of text; a larger one is sent while it is read. */
const heldRows = 200;

/** What answering queries needs. */
export interface StoredQueryService {
  readonly registry: Pick<RegistryReader, 'select' | 'compositeOf'>;
  readonly policy: StoredQueryPolicy;
  /** Written as `home` on every object of an answer when set. */
  readonly homeCommunityId?: string;
}

/** Answers ITI-18 and ITI-51 — ITI TF-2 3.18.4.1.3, 3.51.4.1.3: policy, selection, answer. */
export function registryStoredQuery(
  service: StoredQueryService,
): Handler<QueryRequest<AnsweredQuery>, StoredQueryResponse> {
  const { registry, policy, homeCommunityId } = service;
  return async ({ query, returnType }) => {
    if (query === undefined) throw new Error('a request that broke a rule of its transaction reached the registry');
    const refused = await policyFindings(policy, query, registry);
    if (refused.length > 0) return refuseStoredQuery(registryErrorsFrom(refused));
    const { mostResults: limit, referenceIdMatch = 'exact' } = policy;
    const options = { returnType: returnType as ReturnType, limit, heldRows, referenceIdMatch };
    const selection = await registry.select(query, options);
    if ('tooMany' in selection) {
      return refusal(resultCount, { at: query.name, found: `more than ${policy.mostResults} objects` });
    }
    const patients = options.returnType === 'LeafClass' ? patientsOf(query, selection) : 1;
    if (patients > 1) return refusal(resultSinglePatient, { at: query.name, found: `${patients} patients` });
    const objects =
      'stream' in selection ? arriving(selection.stream, homeCommunityId) : answered(selection.rows, homeCommunityId);
    return { status: 'Success', errors: [], objects };
  };
}

/** How many patients an answer is about, where the query may have only one. */
function patientsOf({ name }: AnsweredQuery, selection: Exclude<Selection, { tooMany: number }>): number {
  if (!singlePatientQueries.has(name)) return 1;
  if ('stream' in selection) return selection.patients;
  return new Set(selection.rows.filter((row) => row.kind !== 'Association').map((row) => row.patientId)).size;
}

function refusal(rule: RuleText, violation: Violation): StoredQueryResponse {
  return refuseStoredQuery(registryErrorsFrom([{ rule, violation }]));
}

/**
 * The objects as they are sent: completed one by one while the answer is written, as often as it is. The generator is no
 * inner function: V8 would keep each of those, and with it all rows, until its next full collection.
 */
function answered(rows: readonly SelectedRow[], homeCommunityId: string | undefined): Iterable<ResultObject> {
  return { [Symbol.iterator]: () => eachAnswer(rows, homeCommunityId) };
}

function* eachAnswer(
  rows: readonly SelectedRow[],
  homeCommunityId: string | undefined,
): Generator<ResultObject, void, undefined> {
  for (const row of rows) yield answer(row, homeCommunityId);
}

/** The same of objects that are still being read while the first are sent. */
async function* arriving(
  rows: AsyncIterable<SelectedRow>,
  homeCommunityId: string | undefined,
): AsyncGenerator<ResultObject, void, undefined> {
  for await (const row of rows) yield answer(row, homeCommunityId);
}

function answer({ entryUUID, ebrim }: SelectedRow, homeCommunityId: string | undefined): ResultObject {
  const home = homeCommunityId === undefined ? {} : { homeCommunityId };
  if (ebrim === undefined) return { kind: 'ObjectRef', entryUUID, ...home };
  return { kind: 'rendered', ebrim: homeCommunityId === undefined ? ebrim : atHome(ebrim, homeCommunityId) };
}
