import { decodeRegistered } from '../../actors/document-registry/registered-object.ts';
import { reindexPortion, textTables } from '../../actors/document-registry/store/reindex.ts';
import { querySchema } from '../../schemas/xsd/query.ts';
import { openOwnSchemas, openSchema, type Schema, schemasPresent, xdsBodies } from '../support/xsd.ts';
import { answerDifferences, learnChosen, objectDifferences } from './compare.ts';
import { broken } from './invariants.ts';
import { type Answer, answer } from './model/answer.ts';
import { perform } from './model/perform.ts';
import { emptyRegistry, type Registry } from './model/registry.ts';
import { Names } from './names.ts';
import type { Call, Question, Step } from './operation.ts';
import { type GivenAnswer, openRegistryUnderTest, type RegistryUnderTest } from './registry-under-test.ts';
import { digestOf, objectsOf, type Snapshot, snapshotReader } from './snapshot.ts';
import { createTurns, type Turns } from './turns.ts';

/** The registry did something else than the model, or left something broken. */
export class Deviation extends Error {
  readonly findings: readonly string[];
  constructor(findings: readonly string[]) {
    super(findings.slice(0, 20).join('\n'));
    this.findings = findings;
  }
}

/** A registry and its model, side by side. */
export interface Play extends AsyncDisposable {
  /** What the model holds now. */
  readonly registry: Registry;
  /** Begins anew with nothing but these patients. */
  restart(patientIds: readonly string[]): Promise<void>;
  /**
   * Takes a step with both and compares: answers, what is kept, and the invariants. Gives the codes that each call was
   * refused with; throws Deviation.
   */
  take(step: Step): Promise<readonly (readonly string[])[]>;
  /** Has the columns made anew from the texts: nothing may change. Throws Deviation. */
  reindex(): Promise<void>;
}

/** Opens both; `url` is of a PostgreSQL. */
export async function openPlay(url: string): Promise<Play> {
  const turns = createTurns();
  const schema = schemasPresent ? openSchema(xdsBodies) : openOwnSchemas([querySchema]);
  const service = await openRegistryUnderTest({ url, between: turns.between });
  const read = snapshotReader(service.database);
  let names = new Names();
  let registry = emptyRegistry([]);
  let last = await read();
  return {
    get registry() {
      return registry;
    },
    async restart(patientIds) {
      await service.clear(patientIds);
      names = new Names();
      registry = emptyRegistry(patientIds);
      last = await read();
    },
    async take(step) {
      service.setTime(step.time);
      const results = await resultsOf({ service, turns, names }, step);
      const snapshot = await read();
      const explained = explain({ step, results, registry, names, snapshot });
      const findings = [...explained.differences, ...broken(snapshot), ...objections(schema, results)];
      if (changesNothing(results) && digestOf(snapshot) !== digestOf(last))
        findings.push('a refusal changed something');
      if (findings.length > 0) throw new Deviation(findings);
      ({ registry, names } = explained);
      last = snapshot;
      return results.map(({ codes }) => codes);
    },
    async reindex() {
      for (const table of textTables) {
        const request = { table, from: undefined, limit: 10_000, read: decodeRegistered };
        const { changed, unreadable } = await reindexPortion(service.database, request);
        if (changed + unreadable.length > 0) throw new Deviation([`reindexing changes ${changed} rows of ${table}`]);
      }
    },
    [Symbol.asyncDispose]: async () => {
      schema[Symbol.dispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

/** What the schema of the messages says of the answers. */
function objections(schema: Schema, results: readonly Result[]): string[] {
  return results.flatMap(({ answer: given }) => {
    if (given === undefined) return [];
    const [body] = /<query:AdhocQueryResponse.*<\/query:AdhocQueryResponse>/s.exec(given.envelope) ?? ['<none/>'];
    return schema.objections(body).map((objection) => `the answer is not schema-valid: ${objection}`);
  });
}

/** What a call came to: the codes it was refused with, or an answer. */
type Result = { readonly codes: readonly string[]; readonly answer?: GivenAnswer };

function changesNothing(results: readonly Result[]): boolean {
  return results.every((result) => result.codes.length > 0 || result.answer !== undefined);
}

async function resultsOf(
  { service, turns, names }: { service: RegistryUnderTest; turns: Turns; names: Names },
  { calls, schedule }: Step,
): Promise<Result[]> {
  const started = calls.map((call) => async (): Promise<Result> => {
    if (call.does !== 'ask') return { codes: await service.perform(call, names) };
    const given = await service.ask(call, names);
    return { codes: given.codes, answer: given };
  });
  const [only] = started;
  const settled = started.length === 1 ? await Promise.allSettled([only!()]) : await turns.together(started, schedule);
  return settled.map((one, i) => {
    if (one.status === 'fulfilled') return one.value;
    throw new Deviation([`${calls[i]!.does} got no answer: ${(one.reason as Error).message}`]);
  });
}

/** What was seen of a step. */
interface Seen {
  readonly step: Step;
  readonly results: readonly Result[];
  readonly registry: Registry;
  readonly names: Names;
  readonly snapshot: Snapshot;
}

interface Explanation {
  readonly registry: Registry;
  readonly names: Names;
  readonly differences: readonly string[];
}

/** Calls at the same time come to what they would one after another in some order; the order that fits best is taken. */
function explain(seen: Seen): Explanation {
  let best: Explanation | undefined;
  for (const order of orders(seen.step.calls.length)) {
    const explanation = inOrder(seen, order);
    if (best === undefined || explanation.differences.length < best.differences.length) best = explanation;
    if (best.differences.length === 0) break;
  }
  return best!;
}

function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, i) => [...order.slice(0, i), count - 1, ...order.slice(i)]),
  );
}

function inOrder(
  { step, results, registry: before, names: known, snapshot }: Seen,
  order: readonly number[],
): Explanation {
  const differences: string[] = [];
  const answers: { question: Question; expected: Answer; given: GivenAnswer }[] = [];
  const chosen: string[] = [];
  let registry = before;
  for (const i of order) {
    const call = step.calls[i]!;
    const result = results[i]!;
    if (call.does === 'ask') {
      answers.push({ question: call, expected: answer(registry, call), given: result.answer! });
      continue;
    }
    const outcome = perform(registry, call, step.time);
    if (outcome.codes.join() !== result.codes.join())
      differences.push(`${described(call)} is refused with [${result.codes}], expected [${outcome.codes}]`);
    registry = outcome.registry;
    chosen.push(...outcome.chosen);
  }
  const names = known.copy();
  const kept = objectsOf(snapshot);
  learnChosen(names, registry, chosen, kept);
  differences.push(...objectDifferences(registry.objects.values(), kept, names));
  differences.push(...patientDifferences(registry, snapshot));
  for (const { question, expected, given } of answers)
    differences.push(...answerDifferences(question, expected, given, names));
  return { registry, names, differences };
}

function* patientDifferences({ patients }: Registry, snapshot: Snapshot): Iterable<string> {
  const kept = new Map(snapshot.patients.map((row) => [row.patient_id, row.surviving_id]));
  for (const id of new Set([...patients.keys(), ...kept.keys()] as string[]))
    if (patients.get(id) !== kept.get(id)) yield `${id} is ${kept.get(id)} now, expected ${patients.get(id)}`;
}

/** A call in a few words. */
export function described(call: Call): string {
  return call.does === 'update' || call.does === 'register'
    ? `${call.does} ${call.submission.submissionSets[0]?.entryUUID}`
    : call.does;
}
