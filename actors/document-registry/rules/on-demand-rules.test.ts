import { describe, expect, it } from 'vitest';
import { documentEntryTypes } from '../../../schemas/vocabulary/object-types.ts';
import { aDocumentEntry } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { aKnownObject, aRegistration, aRegistry } from '../../../test/support/registry.ts';
import { onDemandRegistryRules, onDemandUniqueId } from './on-demand-rules.ts';
import { registryRules } from './registry-rules.ts';

const { OnDemand: objectType } = documentEntryTypes;
const uniqueId = '1.2.3';
const entry = aRegistration({ documentEntries: [aDocumentEntry({ uniqueId, objectType })] });

proveRule(onDemandUniqueId, {
  accepts: {
    'an id nobody uses': [entry, aRegistry([aKnownObject()])],
    'the id of another On-Demand entry': [entry, aRegistry([aKnownObject({ uniqueId, objectType })])],
  },
  rejects: {
    'the id of a Stable entry': {
      case: [entry, aRegistry([aKnownObject({ uniqueId })])],
      at: ['Document01.uniqueId'],
    },
  },
});

describe('[ITI TF-2 3.61.4.1.3] what the registry judges ITI-61 by', () => {
  it('is what it judges ITI-42 by, without the comparison of contents', () => {
    const ids = (rules: readonly { id: string }[]) => rules.map(({ id }) => id);
    const without = ids(registryRules).filter((id) => !['document-entry-hash', 'document-entry-size'].includes(id));
    expect(ids(onDemandRegistryRules)).toEqual([...without, 'on-demand-unique-id']);
    expect(without).toHaveLength(registryRules.length - 2);
  });
});
