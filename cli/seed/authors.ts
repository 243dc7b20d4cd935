import type { Author } from '../../schemas/metadata/nouns.ts';
import { type Random, seededRandom } from './random.ts';

/** A hospital or practice and who writes there. */
export interface Institution {
  readonly name: string;
  readonly authors: readonly Author[];
}

const kinds = ['General Hospital', 'University Hospital', 'Medical Centre', 'Clinic', 'Group Practice', 'Laboratory'];
const places = [
  'Northfield',
  'Eastbrook',
  'Lakeside',
  'Hillcrest',
  'Riverton',
  'Greenvale',
  'Stonebridge',
  'Westhaven',
];
const families = ['Novak', 'Keller', 'Rossi', 'Lindqvist', 'Moreau', 'Okafor', 'Tanaka', 'Silva', 'Popescu', 'Byrne'];
const givens = ['Anna', 'Ben', 'Clara', 'David', 'Elena', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Klara', 'Luis'];
const specialties = ['General medicine', 'Cardiology', 'Radiology', 'Surgery', 'Paediatrics', 'Neurology', 'Pathology'];
const roles = ['Attending physician', 'Resident', 'Consultant', 'Reporting physician'];

/** OID arc of the institutions that are made up here. */
const arc = '1.3.6.1.4.1.21367.13.20.9';
const authorsEach = 16;

/** The institutions of one seed, the same for all of its patients: 48 of them, 768 authors. */
export function institutionsOf(seed: number): Institution[] {
  const random = seededRandom(seed, 0);
  return kinds.flatMap((kind, i) =>
    places.map((place, j) => {
      const number = i * places.length + j + 1;
      const name = `${kind} ${place}`;
      const authors = Array.from({ length: authorsEach }, (_, n) => author(random, { name, number, n }));
      return { name, authors };
    }),
  );
}

function author(random: Random, { name, number, n }: { name: string; number: number; n: number }): Author {
  const [family, given] = [random.pick(families), random.pick(givens)];
  const id = number * 1000 + n;
  return {
    authorPerson: `${id}^${family}^${given}^^^Dr^^^&${arc}.${number}&ISO`,
    authorInstitution: [`${name}^^^^^&${arc}&ISO^^^^${number}`],
    authorRole: [random.pick(roles)],
    authorSpecialty: [random.pick(specialties)],
    authorTelecommunication: random.chance(0.5) ? [`^^Internet^${mailOf(given, family)}@h${number}.example`] : [],
  };
}

function mailOf(given: string, family: string): string {
  return `${given}.${family}`.toLowerCase();
}
