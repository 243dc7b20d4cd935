import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { submissionOf, unstamped } from '../bench/submission.ts';
import { imagingResource, type PublishedStudy } from '../cli/imaging-resource.ts';
import { makePhantomStudy } from '../cli/phantom/make-phantom-study.ts';
import type { Peers } from '../runtime/peers.ts';
import { oidFromUuid } from '../schemas/datatypes/uuid.ts';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';
import { sendDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/client.ts';
import type { ProvideAndRegisterRequest } from '../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { provideAndRegisterDocumentSet } from '../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import type { Attempt } from './attempt.ts';
import { askRegistry } from './connections.ts';
import type { Random } from './random.ts';
import type { Addresses } from './world.ts';

/** What clients need. */
export interface Clients {
  readonly peers: Peers;
  readonly addresses: Addresses;
  readonly codeSets: CodeSets;
  readonly patientId: string;
  readonly random: Random;
}

/** Clients at work. */
export interface Load {
  readonly attempts: readonly Attempt[];
  /** No new submissions; resolves when those under way are acknowledged or given up. */
  drain(): Promise<void>;
}

/** A service refused what it must take: no outage, and no answer to something sent twice. */
export class Refused extends Error {}

const providers = 5;
const longestDrainMs = 60_000;
/** Answers of a service that something it needs is away: sent again. */
const outages = [
  'XDSRepositoryBusy',
  'XDSRegistryBusy',
  'XDSRegistryNotAvailable',
  'XDSRepositoryError',
  'XDSRegistryError',
  'XDSRepositoryOutOfResources',
];

/** Starts clients that send documents (ITI-41) and have studies published (RAD-68), one after the other each. */
export function startLoad(clients: Clients): Load {
  const attempts: Attempt[] = [];
  const state = { running: true, deadline: Number.POSITIVE_INFINITY };
  const patient: Patience = { over: () => Date.now() > state.deadline };
  const lane = async (send: () => Promise<Attempt>) => {
    while (state.running) attempts.push(await send());
  };
  const lanes = [
    ...Array.from({ length: providers }, () => lane(() => provide(clients, patient))),
    lane(() => publish(clients, patient)),
  ];
  // Looked at when drained.
  const ended = Promise.allSettled(lanes);
  return {
    attempts,
    drain: async () => {
      state.running = false;
      state.deadline = Date.now() + longestDrainMs;
      for (const each of await ended) if (each.status === 'rejected') throw each.reason;
    },
  };
}

interface Patience {
  over(): boolean;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One to three documents by ITI-41, sent until acknowledged; a client in ten gives up at the first trouble. */
async function provide(clients: Clients, patience: Patience): Promise<Attempt> {
  const { codeSets, patientId, random } = clients;
  const contents = Array.from({ length: random.between(1, 3) }, () => randomBytes(random.between(10, 150_000)));
  const made = submissionOf(codeSets, patientId, contents.length);
  const documentEntries = made.documentEntries.map(unstamped);
  const setUniqueId = made.submissionSets[0]!.uniqueId!;
  const requestAgain = (): ProvideAndRegisterRequest => ({
    submission: { ...made, documentEntries },
    documentIds: documentEntries.map(({ entryUUID }) => entryUUID),
    documents: documentEntries.map(({ entryUUID }, i) => ({
      id: entryUUID,
      content: Readable.from([contents[i]!]),
      size: contents[i]!.length,
    })),
  });
  const documents = documentEntries.map(({ uniqueId }, i) => ({
    uniqueId: uniqueId!,
    hash: createHash('sha1').update(contents[i]!).digest('hex'),
  }));
  const attempt = { transaction: 'ITI-41', setUniqueId, documents };
  const givesUp = random.percent(10);
  for (;;) {
    const outcome = await provideOnce(clients, requestAgain(), setUniqueId);
    if (outcome === 'acknowledged') return { ...attempt, acknowledged: true };
    if (givesUp) return { ...attempt, acknowledged: false };
    if (patience.over()) throw new Refused(`${attempt.transaction} ${setUniqueId} got through to nobody: ${outcome}`);
    await pause(random.between(20, 100));
  }
}

/** `acknowledged`, or why not this time. */
async function provideOnce(
  { peers, addresses }: Clients,
  request: ProvideAndRegisterRequest,
  setUniqueId: string,
): Promise<string> {
  const call = peers.call(provideAndRegisterDocumentSet, addresses.repository);
  const answer = await sendDocumentSet(call, request).catch((error: Error) => error);
  if (answer instanceof Error) return answer.message;
  if (answer.status === 'Success') return 'acknowledged';
  const codes = answer.errors.map(({ errorCode }) => errorCode);
  const why = answer.errors.map(({ errorCode, codeContext }) => `${errorCode}: ${codeContext}`).join('; ');
  if (codes.every((code) => outages.includes(code))) return why;
  if (!codes.includes('XDSDuplicateUniqueIdInRegistry')) throw new Refused(`ITI-41 ${setUniqueId} was refused: ${why}`);
  // An earlier sending, of which the answer got lost, was registered. The client makes sure of it, as a source would.
  const query = { name: 'GetSubmissionSetAndContents', parameters: { uniqueId: setUniqueId } } as const;
  const held = await askRegistry(peers, addresses, query).catch((error: Error) => error);
  if (held instanceof Error) return held.message;
  if (held.length > 0) return 'acknowledged';
  throw new Refused(`ITI-41 ${setUniqueId} is a duplicate of something the registry does not have: ${why}`);
}

/** A study of one image by RAD-68, asked for until the source says that the registry has its manifest. */
async function publish({ addresses, patientId, random }: Clients, patience: Patience): Promise<Attempt> {
  const imaging = imagingResource(addresses.imaging);
  const [slice] = await slices();
  let studyInstanceUID: string | undefined;
  for (;;) {
    try {
      studyInstanceUID ??= (await imaging.importInstance(slice!)).studyInstanceUID;
      const published = await imaging.publish(studyInstanceUID, patientId);
      if (published.status !== 'refused') {
        return { transaction: 'RAD-68', documents: [{ uniqueId: published.manifestUniqueId }], acknowledged: true };
      }
      refuseUnlessOutage(published);
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (patience.over()) throw new Refused(`RAD-68 of ${studyInstanceUID} got through to nobody: ${error}`);
    }
    await pause(random.between(20, 100));
  }
}

function refuseUnlessOutage({ errors }: PublishedStudy): void {
  if (errors.every(({ errorCode }) => outages.includes(errorCode))) return;
  throw new Refused(`RAD-68 was refused: ${errors.map((e) => `${e.errorCode}: ${e.codeContext}`).join('; ')}`);
}

async function slices(): Promise<Uint8Array[]> {
  const made: Uint8Array[] = [];
  const study = makePhantomStudy({
    newUID: () => oidFromUuid(randomUUID()),
    patient: { patientName: 'Torture^Patient', patientID: 'TORTURE', patientBirthDate: '19700101', patientSex: 'F' },
    studyDate: '20250102',
    studyTime: '030405',
    timezoneOffsetFromUTC: '+0000',
    accessionNumber: 'TORTURE-1',
    slices: 1,
    size: 32,
  });
  for await (const slice of study) made.push(slice);
  return made;
}
