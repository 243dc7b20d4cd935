import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import { associationTypes } from '../../vocabulary/association-types.ts';
import { documentEntryTypes } from '../../vocabulary/object-types.ts';
import type { Submission } from '../nouns.ts';

/** ITI-61 registers On-Demand entries and nothing else — ITI TF-2 3.61.4.1.2. */
export const entriesOnDemand: Rule<Submission> = {
  id: 'entries-on-demand',
  source: tf2('3.61.4.1.2'),
  statement: 'Each DocumentEntry is On-Demand; Stable entries are registered by ITI-42.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries }) {
    for (const { entryUUID, objectType } of documentEntries) {
      if (objectType !== documentEntryTypes.OnDemand) yield { at: `${entryUUID}.objectType`, found: objectType };
    }
  },
};

/** A Folder or a membership alone is filed by ITI-42 — ITI TF-2 3.61.4.1.2. */
export const onDemandEntryPresent: Rule<Submission> = {
  id: 'on-demand-entry-present',
  source: tf2('3.61.4.1.2'),
  statement: 'The submission holds at least one On-Demand DocumentEntry.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries }) {
    if (documentEntries.length === 0) yield { at: 'RegistryObjectList', found: 'no DocumentEntry' };
  },
};

/** A snapshot is a document that stays as it is, so its entry is Stable — ITI TF-3 4.2.2.2. */
export const snapshotSourceStable: Rule<Submission> = {
  id: 'snapshot-source-stable',
  source: tf2('3.61.4.1.2'),
  statement: 'The source of IsSnapshotOf is not an On-Demand DocumentEntry.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries, associations }) {
    const onDemand = new Set(
      documentEntries.filter(({ objectType }) => objectType === documentEntryTypes.OnDemand).map((e) => e.entryUUID),
    );
    for (const { entryUUID, type, source } of associations) {
      if (type !== associationTypes.IsSnapshotOf || !onDemand.has(source)) continue;
      yield { at: `${entryUUID}.source`, found: `${source}, an On-Demand entry` };
    }
  },
};
