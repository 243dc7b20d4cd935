import { isDeepStrictEqual } from 'node:util';
import type { ObjectRef, RegistryObject } from '../../schemas/metadata/nouns.ts';
import type { Answer } from './model/answer.ts';
import type { Registry } from './model/registry.ts';
import { type Names, withIds } from './names.ts';
import type { Question } from './operation.ts';
import type { GivenAnswer } from './registry-under-test.ts';

/**
 * Learns which entryUUIDs the registry gave to what it was left to name: an object nobody has a name for yet is the one the
 * model expects if its kind, ends, uniqueId, logicalID and version fit. What is found makes the ends of others known.
 */
export function learnChosen(names: Names, registry: Registry, chosen: readonly string[], kept: RegistryObject[]): void {
  let expected = chosen.flatMap((name) => registry.objects.get(name) ?? []);
  let unknown = kept.filter(({ entryUUID }) => names.nameOf(entryUUID) === undefined);
  for (let found = true; found; ) {
    found = false;
    for (const object of expected) {
      const fitting = unknown.find((other) =>
        fits(
          object,
          withIds(other, (id) => names.nameOf(id) ?? id),
        ),
      );
      if (fitting === undefined) continue;
      names.bind(object.entryUUID, fitting.entryUUID);
      expected = expected.filter((other) => other !== object);
      unknown = unknown.filter((other) => other !== fitting);
      found = true;
    }
  }
}

function fits(expected: RegistryObject, other: RegistryObject): boolean {
  if (expected.kind !== other.kind || expected.version !== other.version) return false;
  if (expected.kind === 'Association' && other.kind === 'Association')
    return expected.type === other.type && expected.source === other.source && expected.target === other.target;
  if (expected.kind === 'Association' || other.kind === 'Association') return false;
  if (expected.logicalID !== expected.entryUUID && expected.logicalID !== other.logicalID) return false;
  return expected.uniqueId === undefined
    ? sourceIdOf(expected) === sourceIdOf(other)
    : expected.uniqueId === other.uniqueId;
}

function sourceIdOf(object: RegistryObject): string | undefined {
  return object.kind === 'SubmissionSet' ? object.sourceId : undefined;
}

/** Where objects that are kept or answered differ from what the model expects, one sentence each. */
export function objectDifferences(
  expected: Iterable<RegistryObject>,
  given: readonly RegistryObject[],
  names: Names,
): string[] {
  const differences: string[] = [];
  const left = new Map(given.map((object) => [object.entryUUID, object]));
  if (left.size < given.length) differences.push('an object is there twice');
  for (const object of expected) {
    const id = names.idOf(object.entryUUID);
    const found = left.get(id);
    left.delete(id);
    if (found === undefined) differences.push(`${object.entryUUID} is missing`);
    else
      differences.push(
        ...attributeDifferences(
          object,
          withIds(found, (other) => names.nameOf(other) ?? other),
        ),
      );
  }
  for (const [id, object] of left)
    differences.push(
      `${names.nameOf(id) ?? described(withIds(object, (other) => names.nameOf(other) ?? other))} should not be there`,
    );
  return differences;
}

function described(object: RegistryObject): string {
  const ends = object.kind === 'Association' ? ` ${object.type} ${object.source} -> ${object.target}` : '';
  return `${object.kind} ${object.entryUUID}${ends}`;
}

function* attributeDifferences(expected: RegistryObject, found: RegistryObject): Iterable<string> {
  const [wanted, given] = [expected, found].map((object) => object as unknown as Record<string, unknown>);
  for (const name of new Set([...Object.keys(wanted!), ...Object.keys(given!)])) {
    // The uniqueId of a SubmissionSet that a registry makes is for the registry to say.
    if (name === 'uniqueId' && wanted![name] === undefined) continue;
    if (isDeepStrictEqual(wanted![name], given![name])) continue;
    const [one, other] = [wanted![name], given![name]].map((value) => JSON.stringify(value));
    yield `${expected.entryUUID}.${name} is ${other}, expected ${one}`;
  }
}

/** Where an answer to a question differs from what the model expects. */
export function answerDifferences(question: Question, expected: Answer, given: GivenAnswer, names: Names): string[] {
  const codes = 'code' in expected ? [expected.code] : [];
  if (codes.join() !== given.codes.join())
    return [`${question.query.name} gives [${given.codes}], expected [${codes}]`];
  const objects = 'code' in expected ? [] : expected.objects;
  const differences =
    question.returnType === 'ObjectRef'
      ? referenceDifferences(objects, given.objects, names)
      : objectDifferences(objects, given.objects as RegistryObject[], names);
  return differences.map((difference) => `${question.query.name}: ${difference}`);
}

function referenceDifferences(
  expected: readonly RegistryObject[],
  given: readonly (RegistryObject | ObjectRef)[],
  names: Names,
): string[] {
  const wanted = expected.map(({ entryUUID }) => entryUUID).sort();
  const found = given.map(({ entryUUID }) => names.nameOf(entryUUID) ?? entryUUID).sort();
  return wanted.join() === found.join() ? [] : [`gives ${found}, expected ${wanted}`];
}
