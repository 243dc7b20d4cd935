import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { DocumentEntry, Submission } from '../../schemas/metadata/nouns.ts';
import { optionalityFor } from '../../schemas/metadata/optionality.ts';
import { onDemandSubmissionRules } from '../../schemas/metadata/rules/on-demand-submission-rules.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import {
  aCall,
  aNamedSubmission,
  aRegistryService,
  files,
  type NamedSubmission,
  oidOf,
  type RegistryService,
  relates,
} from '../../test/support/registry-service.ts';
import { registerDocumentSet } from './register-document-set.ts';
import { onDemandRegistryRules } from './rules/on-demand-rules.ts';

/** The same submission with its entries On-Demand. */
function onDemand(named: NamedSubmission, changes: Partial<DocumentEntry> = {}): Submission {
  const submission = aNamedSubmission(named);
  const documentEntries = submission.documentEntries.map(({ creationTime, hash, size, ...entry }) => ({
    ...entry,
    objectType: documentEntryTypes.OnDemand,
    ...changes,
  }));
  return { ...submission, documentEntries };
}

const codesOf = ({ errors }: RegistryResponse) => [...new Set(errors.map(({ errorCode }) => errorCode))];
const success = { status: 'Success', errors: [] };

describe('[ITI TF-2 3.61.4.1.3] registering On-Demand entries', () => {
  let service: RegistryService;
  let register: (submission: Submission) => Promise<RegistryResponse>;
  beforeAll(async () => {
    service = await aRegistryService();
    const handler = registerDocumentSet({
      store: service.store,
      rules: onDemandSubmissionRules({ column: optionalityFor('onDemandDocumentSource'), codeSets: { codes: {} } }),
      registryRules: onDemandRegistryRules,
      now: () => service.clock.now,
      newUUID: () => `urn:uuid:${randomUUID()}`,
    });
    register = (submission) => handler({ submission }, aCall());
  });
  afterAll(() => service.database.close());
  const state = async (letter: string) => (await service.state()).filter((line) => line.includes(` ${letter}`));

  it('takes an entry without creationTime, hash and size, and refuses it by ITI-42', async () => {
    expect(await register(onDemand({ set: 'aS', documents: ['aD'] }))).toEqual(success);
    expect(await state('a')).toContain('DocumentEntry aD Approved');
    expect(codesOf(await service.register(onDemand({ set: 'aT', documents: ['aE'] })))).toEqual([
      'XDSRegistryMetadataError',
    ]);
  });

  it('refuses a Stable entry, and one with a size', async () => {
    expect(codesOf(await register(aNamedSubmission({ set: 'bS', documents: ['bD'] })))).toEqual([
      'XDSRegistryMetadataError',
    ]);
    expect(codesOf(await register(onDemand({ set: 'bS', documents: ['bD'] }, { size: '3' })))).toEqual([
      'XDSRegistryMetadataError',
    ]);
    expect(await state('b')).toEqual([]);
  });

  it('takes the uniqueId of another On-Demand entry, and refuses that of a Stable one', async () => {
    await register(onDemand({ set: 'cS', documents: ['cD'] }));
    const again = onDemand({ set: 'cT', documents: ['cE'] }, { uniqueId: oidOf('cD') });
    expect(await register(again)).toEqual(success);
    await service.register(aNamedSubmission({ set: 'cU', documents: ['cF'] }));
    const taken = onDemand({ set: 'cV', documents: ['cG'] }, { uniqueId: oidOf('cF') });
    expect(codesOf(await register(taken))).toEqual(['XDSDuplicateUniqueIdInRegistry']);
  });

  it('replaces a Stable and an On-Demand entry, and goes into their Folders', async () => {
    const first = { set: 'dS', documents: ['dD'], folders: ['dF'], more: files('dS', 'dF', 'dD') };
    await service.register(aNamedSubmission(first));
    const second = { set: 'dT', documents: ['dE'], more: [relates('dE', 'RPLC', 'dD')] };
    expect(await register(onDemand(second))).toEqual(success);
    const third = { set: 'dU', documents: ['dG'], more: [relates('dG', 'RPLC', 'dE')] };
    expect(await register(onDemand(third))).toEqual(success);
    const lines = await state('d');
    expect(lines).toEqual(
      expect.arrayContaining([
        'DocumentEntry dD Deprecated',
        'DocumentEntry dE Deprecated',
        'DocumentEntry dG Approved',
        'HasMember dF -> dE Approved',
        'HasMember dF -> dG Approved',
      ]),
    );
  });

  it('[ITI TF-2 3.42.4.1.3.5] is followed by snapshots and a Stable replacement by ITI-42', async () => {
    await register(onDemand({ set: 'eS', documents: ['eD'], folders: ['eF'], more: files('eS', 'eF', 'eD') }));
    const snapshot = { set: 'eT', documents: ['eE'], more: [relates('eE', 'IsSnapshotOf', 'eD')] };
    expect(await service.register(aNamedSubmission(snapshot))).toEqual(success);
    expect(await state('e')).toContain('DocumentEntry eD Approved');
    const replacement = { set: 'eU', documents: ['eG'], more: [relates('eG', 'RPLC', 'eD')] };
    expect(await service.register(aNamedSubmission(replacement))).toEqual(success);
    expect(await state('e')).toContain('DocumentEntry eD Deprecated');
    const late = { set: 'eV', documents: ['eH'], more: [relates('eH', 'IsSnapshotOf', 'eD')] };
    expect(codesOf(await service.register(aNamedSubmission(late)))).toEqual(['XDSRegistryDeprecatedDocumentError']);
  });
});
