import { tf2 } from '../../../schemas/spec-ref.ts';
import type { RegistryRule } from '../registration.ts';

/**
 * A UUID that was chosen by the sender must be new — ITI TF-2 3.42.4.1.3.7. That of a first version stays the logicalID of
 * the later ones when it is removed alone.
 */
export const entryUUIDUnused: RegistryRule = {
  id: 'entry-uuid-unused',
  source: tf2('3.42.4.1.3.7'),
  statement: 'An entryUUID submitted as a UUID is not used by any registered object, be it as its logicalID.',
  code: 'XDSRegistryMetadataError',
  *check({ sent }, view) {
    for (const entryUUID of sent.keys()) {
      const known = view.object(entryUUID);
      const at = `${entryUUID}.entryUUID`;
      if (known !== undefined) yield { at, found: `a registered ${known.kind}` };
      else if (view.isLogicalID(entryUUID)) yield { at, found: 'the logicalID of registered versions' };
    }
  },
};
