import { randomUUID } from 'node:crypto';
import { feedPatient } from '../../actors/patient-identity-source/feed-request.ts';
import type { ClientCall } from '../../runtime/host.ts';
import { formatCx } from '../../schemas/datatypes/cx.ts';
import type { CodeSets } from '../../schemas/vocabulary/code-sets.ts';
import type {
  PatientIdentityFeedRequest,
  PatientIdentityFeedResponse,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { sendRegistration } from '../../transactions/iti-42-register-document-set-b/client.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../../transactions/iti-42-register-document-set-b/messages.ts';
import { institutionsOf } from './authors.ts';
import type { EntryWorld, SeedPatient } from './document-entry.ts';
import { historyOf } from './history.ts';
import { patientSizes } from './patient-sizes.ts';
import { type Random, seededRandom } from './random.ts';

/** What is wanted, and how to reach the registry that gets it. */
export interface Seeding {
  readonly entries: number;
  readonly patients: number;
  /** Another seed makes other patients and documents; the same one makes the same again, which is refused. */
  readonly seed: number;
  /** DocumentEntries of one message at most. */
  readonly batch: number;
  /** Messages on their way at the same time. */
  readonly senders: number;
  /** OID of the affinity domain's assigning authority. */
  readonly authority: string;
  readonly codeSets: CodeSets;
  readonly feed: ClientCall<PatientIdentityFeedRequest, PatientIdentityFeedResponse>;
  readonly register: ClientCall<RegisterDocumentSetRequest, RegisterDocumentSetResponse>;
  readonly onRegistered?: (entries: number) => void;
}

/** What a seeding did. */
export interface Seeded {
  readonly patients: number;
  readonly entries: number;
  readonly submissions: number;
  readonly seconds: number;
  /** DocumentEntries per second, patients and their feed included. */
  readonly rate: number;
}

/** The registry refused a patient or a submission: most likely this seed is in it already. */
export class SeedRefused extends Error {}

/** One error of each code; a submission that is registered already has one for every object. */
function inShort(errors: readonly { readonly errorCode: string; readonly codeContext: string }[]): string {
  const first = new Map([...errors].reverse().map((error) => [error.errorCode, error]));
  const told = [...first.values()].map(({ errorCode, codeContext }) => `${errorCode}: ${codeContext}`);
  return told.join('; ') + (errors.length > told.length ? `; and ${errors.length - told.length} more.` : '');
}

/**
 * Fills a registry with patients (ITI-8) and what was registered of them over fifteen years (ITI-42): every patient, id and
 * value follows from the seed. Patients are fed and registered side by side, the submissions of one in their order.
 *
 * Throws SeedRefused with the registry's words at the first refusal.
 */
export async function seedDomain(seeding: Seeding): Promise<Seeded> {
  const { entries, patients, seed, codeSets, senders } = seeding;
  const sizes = patientSizes(seededRandom(seed, 1), { entries, patients });
  const institutions = institutionsOf(seed);
  const started = performance.now();
  let submissions = 0;
  const waiting = sizes.entries();
  const sender = async () => {
    for (const [index, size] of waiting) {
      const random = seededRandom(seed, index + 2);
      const world: EntryWorld = { random, codeSets, institutions };
      const patient = await feed(seeding, world, index);
      for (const submission of historyOf(world, patient, { entries: size, batch: seeding.batch })) {
        const { status, errors } = await sendRegistration(seeding.register, { submission });
        if (status !== 'Success') throw new SeedRefused(inShort(errors));
        submissions += 1;
        seeding.onRegistered?.(submission.documentEntries.length);
      }
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  const seconds = (performance.now() - started) / 1000;
  return { patients, entries, submissions, seconds, rate: entries / seconds };
}

const families = [
  'Meier',
  'Horvat',
  'Nielsen',
  'Dubois',
  'Ferrari',
  'Kowalski',
  'Jansen',
  'Andersson',
  'Costa',
  'Murphy',
];
const givens = ['Maria', 'Peter', 'Julia', 'Thomas', 'Sofia', 'Marco', 'Emma', 'Paul', 'Laura', 'Martin'];

/** Makes a patient known to the registry. */
async function feed(seeding: Seeding, { random, institutions }: EntryWorld, index: number): Promise<SeedPatient> {
  const { authority, seed } = seeding;
  const id = `SEED-${seed}-${index + 1}`;
  const name = { family: random.pick(families), given: random.pick(givens) };
  const birthDate = birthDateFrom(random);
  const sex = random.chance(0.5) ? 'F' : 'M';
  const answer = await feedPatient(
    { trigger: 'A04', identifiers: [{ id, authority: { oid: authority, type: 'ISO' } }], name, birthDate, sex },
    {
      sender: { application: 'SEED', facility: 'SEED' },
      call: seeding.feed,
      now: () => new Date(),
      newUUID: () => randomUUID(),
    },
  );
  if (answer.code !== 'AA') throw new SeedRefused(`The patient feed was answered ${answer.code}.`);
  const home = random.pickSkewed(institutions);
  const sourcePatientId = formatCx({
    id: `${home.authors.length}${random.hex(6)}`,
    authority: '1.3.6.1.4.1.21367.13.20.1000',
  });
  return {
    patientId: formatCx({ id, authority }),
    sourcePatientId,
    sourcePatientInfo: [
      `PID-3|${sourcePatientId}`,
      `PID-5|${name.family}^${name.given}`,
      `PID-7|${birthDate}`,
      `PID-8|${sex}`,
    ],
    home,
  };
}

function birthDateFrom(random: Random): string {
  const two = (number: number) => String(number + 1).padStart(2, '0');
  return `${1925 + random.below(95)}${two(random.below(12))}${two(random.below(28))}`;
}
