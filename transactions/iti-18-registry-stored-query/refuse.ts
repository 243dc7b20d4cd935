import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { StoredQueryResponse } from './messages.ts';

/** The answer that gives no objects and says why — ITI TF-2 3.18.4.1.3; the empty list is sent all the same. */
export function refuseStoredQuery(errors: readonly RegistryError[]): StoredQueryResponse {
  return { status: 'Failure', errors, objects: [] };
}
