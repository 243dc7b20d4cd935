import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import { type DocumentEntry, international, type Submission } from '../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses, documentAvailabilities } from '../../schemas/vocabulary/statuses.ts';
import { aCode, aFolder, anAuthor } from '../../test/support/metadata.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import { aNamedSubmission, files, refers, relates, uuidOf } from '../../test/support/registry-service.ts';
import {
  aNamedUpdate,
  changesStatus,
  type NamedVersion,
  newVersionOf,
  submits,
} from '../../test/support/update-messages.ts';
import { anUpdateService, type UpdateService, type UpdateSettings } from '../../test/support/update-service.ts';

let service: UpdateService;
const success = { status: 'Success', errors: [] };
const codes = ({ errors }: RegistryResponse) => [...new Set(errors.map(({ errorCode }) => errorCode))];
const aNewVersion = (version: Omit<NamedVersion<DocumentEntry>, 'name'> = {}, set = 'U') =>
  aNamedUpdate({ set, documents: [{ name: 'a', ...version }] });

async function registerSome(to: UpdateService): Promise<void> {
  const more = [...files('S', 'F', 'a'), relates('b', 'APND', 'a')];
  expect(await to.register(aNamedSubmission({ set: 'S', documents: ['a', 'b'], folders: ['F'], more }))).toEqual(
    success,
  );
}

/** Runs `work` on a registry with other settings that holds the same. */
async function withSettings(settings: UpdateSettings, work: (other: UpdateService) => Promise<void>): Promise<void> {
  const other = await anUpdateService(settings);
  try {
    await registerSome(other);
    await work(other);
  } finally {
    await other.database.close();
  }
}

beforeAll(async () => {
  service = await anUpdateService();
});
beforeEach(async () => {
  await service.clear();
  await registerSome(service);
});
afterAll(() => service?.database.close());

/** One change of each attribute that may change. */
const changes: Readonly<Record<string, Partial<DocumentEntry>>> = {
  author: { author: [anAuthor(), anAuthor({ authorPerson: '^Weiss^Jan' })] },
  classCode: { classCode: aCode('IMAGES', '1.3.6.1.4.1.19376.1.2.6.1') },
  comments: { comments: international('seen again') },
  confidentialityCode: { confidentialityCode: [aCode('R', '2.16.840.1.113883.5.25')] },
  creationTime: { creationTime: '20250103' },
  eventCodeList: { eventCodeList: [] },
  extraMetadata: { extraMetadata: [{ name: 'urn:x:y', values: ['1', '2'] }] },
  formatCode: { formatCode: aCode('urn:x:format', '1.2') },
  hash: { hash: 'a'.repeat(40) },
  healthcareFacilityTypeCode: { healthcareFacilityTypeCode: aCode('OF', '2.16.840.1.113883.5.111') },
  languageCode: { languageCode: 'fr-CH' },
  legalAuthenticator: { legalAuthenticator: '^Weiss^Jan' },
  mimeType: { mimeType: 'application/pdf' },
  practiceSettingCode: { practiceSettingCode: aCode('1', '2.16.840.1.113883.6.96') },
  referenceIdList: { referenceIdList: ['A1^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:accession'] },
  serviceStartTime: { serviceStartTime: '20250102' },
  serviceStopTime: { serviceStopTime: '20250105' },
  size: { size: '7' },
  sourcePatientInfo: { sourcePatientInfo: ['PID-5|Moser^Vera Maria'] },
  title: { title: international('Chest') },
  typeCode: { typeCode: aCode('11502-2', '2.16.840.1.113883.6.1') },
  URI: { URI: 'http://x.example/a' },
};

describe('[ITI TF-2 3.92.4.1.3] a restricted update', () => {
  it('makes a new version that is Approved, with memberships and relationships', async () => {
    expect(await service.restrictedUpdate(aNewVersion())).toEqual(success);
    expect(await service.versions()).toContain('a 1 Deprecated');
    expect(await service.versions()).toContain('a 2 Approved latest');
    const state = await service.state();
    expect(state.filter((line) => line === 'APND b -> a Approved')).toHaveLength(2);
    expect(state.filter((line) => line === 'HasMember F -> a Approved')).toHaveLength(2);
  });

  it.each(Object.entries(changes))('changes %s', async (_, change) => {
    expect(await service.restrictedUpdate(aNewVersion({ changes: change }))).toEqual(success);
    expect((await service.entriesOf('a'))[1]).toMatchObject({ ...change, version: '2', logicalID: uuidOf('a') });
  });

  it('leaves everything as it is when one of several entries may not be changed', async () => {
    const before = await service.state();
    const documents = [{ name: 'a' }, { name: 'b', changes: { sourcePatientId: 'X^^^&1.2&ISO' } }];
    expect((await service.restrictedUpdate(aNamedUpdate({ set: 'U', documents }))).status).toBe('Failure');
    expect(await service.state()).toEqual(before);
  });

  it('of an On-Demand entry keeps it On-Demand', async () => {
    const { OnDemand: objectType } = documentEntryTypes;
    const onDemand = { objectType, hash: undefined, size: undefined, creationTime: undefined };
    const { documentEntries, ...others } = aNamedSubmission({ set: 'T', documents: ['d'] });
    const { hash, size, creationTime, ...entry } = documentEntries[0]!;
    await service.store.submit((registry) =>
      registry.insert(
        [...others.submissionSets, { ...entry, objectType }].map((object) => ({
          ...object,
          logicalID: object.entryUUID,
          version: '1',
          availabilityStatus: availabilityStatuses.Approved,
        })),
        entry.patientId!,
      ),
    );
    const update = aNamedUpdate({ set: 'U', documents: [{ name: 'd', changes: onDemand as Partial<DocumentEntry> }] });
    expect(await service.restrictedUpdate(update)).toEqual(success);
    expect((await service.entriesOf('d'))[1]).toMatchObject({ objectType, version: '2' });
  });
});

describe('[ITI TF-2 3.92.4.1.3] a restricted update is refused', () => {
  const changed = (change: object) => () => aNewVersion({ changes: change });
  const member = (change: object) => () => aNewVersion({ member: change });
  const beside = (more: Submission['associations']) => () => ({
    ...aNewVersion(),
    associations: [...aNewVersion().associations, ...more],
  });

  it.each<[string, string, () => Submission]>([
    [
      'with a Folder',
      'XDSObjectTypeError',
      () => ({ ...aNewVersion(), folders: [aFolder({ logicalID: uuidOf('F') })] }),
    ],
    [
      'with a change of status',
      'UnmodifiableMetadataError',
      beside([changesStatus('U', uuidOf('b'), 'Approved', 'Deprecated')]),
    ],
    [
      'with a submitted association',
      'UnmodifiableMetadataError',
      beside(submits('U', uuidOf('F'), 'HasMember', uuidOf('b'))),
    ],
    ['with a first version', 'XDSInvalidRequestException', changed({ logicalID: newVersionOf('a') })],
    ['without logicalID', 'XDSInvalidRequestException', changed({ logicalID: undefined })],
    ['without a link', 'XDSMetadataAnnotationError', () => ({ ...aNewVersion(), associations: [] })],
    ['with AssociationPropagation no', 'XDSMetadataAnnotationError', member({ associationPropagation: 'no' })],
    ['without PreviousVersion', 'XDSMetadataAnnotationError', member({ previousVersion: undefined })],
    ['with the wrong PreviousVersion', 'XDSMetadataVersionError', member({ previousVersion: '2' })],
    ['with a logicalID nobody has', 'XDSMetadataVersionError', changed({ logicalID: uuidOf('nobody') })],
    ['with another uniqueId', 'XDSMetadataIdentifierError', changed({ uniqueId: '1.2.9' })],
    [
      'with another patientId',
      'XDSPatientIDReconciliationError',
      () => aNamedUpdate({ set: 'U', patientId: anotherPatientId, documents: [{ name: 'a' }] }),
    ],
    [
      'with another objectType',
      'UnmodifiableMetadataError',
      changed({ objectType: documentEntryTypes.OnDemand, hash: undefined, size: undefined, creationTime: undefined }),
    ],
    ['with another sourcePatientId', 'UnmodifiableMetadataError', changed({ sourcePatientId: 'X^^^&1.2&ISO' })],
    ['with another repositoryUniqueId', 'UnmodifiableMetadataError', changed({ repositoryUniqueId: '1.2.3' })],
    [
      'with another documentAvailability',
      'UnmodifiableMetadataError',
      changed({ documentAvailability: documentAvailabilities.Offline }),
    ],
    [
      'with another availabilityStatus',
      'UnmodifiableMetadataError',
      changed({ availabilityStatus: availabilityStatuses.Deprecated }),
    ],
    ['with metadata that is not valid', 'XDSRegistryMetadataError', changed({ typeCode: undefined })],
    ['with a relationship', 'XDSMetadataUpdateError', beside([relates('b', 'signs', 'a')])],
    ['with nothing to update', 'XDSMetadataUpdateError', () => aNamedUpdate({ set: 'U' })],
  ])('%s: %s', async (_, code, update) => {
    const before = await service.state();
    const response = await service.restrictedUpdate(update());
    expect(codes(response)).toEqual([code]);
    expect(await service.state()).toEqual(before);
  });

  it('with a reference to nothing registered', async () => {
    const response = await service.restrictedUpdate(beside([refers('U', 'nobody')])());
    expect(codes(response)).toContain('UnresolvedReferenceException');
  });

  it('for an attribute that the registry keeps, and only for that', async () => {
    await withSettings({ keptAttributes: ['confidentialityCode', 'hash'] }, async (other) => {
      for (const name of ['confidentialityCode', 'hash'])
        expect(codes(await other.restrictedUpdate(aNewVersion({ changes: changes[name]! })))).toEqual([
          'LocalPolicyRestrictionError',
        ]);
      expect(await other.restrictedUpdate(aNewVersion({ changes: changes.title! }))).toEqual(success);
    });
  });
});

describe('[ITI TF-2 3.92.4.1.3] a restricted update of what is Deprecated', () => {
  const deprecating = aNamedUpdate({ set: 'T', more: [changesStatus('T', uuidOf('a'), 'Approved', 'Deprecated')] });

  it('makes an Approved version', async () => {
    expect(await service.update(deprecating)).toEqual(success);
    expect(await service.restrictedUpdate(aNewVersion())).toEqual(success);
    expect(await service.versions()).toContain('a 2 Approved latest');
  });

  it('makes a Deprecated version where statusAfterUpdate is previous', async () => {
    await withSettings({ statusAfterUpdate: 'previous' }, async (other) => {
      await other.update(deprecating);
      expect(await other.restrictedUpdate(aNewVersion())).toEqual(success);
      expect(await other.versions()).toContain('a 2 Deprecated latest');
      expect(await other.restrictedUpdate(aNamedUpdate({ set: 'V', documents: [{ name: 'b' }] }))).toEqual(success);
      expect(await other.versions()).toContain('b 2 Approved latest');
    });
  });
});

describe('[ITI TF-2 3.92.4.1.3] the codes of a refused restricted update', () => {
  it.each([
    ['standard', ['XDSMetadataAnnotationError', 'UnmodifiableMetadataError']],
    ['toolkit', ['XDSMetadataAnnotationError', 'XDSObjectTypeError']],
    ['ipf', ['XDSMetadataVersionError', 'UnmodifiableMetadataError']],
  ] as const)('are those of %s', async (errorCodes, [noVersion, otherType]) => {
    await withSettings({ errorCodes }, async (other) => {
      const withoutVersion = aNewVersion({ member: { previousVersion: undefined } });
      expect(codes(await other.restrictedUpdate(withoutVersion))).toEqual([noVersion]);
      const onDemand = {
        objectType: documentEntryTypes.OnDemand,
        hash: undefined,
        size: undefined,
        creationTime: undefined,
      };
      const retyped = aNewVersion({ changes: onDemand as Partial<DocumentEntry> });
      expect(codes(await other.restrictedUpdate(retyped))).toEqual([otherType]);
    });
  });
});
