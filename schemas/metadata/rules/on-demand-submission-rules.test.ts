import { describe, expect, it } from 'vitest';
import { aDocumentEntry, aFolder, anAssociation, aSubmission } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { checkAll } from '../../rule.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import { documentEntryTypes } from '../../vocabulary/object-types.ts';
import type { DocumentEntry } from '../nouns.ts';
import { optionalityFor } from '../optionality.ts';
import { entriesOnDemand, onDemandEntryPresent, snapshotSourceStable } from './entries-on-demand.ts';
import { onDemandSubmissionRules } from './on-demand-submission-rules.ts';

function anOnDemandEntry(changes: Partial<DocumentEntry> = {}): DocumentEntry {
  const { creationTime, hash, size, ...entry } = aDocumentEntry({ objectType: documentEntryTypes.OnDemand });
  return { ...entry, ...changes };
}
const onDemand = aSubmission({ documentEntries: [anOnDemandEntry()] });
const stable = aSubmission();
const registered = 'urn:uuid:11111111-0000-4000-8000-000000000001';
const snapshot = anAssociation({
  entryUUID: 'A2',
  type: associationTypes.IsSnapshotOf,
  source: 'Document01',
  target: registered,
});

proveRule(entriesOnDemand, {
  accepts: { 'an On-Demand entry': [onDemand] },
  rejects: {
    'a Stable entry': { case: [stable], at: ['Document01.objectType'] },
    'a Stable entry among On-Demand ones': {
      case: [aSubmission({ documentEntries: [anOnDemandEntry(), aDocumentEntry({ entryUUID: 'Document02' })] })],
      at: ['Document02.objectType'],
    },
  },
});

proveRule(onDemandEntryPresent, {
  accepts: { 'an On-Demand entry': [onDemand] },
  rejects: { 'a Folder alone': [aSubmission({ documentEntries: [], folders: [aFolder()] })] },
});

proveRule(snapshotSourceStable, {
  accepts: { 'a Stable snapshot': [aSubmission({}, [snapshot])], 'no snapshot': [onDemand] },
  rejects: {
    'an On-Demand entry as a snapshot': {
      case: [aSubmission({ documentEntries: [anOnDemandEntry()] }, [snapshot])],
      at: ['A2.source'],
    },
  },
});

describe('[ITI TF-2 3.61.4.1.3] what a submission of On-Demand entries is judged by', () => {
  const rules = onDemandSubmissionRules({ column: optionalityFor('onDemandDocumentSource'), codeSets: { codes: {} } });
  const places = async (entry: DocumentEntry) => {
    const findings = await checkAll(rules, aSubmission({ documentEntries: [entry] }), undefined);
    return findings.map(({ rule, violation }) => [rule.code, violation.at]);
  };

  it('accepts an entry without creationTime, hash and size', async () => {
    expect(await places(anOnDemandEntry())).toEqual([]);
  });

  it.each<[string, Partial<DocumentEntry>, string]>([
    ['a creationTime', { creationTime: '2025' }, 'creationTime'],
    ['a hash', { hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' }, 'hash'],
    ['a size', { size: '0' }, 'size'],
    ['no repositoryUniqueId', { repositoryUniqueId: '' }, 'repositoryUniqueId'],
    ['no uniqueId', { uniqueId: '' }, 'uniqueId'],
    ['the Stable type', { objectType: documentEntryTypes.Stable }, 'objectType'],
  ])('refuses %s with XDSRegistryMetadataError', async (_, changes, attribute) => {
    expect(await places(anOnDemandEntry(changes))).toContainEqual([
      'XDSRegistryMetadataError',
      `Document01.${attribute}`,
    ]);
  });
});
