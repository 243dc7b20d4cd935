import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { type RegistryError, registryErrorsFrom } from '../../schemas/errors/registry-error.ts';
import { checkAll, isError } from '../../schemas/rule.ts';
import type {
  RemoveMetadataRequest,
  RemoveMetadataResponse,
} from '../../transactions/iti-62-remove-metadata/messages.ts';
import { removalRules } from './rules/removal.ts';
import type { RegistryStore } from './store.ts';

/** What removing needs beside the request. */
export interface Removing {
  readonly store: Pick<RegistryStore, 'remove'>;
  /** `refuse`: this registry removes nothing. */
  readonly removal: 'allow' | 'refuse';
}

/**
 * Remove Metadata — ITI Supplement RMD 3.62.4.1.3: all objects of the list are removed or, with every finding, none.
 *
 * What is to be removed is held before the rules look, so that nobody relates anything to it meanwhile. A document that
 * was replaced stays deprecated when its replacement goes. Throws Unavailable when the database does not answer.
 */
export function removeMetadata({ store, removal }: Removing): Handler<RemoveMetadataRequest, RemoveMetadataResponse> {
  return async ({ objectRefs }, call) => {
    if (removal === 'refuse') return { status: 'Failure', errors: [notAllowed] };
    const list = new Set(objectRefs.map(({ entryUUID }) => entryUUID));
    return store.remove(async (registry) => {
      const findings = await checkAll(removalRules, list, await registry.hold([...list]));
      if (findings.some(isError)) {
        call.log.info({ rules: findings.map(({ rule }) => rule.id) }, 'removal refused');
        return { status: 'Failure', errors: registryErrorsFrom(findings) };
      }
      await registry.delete([...list]);
      call.log.info({ objects: list.size }, 'metadata removed');
      return { status: 'Success', errors: [] };
    });
  };
}

const notAllowed: RegistryError = {
  errorCode: 'XDSRegistryError',
  codeContext: 'This registry removes no metadata: its operator has set removal: refuse.',
  severity: 'Error',
};
