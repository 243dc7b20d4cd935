import { aDocumentEntry } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { aKnownObject, aRegistration, aRegistry, registeredDocument } from '../../../test/support/registry.ts';
import { entryUUIDUnused } from './entry-uuid.ts';

proveRule(entryUUIDUnused, {
  accepts: {
    'symbolic ids': [aRegistration(), aRegistry([aKnownObject()])],
    'a UUID nobody has': [
      aRegistration({ documentEntries: [aDocumentEntry({ entryUUID: registeredDocument })] }),
      aRegistry(),
    ],
  },
  rejects: {
    'the logicalID of a document whose first version was removed': [
      aRegistration({ documentEntries: [aDocumentEntry({ entryUUID: registeredDocument })] }),
      aRegistry([], [], [registeredDocument]),
    ],
    'the UUID of a registered object': {
      case: [
        aRegistration({ documentEntries: [aDocumentEntry({ entryUUID: registeredDocument })] }),
        aRegistry([aKnownObject()]),
      ],
      at: [`${registeredDocument}.entryUUID`],
    },
  },
});
