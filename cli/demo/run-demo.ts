import { randomUUID } from 'node:crypto';
import { dtmFromDate } from '../../schemas/datatypes/dtm.ts';
import { oidFromUuid } from '../../schemas/datatypes/uuid.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { hospitalA } from './hospital-a.ts';
import { hospitalB } from './hospital-b.ts';
import { Narrator } from './narrator.ts';
import type { DemoPatient, Sent } from './scene.ts';

/**
 * Plays both hospitals against the running domain over its sockets and tells each step. Throws CommandError when anything
 * comes back other than it went in.
 */
export async function runDemo(session: Session, write: (text: string) => void): Promise<void> {
  const narrator = new Narrator(write);
  const tag = randomUUID().slice(0, 8);
  const patient: DemoPatient = {
    familyName: 'Doe',
    givenName: 'Jane',
    birthDate: '19800101',
    sex: 'F',
    affinityId: `AFF-${tag}`,
    hospitalA: { id: `A-${tag}`, authority: { namespace: 'HOSPITAL_A' } },
    hospitalB: { id: `B-${tag}`, authority: { namespace: 'HOSPITAL_B' } },
  };
  const scene = { session, narrator, patient, now: dtmFromDate(new Date()), newUID: () => oidFromUuid(randomUUID()) };
  narrator.heading('Hospital A: the patient is registered, examined and reported on.');
  const sent = await hospitalA(scene);
  narrator.heading('Hospital B: the same patient arrives, under another id.');
  const received = await hospitalB(scene);
  compare(sent, received);
}

function compare(sent: Sent, received: Sent): void {
  const wrong = [...sent].filter(([id, hash]) => received.get(id) !== hash).map(([id]) => id);
  if (wrong.length === 0 && received.size === sent.size) return;
  throw new CommandError(
    `Sent ${sent.size} objects, received ${received.size}; not the same: ${wrong.join(', ')}`,
    exitCodes.refused,
  );
}
