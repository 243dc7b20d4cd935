import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { restrictedUpdateRules } from '../../schemas/metadata/rules/update/update-rules.ts';
import { checkAll } from '../../schemas/rule.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../../transactions/iti-42-register-document-set-b/messages.ts';
import { decodeRegistered } from './registered-object.ts';
import type { ChangeableAttribute, RestrictedView } from './rules/update/restricted.ts';
import { restrictedUpdateRegistryRules } from './rules/update/update-registry-rules.ts';
import type { UpdateWriter } from './store.ts';
import { withCodesOf } from './update/error-codes.ts';
import { anyOperation } from './update/operations.ts';
import { performUpdate, type UpdateTransaction } from './update/perform-update.ts';
import type { Update, UpdateView } from './update/update.ts';
import { updateDocumentEntry } from './update/update-document-entry.ts';
import type { Updating } from './update-document-set.ts';

/** What a domain decides about ITI-92. */
export interface RestrictedUpdatePolicy {
  /** Attributes that nobody may change here. */
  readonly keptAttributes: readonly ChangeableAttribute[];
  /** The status of a new version: always Approved, or that of the version before. */
  readonly statusAfterUpdate: 'Approved' | 'previous';
}

/**
 * Restricted Update Document Set at an Update Responder that keeps the metadata itself — ITI TF-2 3.92.4.1.3: every
 * DocumentEntry gets its new version or, with every finding, none. Throws Unavailable when the database does not answer.
 */
export function restrictedUpdateDocumentSet(
  updating: Updating,
  policy: RestrictedUpdatePolicy,
): Handler<RegisterDocumentSetRequest, RegisterDocumentSetResponse> {
  const keptAttributes = new Set(policy.keptAttributes);
  const registryRules = withCodesOf(updating.errorCodes, restrictedUpdateRegistryRules);
  const transaction: UpdateTransaction = {
    ...updating,
    rules: withCodesOf(updating.errorCodes, restrictedUpdateRules(updating)),
    operations: [anyOperation(updateDocumentEntry)],
    statusAfter: ({ availabilityStatus }) =>
      policy.statusAfterUpdate === 'previous' ? availabilityStatus : availabilityStatuses.Approved,
    judge: async (update, view, registry) => {
      const entries = await registeredEntries(update, view, registry);
      const restricted: RestrictedView = { ...view, keptAttributes, entry: (id) => entries.get(id) };
      return checkAll(registryRules, update, restricted);
    },
  };
  return ({ submission }, call) => performUpdate(transaction, submission, call);
}

/** The latest versions of what is updated, as they are registered. */
async function registeredEntries(
  update: Update,
  view: UpdateView,
  registry: UpdateWriter,
): Promise<ReadonlyMap<string, DocumentEntry>> {
  const ids = update.versions.flatMap(({ logicalID }) => view.latest(logicalID)?.entryUUID ?? []);
  const entries = new Map<string, DocumentEntry>();
  for (const [entryUUID, text] of await registry.entryTexts(ids)) {
    const object = decodeRegistered(text);
    if (object.kind === 'DocumentEntry') entries.set(entryUUID, object);
  }
  return entries;
}
