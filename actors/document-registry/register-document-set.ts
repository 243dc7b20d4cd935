import type { Call, Handler } from '../../runtime/soap/endpoint-types.ts';
import { dtmFromDate } from '../../schemas/datatypes/dtm.ts';
import { registryErrorsFrom } from '../../schemas/errors/registry-error.ts';
import type { RegistryObject, Submission } from '../../schemas/metadata/nouns.ts';
import { checkAll, type Finding, isError, type Rule } from '../../schemas/rule.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../../transactions/iti-42-register-document-set-b/messages.ts';
import {
  type Registration,
  type RegistryRule,
  referencesOutside,
  registrationOf,
  viewRequestFor,
} from './registration.ts';
import { propagatedMembers } from './relationships/folder-propagation.ts';
import { receivingFolders } from './relationships/folder-times.ts';
import { deprecatedBy, replacementsOf } from './relationships/replacement.ts';
import { resolveIds } from './resolve-ids.ts';
import { type RegistryView, viewOfNew } from './store/view.ts';
import type { RegistryStore, RegistryWriter } from './store.ts';

/** What registering needs beside the request. */
export interface Registering {
  readonly store: RegistryStore;
  /** What the submission alone can break, the affinity domain's value sets included. */
  readonly rules: readonly Rule<Submission>[];
  /** What the submission can break only beside what is registered. */
  readonly registryRules: readonly RegistryRule[];
  readonly now: () => Date;
  readonly newUUID: () => `urn:uuid:${string}`;
}

/**
 * Register Document Set-b — ITI TF-2 3.42.4.1.3: a submission is registered whole or, with every finding, not at all.
 *
 * Rules see the submission as sent, so that findings name the sender's ids; ids are resolved when all rules are kept.
 * Throws Unavailable when the database does not answer.
 */
export function registerDocumentSet(
  registering: Registering,
): Handler<RegisterDocumentSetRequest, RegisterDocumentSetResponse> {
  return async ({ submission }, call) => {
    const findings = await checkAll(registering.rules, submission, undefined);
    if (findings.some(isError)) return answer(findings, call);
    const registration = registrationOf(submission);
    const judged =
      referencesOutside(registration).length > 0 ? undefined : await registerNew(registering, registration);
    return answer([...findings, ...(judged ?? (await registerRelated(registering, registration)))], call);
  };
}

/**
 * A submission that refers to nothing registered is judged by what the registry is expected to hold of it: its patients,
 * active, and none of its ids. It goes in if, at that moment, the registry is so. Undefined when it is not, or when rules
 * are broken: what is registered decides then.
 */
async function registerNew(registering: Registering, registration: Registration): Promise<Finding[] | undefined> {
  const request = viewRequestFor(registration);
  const [patientId, another] = request.patientIds;
  if (patientId === undefined || another !== undefined) return undefined;
  const judged = await checkAll(registering.registryRules, registration, viewOfNew(request));
  if (judged.some(isError)) return undefined;
  const submission = resolveIds(registration.submission, registering.newUUID);
  const facts = { deprecated: none, lastUpdateTime: dtmFromDate(registering.now()) };
  const objects = objectsOf(submission).map((object) => completed(object, facts));
  const { uniqueIds, entryUUIDs } = request;
  const isIn = await registering.store.insertNew({ objects, patientId, uniqueIds, entryUUIDs });
  return isIn ? judged : undefined;
}

const none: ReadonlySet<string> = new Set();

/** A submission is judged beside what is registered, and what it names is held meanwhile. */
function registerRelated(registering: Registering, registration: Registration): Promise<Finding[]> {
  return registering.store.submit(async (registry) => {
    // Held first, so that what the rules see next stays true until the submission is in.
    const replaced = replacementsOf(registration.submission).map((replacement) => replacement.replaced);
    await registry.lock(referencesOutside(registration), replaced);
    const view = await registry.view(viewRequestFor(registration));
    const judged = await checkAll(registering.registryRules, registration, view);
    if (!judged.some(isError)) await register({ registering, registry, view, registration });
    return judged;
  });
}

function answer(findings: readonly Finding[], call: Call): RegisterDocumentSetResponse {
  const refused = findings.some(isError);
  if (refused) call.log.info({ rules: findings.map(({ rule }) => rule.id) }, 'submission refused');
  return { status: refused ? 'Failure' : 'Success', errors: registryErrorsFrom(findings) };
}

interface Judged {
  readonly registering: Registering;
  readonly registry: RegistryWriter;
  readonly view: RegistryView;
  readonly registration: Registration;
}

/** What is done when every rule is kept — ITI TF-2 3.42.4.1.3.5 and 3.42.4.1.3.7. */
async function register({ registering, registry, view, registration }: Judged): Promise<void> {
  const { newUUID } = registering;
  const submission = resolveIds(registration.submission, newUUID);
  const patientId = patientIdOf(submission);
  const replacements = replacementsOf(submission);
  const deprecated = await deprecatedBy(submission, registry.dependentsOf);
  const replaced = replacements.map((replacement) => replacement.replaced);
  const held = replaced.length === 0 ? [] : await registry.foldersHolding(replaced, patientId);
  const members = propagatedMembers({ submission, replacements, held, newUUID });
  const lastUpdateTime = dtmFromDate(registering.now());
  const objects = [...objectsOf(submission), ...members].map((object) =>
    completed(object, { deprecated, lastUpdateTime }),
  );
  const isRegistered = (id: string) => view.object(id)?.kind === 'Folder' || held.some(({ folder }) => folder === id);
  await registry.insert(objects, patientId, view);
  await registry.setAvailabilityStatus([...deprecated], availabilityStatuses.Deprecated);
  await registry.touchFolders(receivingFolders([...submission.associations, ...members], isRegistered), lastUpdateTime);
}

/** The patient a submission is about: its associations lie with it. */
function patientIdOf({ submissionSets: [set] }: Submission): string {
  return set?.patientId ?? '';
}

function objectsOf({ submissionSets, documentEntries, folders, associations }: Submission): RegistryObject[] {
  return [...submissionSets, ...documentEntries, ...folders, ...associations];
}

/** What the registry sets itself, whatever was submitted: status, first version, time of a Folder. */
function completed(
  object: RegistryObject,
  facts: { deprecated: ReadonlySet<string>; lastUpdateTime: string },
): RegistryObject {
  const { deprecated, lastUpdateTime } = facts;
  const { Approved, Deprecated } = availabilityStatuses;
  return {
    ...object,
    availabilityStatus: deprecated.has(object.entryUUID) ? Deprecated : Approved,
    logicalID: object.entryUUID,
    version: '1',
    ...(object.kind === 'Folder' ? { lastUpdateTime } : {}),
  };
}
