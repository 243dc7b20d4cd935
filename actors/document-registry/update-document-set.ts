import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { updateRules } from '../../schemas/metadata/rules/update/update-rules.ts';
import { checkAll } from '../../schemas/rule.ts';
import type { CodeSets } from '../../schemas/vocabulary/code-sets.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import type {
  RegisterDocumentSetRequest,
  RegisterDocumentSetResponse,
} from '../../transactions/iti-42-register-document-set-b/messages.ts';
import { operationSupported } from './rules/update/operation-supported.ts';
import { updateRegistryRules } from './rules/update/update-registry-rules.ts';
import type { RegistryStore } from './store.ts';
import { type ErrorCodeSource, withCodesOf } from './update/error-codes.ts';
import type { OperationName } from './update/operation.ts';
import { updateOperations } from './update/operations.ts';
import { performUpdate, type UpdateTransaction } from './update/perform-update.ts';
import type { Update, UpdateView } from './update/update.ts';

/** What updating needs beside the request. */
export interface Updating {
  readonly store: Pick<RegistryStore, 'update'>;
  /** The affinity domain's value sets. */
  readonly codeSets: CodeSets;
  readonly now: () => Date;
  readonly newUUID: () => `urn:uuid:${string}`;
  /** Whose error codes are answered where the sources differ. */
  readonly errorCodes: ErrorCodeSource;
}

/** What a domain decides about ITI-57. */
export interface UpdatePolicy {
  /** The operations that are offered. */
  readonly updateOperations: readonly OperationName[];
}

/**
 * Update Document Set — ITI TF-2 3.57.4.1.3: every operation that the request asks for takes place or, with every
 * finding, none. Throws Unavailable when the database does not answer.
 */
export function updateDocumentSet(
  updating: Updating,
  policy: UpdatePolicy,
): Handler<RegisterDocumentSetRequest, RegisterDocumentSetResponse> {
  const offered: ReadonlySet<string> = new Set(policy.updateOperations);
  const registryRules = withCodesOf(updating.errorCodes, updateRegistryRules);
  const transaction: UpdateTransaction = {
    ...updating,
    rules: withCodesOf(updating.errorCodes, updateRules(updating)),
    operations: updateOperations,
    statusAfter: () => availabilityStatuses.Approved,
    judge: async (update, view) => [
      ...(await checkAll([operationSupported], asked(update, view), offered)),
      ...(await checkAll(registryRules, update, view)),
    ],
  };
  return ({ submission }, call) => performUpdate(transaction, submission, call);
}

function asked(update: Update, view: UpdateView) {
  return updateOperations.flatMap(({ name, askedBy }) => askedBy(update, view).map((id) => ({ name, askedBy: id })));
}
