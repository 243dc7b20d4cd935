import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aDocumentEntry } from '../support/metadata.ts';
import { deprecates, files, idsIn, registers, relates, submits, updates } from './by-name.ts';
import { firstPatients } from './episode.ts';
import type { Call } from './operation.ts';
import type { Play } from './play.ts';

const [patientId, another] = firstPatients as [string, string];

/** `a` in Folder `F`, its addendum `b`, and `c` beside them. */
const registered = registers('S', {
  documents: ['a', 'b', 'c'],
  folders: ['F'],
  more: [...files('S', 'F', 'a'), relates('b', 'APND', 'a')],
});

/** Calls that touch what is registered, each in its own way. */
const calls = {
  'a new version of the document': updates('U1', { documents: [{ of: 'a', name: 'a2' }] }),
  'another new version of the document': updates('U2', { documents: [{ of: 'a', name: 'a3' }] }),
  'a new version of its addendum': updates('U3', { documents: [{ of: 'b', name: 'b2' }] }),
  'a new version of its Folder': updates('U4', { folders: [{ of: 'F', name: 'F2' }] }),
  'new versions of both': updates('U5', { documents: [{ of: 'a', name: 'a4' }], folders: [{ of: 'F', name: 'F3' }] }),
  'a replacement': registers('S1', { documents: ['d'], more: [relates('d', 'RPLC', 'a')] }),
  'another replacement': registers('S2', { documents: ['e'], more: [relates('e', 'RPLC', 'a')] }),
  'an addendum': registers('S3', { documents: ['f'], more: [relates('f', 'APND', 'a')] }),
  'an addendum to the addendum': registers('S4', { documents: ['g'], more: [relates('g', 'APND', 'b')] }),
  'another document for the Folder': registers('S5', { documents: ['h'], more: files('S5', 'F', 'h') }),
  'the document taken out of its Folder': updates('U6', { more: [deprecates('U6', 'HasMember(F,a)')] }),
  'the Folder deprecated': updates('U7', { more: [deprecates('U7', 'F')] }),
  'the document deprecated': updates('U8', { more: [deprecates('U8', 'a')] }),
  'another relation submitted': updates('U9', { more: submits('U9', 'c', 'signs', 'a') }),
  'the other document filed': updates('U10', { more: submits('U10', 'F', 'HasMember', 'c') }),
  'everything removed': { does: 'remove', names: idsIn(registered) },
  'the membership removed': { does: 'remove', names: ['HasMember(F,a)', 'HasMember(S,HasMember(F,a))'] },
  'the patient merged': { does: 'merge patients', subsumed: patientId, surviving: another },
  'the documents moved': {
    does: 'change link',
    before: patientId,
    now: another,
    local: aDocumentEntry().sourcePatientId!,
    sourceId: '1.2.3.64.1',
  },
  'a question for everything': {
    does: 'ask',
    query: {
      name: 'GetAll',
      parameters: {
        patientId,
        documentEntryStatus: [availabilityStatuses.Approved],
        submissionSetStatus: [availabilityStatuses.Approved],
        folderStatus: [availabilityStatuses.Approved],
      },
    },
    returnType: 'LeafClass',
  },
} as const satisfies Readonly<Record<string, Call>>;

/** The name of one of the calls. */
export type RaceCall = keyof typeof calls;

/** Two calls that are made at the same time. */
export type Race = readonly [RaceCall, RaceCall];

const names = Object.keys(calls) as RaceCall[];

/** Every two of the calls. */
export const everyRace: readonly Race[] = names.flatMap((one, i) =>
  names.slice(i + 1).map((other) => [one, other] as const),
);

/** Makes both calls at once, after the registration of what they touch; their statements take turns as the seed decides. */
export async function race(play: Play, [one, other]: Race, schedule: number): Promise<void> {
  await play.restart(firstPatients);
  await play.take({ calls: [registered], schedule: 0, time: '20250101000000' });
  await play.take({ calls: [calls[one], calls[other]], schedule, time: '20250101000100' });
}
