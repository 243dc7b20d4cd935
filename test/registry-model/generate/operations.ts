import { isMemberOf, isOwned, ofKind, survivor } from '../model/registry.ts';
import type { Call, Operation } from '../operation.ts';
import { localIds, patientIds } from './attributes.ts';
import { someQuestion } from './questions.ts';
import { type Choice, somePatient } from './subjects.ts';
import { someRegistration } from './submissions.ts';
import { someUpdate } from './updates.ts';

/** Any operation, as often as it is worth. */
export function someOperation(choice: Choice): Operation {
  const share = choice.random.below(100);
  if (share < 46) return someRegistration(choice);
  if (share < 78) return someUpdate(choice);
  if (share < 90) return someRemoval(choice);
  if (share < 93) return { does: 'add patient', patientId: choice.random.pick(patientIds) };
  return share < 96 ? someMerge(choice) : someLinkChange(choice);
}

/** Any operation or question. */
export function someCall(choice: Choice): Call {
  return choice.random.percent(20) ? someQuestion(choice) : someOperation(choice);
}

/** Whole submissions, single associations, or anything with what leads to it; seldom with something left out. */
function someRemoval({ registry, random }: Choice): Operation {
  const names = new Set<string>();
  for (let count = random.below(2) + 1; count > 0; count--) {
    const object = random.pickAny([...registry.objects.values()]);
    if (object !== undefined) names.add(object.entryUUID);
  }
  const isWhole = random.percent(60);
  for (const name of names) {
    for (const association of ofKind(registry, 'Association')) {
      const { entryUUID, source, target } = association;
      const isFiling = isMemberOf(registry, 'SubmissionSet', association);
      if (target === name || source === name) names.add(entryUUID);
      if (isWhole && isFiling && names.has(entryUUID)) names.add(source).add(target);
    }
  }
  const list = [...names].filter(() => random.percent(98));
  return { does: 'remove', names: list.length === 0 || random.percent(3) ? [...list, 'nobody'] : list };
}

function someMerge(choice: Choice): Operation {
  return { does: 'merge patients', subsumed: somePatient(choice), surviving: somePatient(choice) };
}

/** Usually of a patient who has documents of the local identifier. */
function someLinkChange(choice: Choice): Operation {
  const { registry, random } = choice;
  const entry = random.pickAny(ofKind(registry, 'DocumentEntry').filter(isOwned));
  const before = entry === undefined ? somePatient(choice) : survivor(registry, entry.patientId);
  const moves = entry?.sourcePatientId ?? random.pick(localIds);
  const merges = random.percent(30) ? { local: random.pick(localIds), subsumedLocal: moves } : { local: moves };
  const sourceId = `1.2.3.64.${random.below(1_000_000_000)}`;
  return { does: 'change link', before, now: somePatient(choice), ...merges, sourceId };
}
