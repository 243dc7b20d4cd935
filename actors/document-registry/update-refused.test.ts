import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { Association, Submission } from '../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { aPatientId } from '../../test/support/metadata.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import { aNamedSubmission, files, relates, uuidOf } from '../../test/support/registry-service.ts';
import {
  aNamedUpdate,
  changesStatus,
  type NamedUpdate,
  newVersionOf,
  submits,
} from '../../test/support/update-messages.ts';
import { anUpdateService, type UpdateService } from '../../test/support/update-service.ts';

let service: UpdateService;
beforeAll(async () => {
  service = await anUpdateService();
});
beforeEach(async () => {
  await service.clear();
  const more = [...files('S', 'F', 'a'), relates('b', 'APND', 'a')];
  const response = await service.register(aNamedSubmission({ set: 'S', documents: ['a', 'b'], folders: ['F'], more }));
  expect(response).toEqual(success);
});
afterAll(() => service?.database.close());

const success = { status: 'Success', errors: [] };
const codes = ({ errors }: RegistryResponse) => [...new Set(errors.map(({ errorCode }) => errorCode))];
const updates = (named: NamedUpdate) => service.update(aNamedUpdate(named));

/** The update is refused with exactly these codes, and nothing is different afterwards. */
async function refused(update: Submission): Promise<string[]> {
  const before = [await service.versions(), await service.state()];
  const response = await service.update(update);
  expect(response.status).toBe('Failure');
  expect([await service.versions(), await service.state()]).toEqual(before);
  return codes(response);
}

describe('[ITI TF-2 3.57.4.1.3] an update is refused whole', () => {
  const a = { name: 'a' } as const;
  const member = (changes: object) => aNamedUpdate({ set: 'U', documents: [{ ...a, member: changes }] });
  const changed = (changes: object) => aNamedUpdate({ set: 'U', documents: [{ ...a, changes }] });
  const asking = (...more: Association[]) => aNamedUpdate({ set: 'U', documents: [{ name: 'b' }], more });
  const deprecating = (id: string) => asking(changesStatus('U', id, 'Approved', 'Deprecated'));

  it.each<[string, string[], () => Submission]>([
    ['a logicalID nobody has', ['XDSMetadataVersionError'], () => changed({ logicalID: uuidOf('nobody') })],
    [
      'the first version of an entry',
      ['XDSMetadataUpdateError'],
      () => changed({ entryUUID: uuidOf('new'), logicalID: undefined }),
    ],
    ['metadata that is not valid', ['XDSRegistryMetadataError'], () => changed({ typeCode: undefined })],
    ['the wrong PreviousVersion', ['XDSMetadataVersionError'], () => member({ previousVersion: '2' })],
    ['no PreviousVersion', ['XDSMetadataUpdateOperationError'], () => member({ previousVersion: undefined })],
    ['another uniqueId', ['XDSMetadataUpdateError'], () => changed({ uniqueId: '1.2.9' })],
    [
      'another objectType',
      ['XDSMetadataUpdateError'],
      () =>
        changed({ objectType: documentEntryTypes.OnDemand, hash: undefined, size: undefined, creationTime: undefined }),
    ],
    [
      'an unknown patient',
      ['XDSUnknownPatientId', 'XDSPatientIDReconciliationError'],
      () => aNamedUpdate({ set: 'U', documents: [a], patientId: aPatientId.replace('1001', '9009') }),
    ],
    ['a used entryUUID', ['XDSRegistryMetadataError'], () => changed({ entryUUID: uuidOf('b') })],
    [
      'a used uniqueId of the SubmissionSet',
      ['XDSDuplicateUniqueIdInRegistry', 'XDSRegistryMetadataError'],
      () => aNamedUpdate({ set: 'S', documents: [a] }),
    ],
    [
      'the same object twice',
      ['XDSRegistryDuplicateUniqueIdInMessage', 'XDSMetadataUpdateOperationError'],
      () => aNamedUpdate({ set: 'U', documents: [a, { ...a, from: '2' }] }),
    ],
    ['nothing that is asked for', ['XDSMetadataUpdateOperationError'], () => aNamedUpdate({ set: 'U' })],
    ['a stray relationship', ['XDSMetadataUpdateOperationError'], () => asking(relates('b', 'signs', 'a'))],
    [
      'a propagation that is neither yes nor no',
      ['XDSMetadataUpdateOperationError'],
      () => member({ associationPropagation: 'true' }),
    ],
    [
      'an unknown association type',
      ['XDSRegistryMetadataError'],
      () => asking({ ...relates('b', 'signs', 'a'), type: 'urn:x:y' }),
    ],
    [
      'a new version that is approved',
      ['XDSMetadataUpdateError'],
      () => asking(changesStatus('U', uuidOf('b'), 'Deprecated', 'Approved')),
    ],
    ['a change of status of nothing registered', ['UnresolvedReferenceException'], () => deprecating(uuidOf('nobody'))],
    ['a change of status of a SubmissionSet', ['XDSMetadataUpdateError'], () => deprecating(uuidOf('S'))],
    [
      'a status it has not',
      ['XDSMetadataUpdateError'],
      () => asking(changesStatus('U', uuidOf('a'), 'Deprecated', 'Approved')),
    ],
    [
      'a membership that is there',
      ['XDSMetadataUpdateError'],
      () => asking(...submits('U', uuidOf('F'), 'HasMember', uuidOf('a'))),
    ],
    [
      'an association of what is propagated',
      ['XDSMetadataUpdateOperationError'],
      () => asking(...submits('U', uuidOf('F'), 'HasMember', newVersionOf('b'))),
    ],
    [
      'an association of what is superseded',
      ['XDSMetadataUpdateError', 'XDSMetadataUpdateOperationError'],
      () => asking(...submits('U', uuidOf('F'), 'HasMember', uuidOf('b'))),
    ],
  ])('for %s: %j', async (_, expected, update) => {
    expect((await refused(update())).sort()).toEqual([...expected].sort());
  });

  it('for another patient of what is bound', async () => {
    const patientId = anotherPatientId;
    expect(await refused(aNamedUpdate({ set: 'U', patientId, documents: [{ name: 'a' }] }))).toEqual([
      'XDSPatientIDReconciliationError',
    ]);
    expect(await refused(aNamedUpdate({ set: 'V', patientId, folders: [{ name: 'F' }] }))).toEqual([
      'XDSPatientIDReconciliationError',
    ]);
  });

  it('for a change of status of what another one follows, or of a HasMember of a SubmissionSet', async () => {
    await updates({ set: 'T', documents: [a] });
    expect(await refused(asking(changesStatus('U', uuidOf('a'), 'Deprecated', 'Approved')))).toEqual([
      'XDSMetadataUpdateError',
    ]);
    const member = (await service.associations()).find(
      ({ source, target }) => source === uuidOf('S') && target === uuidOf('b'),
    );
    expect(await refused(deprecating(member!.entryUUID))).toEqual(['XDSMetadataUpdateError']);
  });

  it('for a new version of what is Deprecated, and for an association with it', async () => {
    await updates({ set: 'T', more: [changesStatus('T', uuidOf('a'), 'Approved', 'Deprecated')] });
    expect(await refused(changed({}))).toEqual(['XDSMetadataUpdateError']);
    expect(await refused(aNamedUpdate({ set: 'U', more: submits('U', uuidOf('b'), 'signs', uuidOf('a')) }))).toEqual([
      'XDSMetadataUpdateError',
    ]);
  });

  it('for an association between patients', async () => {
    await service.register(aNamedSubmission({ set: 'T', documents: ['c'], patientId: anotherPatientId }));
    for (const more of [
      submits('U', uuidOf('F'), 'HasMember', uuidOf('c')),
      submits('U', uuidOf('c'), 'APND', uuidOf('a')),
    ]) {
      expect(await refused(aNamedUpdate({ set: 'U', more }))).toEqual(['XDSPatientIDReconciliationError']);
    }
  });

  it('in ITI-42: annotations belong to updates', async () => {
    const submission = aNamedSubmission({ set: 'T', documents: ['c'] });
    const annotated = submission.associations.map((association) => ({ ...association, previousVersion: '1' }));
    expect(codes(await service.register({ ...submission, associations: annotated }))).toEqual([
      'XDSRegistryMetadataError',
    ]);
  });

  it('telling the sender’s own ids', async () => {
    const response = await service.update(member({ previousVersion: '7' }));
    expect(response.errors[0]?.codeContext).toContain(`7, while ${uuidOf('a')} is version 1`);
  });
});

describe('[ITI TF-2 3.57.4.1.3] what a registry decides', () => {
  it('is which operations it offers', async () => {
    const limited = await anUpdateService({ updateOperations: ['UpdateDocumentEntryMetadata'] });
    try {
      await limited.register(aNamedSubmission({ set: 'S', documents: ['a', 'b'] }));
      const more = [changesStatus('U', uuidOf('a'), 'Approved', 'Deprecated')];
      expect(codes(await limited.update(aNamedUpdate({ set: 'U', more })))).toEqual([
        'XDSMetadataUpdateOperationError',
      ]);
      expect(await limited.update(aNamedUpdate({ set: 'V', documents: [{ name: 'a' }] }))).toEqual(success);
    } finally {
      await limited.database.close();
    }
  });

  it.each([
    ['standard', 'XDSMetadataUpdateError', 'XDSMetadataUpdateOperationError'],
    ['toolkit', 'XDSMetadataUpdateError', 'XDSMetadataUpdateError'],
    ['ipf', 'XDSInvalidRequestException', 'XDSMetadataUpdateOperationError'],
  ] as const)('is whose codes it answers with: %s', async (errorCodes, initialVersion, nothingAsked) => {
    const other = await anUpdateService({ errorCodes });
    try {
      const initial = aNamedUpdate({ set: 'U', documents: [{ name: 'a', changes: { logicalID: newVersionOf('a') } }] });
      expect(codes(await other.update(initial))).toEqual([initialVersion]);
      expect(codes(await other.update(aNamedUpdate({ set: 'V' })))).toEqual([nothingAsked]);
    } finally {
      await other.database.close();
    }
  });
});
