import { Refusal } from '../../runtime/http/json-resource.ts';
import { oidFromUuid } from '../../schemas/datatypes/uuid.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import { sendOnDemandRegistration } from '../../transactions/iti-61-register-on-demand-document-entry/client.ts';
import { onDemandSubmission } from './metadata/submission.ts';
import { approvedEntries } from './registry.ts';
import { type OnDemandSource, objectionsIn } from './source.ts';
import type { EntryRecord } from './store.ts';

/** Whose entry is wanted. */
export interface EntryRequest {
  /** CX of the affinity domain. */
  readonly patientId: string;
  readonly sourcePatientId?: string;
  /** `PID-n|value`: what the documents say of the patient. */
  readonly sourcePatientInfo?: readonly string[];
  /** Default: the first generator. */
  readonly generator?: string;
}

/** What came of it. */
export interface RegisteredEntry {
  /** `unchanged`: the patient has such an entry already; `refused`: the registry did not accept it, `errors` say why. */
  readonly status: 'registered' | 'unchanged' | 'refused';
  readonly uniqueId: string;
  readonly entryUUID: string;
  readonly repositoryUniqueId: string;
  readonly patientId: string;
  readonly generator: string;
  readonly errors: readonly RegistryError[];
}

/**
 * Registers an On-Demand entry of a patient by ITI-61 — ITI TF-2 3.61. A patient has one Approved entry of each kind:
 * asked for again, it is the one there is.
 *
 * The submission is kept before it is sent; when its answer got lost, the next call sends the same one again. Throws
 * Refusal, and Unavailable or SoapFault when the registry does not answer.
 */
export async function registerEntry(source: OnDemandSource, request: EntryRequest): Promise<RegisteredEntry> {
  const key = { patientId: request.patientId, generator: generatorNamed(source, request.generator).name };
  const pending = await source.store.findBy(key, 'pending');
  if (pending !== undefined) await send(source, pending);
  const current = await source.store.findBy(key, 'registered');
  if (current !== undefined && (await approvedEntries(source.query, [current.uniqueId])).has(current.uniqueId)) {
    return outcome(source, current, 'unchanged');
  }
  const entry = draft(source, request);
  if (!(await source.store.enter(entry, source.now()))) {
    throw new Refusal(409, 'an entry of this patient and kind is being registered at this moment: ask again');
  }
  const errors = await send(source, entry);
  return outcome(source, entry, errors.length === 0 ? 'registered' : 'refused', errors);
}

function generatorNamed({ generators }: OnDemandSource, name: string | undefined) {
  const [first] = generators.values();
  const generator = name === undefined ? first : generators.get(name);
  if (generator !== undefined) return generator;
  throw new Refusal(400, `there is no generator ${name}; there are ${[...generators.keys()].join(', ')}`);
}

function draft(source: OnDemandSource, request: EntryRequest): EntryRecord {
  const generator = generatorNamed(source, request.generator);
  const { patientId, sourcePatientId, sourcePatientInfo = [] } = request;
  const entryUUID = source.newUUID();
  const uniqueId = oidFromUuid(source.newUUID());
  const submission = onDemandSubmission({
    config: source.config,
    generator,
    patientId,
    ...(sourcePatientId === undefined ? {} : { sourcePatientId }),
    sourcePatientInfo,
    entryUUID,
    uniqueId,
    at: source.now(),
    newUUID: () => source.newUUID(),
  });
  return { uniqueId, generator: generator.name, patientId, entryUUID, sourcePatientInfo, submission };
}

/** Sends one submission; gives the errors of a refusal, after which nothing of it is kept. */
async function send(source: OnDemandSource, entry: EntryRecord): Promise<readonly RegistryError[]> {
  const errors = objectionsIn(await sendOnDemandRegistration(source.register, { submission: entry.submission }));
  if (errors.length === 0) await source.store.confirm(entry);
  else await source.store.drop(entry.uniqueId);
  return errors;
}

function outcome(
  { config }: OnDemandSource,
  { uniqueId, entryUUID, patientId, generator }: EntryRecord,
  status: RegisteredEntry['status'],
  errors: readonly RegistryError[] = [],
): RegisteredEntry {
  const { repositoryUniqueId } = config;
  return { status, uniqueId, entryUUID, repositoryUniqueId, patientId, generator, errors };
}
