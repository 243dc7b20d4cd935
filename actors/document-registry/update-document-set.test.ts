import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Association, international, type Submission } from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { aCode, aPatientId } from '../../test/support/metadata.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import { aNamedSubmission, files, relates, uuidOf } from '../../test/support/registry-service.ts';
import {
  aNamedUpdate,
  anUpdateAssociation,
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
  service.clock.now = new Date('2025-06-01T08:00:00Z');
});
afterAll(() => service?.database.close());

const success = { status: 'Success', errors: [] };
const updates = (named: NamedUpdate) => service.update(aNamedUpdate(named));

/** `a` in Folder `F`, and an addendum `b` to it. */
async function registerSome(): Promise<void> {
  const more = [...files('S', 'F', 'a'), relates('b', 'APND', 'a')];
  expect(await service.register(aNamedSubmission({ set: 'S', documents: ['a', 'b'], folders: ['F'], more }))).toEqual(
    success,
  );
}

describe('[ITI TF-2 3.57.4.1.3.3.1] an updated DocumentEntry', () => {
  beforeEach(registerSome);

  it('is a new version of the same logical object; the one before is Deprecated and stays as it was', async () => {
    const changes = { title: international('Chest, seen again'), availabilityStatus: 'urn:x:submitted', version: '9' };
    expect(await updates({ set: 'U', documents: [{ name: 'a', changes }] })).toEqual(success);
    expect(await service.versions()).toEqual([
      'F 1 Approved latest',
      'a 1 Deprecated',
      'a 2 Approved latest',
      'b 1 Approved latest',
    ]);
    const [first, second] = await service.entriesOf('a');
    expect(first).toMatchObject({
      entryUUID: uuidOf('a'),
      logicalID: uuidOf('a'),
      version: '1',
      title: international('Chest, two views'),
    });
    expect(second).toMatchObject({
      entryUUID: newVersionOf('a'),
      logicalID: uuidOf('a'),
      version: '2',
      title: changes.title,
    });
  });

  it('gets a UUID for a symbolic id, and the next version starts from there', async () => {
    const first = aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] });
    const symbolic = JSON.parse(JSON.stringify(first).replaceAll(newVersionOf('a'), 'Document01')) as Submission;
    expect(await service.update(symbolic)).toEqual(success);
    expect(await updates({ set: 'V', documents: [{ name: 'a', from: '2' }] })).toEqual(success);
    expect(await service.versions()).toContain('a 3 Approved latest');
    expect((await service.entriesOf('a')).map(({ version, logicalID }) => [version, logicalID])).toEqual(
      ['1', '2', '3'].map((version) => [version, uuidOf('a')]),
    );
  });

  it('takes its memberships and relationships along; the former ones stay, and the Folder tells the time', async () => {
    service.clock.now = new Date('2025-06-02T08:00:00Z');
    await updates({ set: 'U', documents: [{ name: 'a' }] });
    expect(await service.state()).toEqual([
      'APND b -> a Approved',
      'APND b -> a Approved',
      'DocumentEntry a Approved',
      'DocumentEntry a Deprecated',
      'DocumentEntry b Approved',
      'Folder F Approved 20250602080000',
      'HasMember F -> a Approved',
      'HasMember F -> a Approved',
      'HasMember S -> (HasMember) Approved',
      'HasMember S -> F Approved',
      'HasMember S -> a Approved',
      'HasMember S -> b Approved',
      'HasMember U -> (HasMember) Approved',
      'HasMember U -> a Approved',
      'SubmissionSet S Approved',
      'SubmissionSet U Approved',
    ]);
    expect(await ends('APND')).toEqual([
      [uuidOf('b'), uuidOf('a')],
      [uuidOf('b'), newVersionOf('a')],
    ]);
  });

  it('takes nothing along when AssociationPropagation is no', async () => {
    service.clock.now = new Date('2025-06-02T08:00:00Z');
    await updates({ set: 'U', documents: [{ name: 'a', propagation: 'no' }] });
    const state = await service.state();
    expect(state.filter((line) => /APND|HasMember F/.test(line))).toEqual([
      'APND b -> a Approved',
      'HasMember F -> a Approved',
    ]);
    expect(state).toContain('Folder F Approved 20250601080000');
  });

  it('leaves behind what is Deprecated, and what was left behind before', async () => {
    const apnd = await uuidOfAssociation('APND');
    expect(await updates({ set: 'U', more: [changesStatus('U', apnd, 'Approved', 'Deprecated')] })).toEqual(success);
    expect(await updates({ set: 'V', documents: [{ name: 'a' }] })).toEqual(success);
    expect(await ends('APND')).toEqual([[uuidOf('b'), uuidOf('a')]]);
    expect(await updates({ set: 'W', documents: [{ name: 'a', from: '2', propagation: 'no' }] })).toEqual(success);
    expect(await updates({ set: 'X', documents: [{ name: 'a', from: '3' }] })).toEqual(success);
    const memberships = (await ends('HasMember')).filter(([source]) => source === uuidOf('F'));
    expect(memberships).toEqual([
      [uuidOf('F'), uuidOf('a')],
      [uuidOf('F'), newVersionOf('a')],
    ]);
  });

  it('takes the documentation and the extra metadata of a relationship along, and keeps no annotation', async () => {
    const documented: Association = {
      ...relates('c', 'XFRM', 'a'),
      documentation: aCode('translation', '1.2.3'),
      extraMetadata: [{ name: 'urn:x:why', values: ['asked for'] }],
    };
    await service.register(aNamedSubmission({ set: 'T', documents: ['c'], more: [documented] }));
    await updates({ set: 'U', documents: [{ name: 'a', propagation: 'yes' }] });
    const kept = await service.associations();
    const transformation = kept.find(
      ({ type, target }) => type === associationTypes.XFRM && target === newVersionOf('a'),
    );
    expect(transformation).toMatchObject({
      documentation: documented.documentation,
      extraMetadata: documented.extraMetadata,
    });
    const member = kept.find(({ source, target }) => source === uuidOf('U') && target === newVersionOf('a'));
    expect(member).toMatchObject({ submissionSetStatus: 'Original' });
    expect(kept.filter((a) => a.previousVersion !== undefined || a.associationPropagation !== undefined)).toEqual([]);
  });

  it('is bound once to what is updated with it, new to new', async () => {
    await updates({ set: 'U', documents: [{ name: 'a' }, { name: 'b' }], folders: [{ name: 'F' }] });
    expect(await ends('APND')).toEqual([
      [uuidOf('b'), uuidOf('a')],
      [newVersionOf('b'), newVersionOf('a')],
    ]);
    expect(
      (await ends('HasMember')).filter(([source]) => source === uuidOf('F') || source === newVersionOf('F')),
    ).toEqual([
      [uuidOf('F'), uuidOf('a')],
      [newVersionOf('F'), newVersionOf('a')],
    ]);
  });

  it('is the document as it is now: registered again it has the hash of the latest version', async () => {
    const hash = 'b'.repeat(40);
    expect(await updates({ set: 'U', documents: [{ name: 'a', changes: { hash } }] })).toEqual(success);
    const submission = aNamedSubmission({ set: 'T', documents: ['a'] });
    const again = (changes: object) => ({
      ...submission,
      documentEntries: [{ ...submission.documentEntries[0]!, entryUUID: uuidOf('again'), ...changes }],
      associations: [{ ...submission.associations[0]!, target: uuidOf('again') }],
    });
    expect(await service.register(again({}))).toMatchObject({ errors: [{ errorCode: 'XDSNonIdenticalHash' }] });
    expect(await service.register(again({ hash }))).toEqual(success);
    expect(await updates({ set: 'V', documents: [{ name: 'a', from: '2' }] })).toEqual(success);
  });
});

describe('[ITI TF-2 3.57.4.1.3.3.3] an updated Folder', () => {
  beforeEach(registerSome);

  it('is a new version that holds what the one before held', async () => {
    service.clock.now = new Date('2025-06-02T08:00:00Z');
    const changes = { title: international('Aftercare'), lastUpdateTime: '19990101000000' };
    expect(await updates({ set: 'U', folders: [{ name: 'F', changes }] })).toEqual(success);
    expect(await service.versions()).toEqual([
      'F 1 Deprecated',
      'F 2 Approved latest',
      'a 1 Approved latest',
      'b 1 Approved latest',
    ]);
    expect(await service.state()).toContain('Folder F Approved 20250602080000');
    expect((await ends('HasMember')).filter(([, target]) => target === uuidOf('a'))).toContainEqual([
      newVersionOf('F'),
      uuidOf('a'),
    ]);
  });
});

describe('[ITI TF-2 3.57.4.1.3.3.2] a change of status', () => {
  beforeEach(registerSome);

  it('deprecates and approves again a DocumentEntry, a Folder and an association, without a version', async () => {
    const apnd = await uuidOfAssociation('APND');
    const targets = [uuidOf('a'), uuidOf('F'), apnd];
    expect(
      await updates({ set: 'U', more: targets.map((id) => changesStatus('U', id, 'Approved', 'Deprecated')) }),
    ).toEqual(success);
    expect(await service.versions()).toEqual(['F 1 Deprecated latest', 'a 1 Deprecated latest', 'b 1 Approved latest']);
    expect(await service.state()).toContain('APND b -> a Deprecated');
    expect((await service.entriesOf('a'))[0]?.availabilityStatus).toMatch(/:Deprecated$/);
    expect(
      await updates({ set: 'V', more: targets.map((id) => changesStatus('V', id, 'Deprecated', 'Approved')) }),
    ).toEqual(success);
    expect(await service.versions()).toEqual(['F 1 Approved latest', 'a 1 Approved latest', 'b 1 Approved latest']);
    expect(await service.state()).toContain('APND b -> a Approved');
  });

  it('with a new version of the same object is a change of that one, whichever of the two is named', async () => {
    const more = [changesStatus('U', newVersionOf('a'), 'Approved', 'Deprecated')];
    expect(await updates({ set: 'U', documents: [{ name: 'a' }], more })).toEqual(success);
    const former = [changesStatus('V', uuidOf('F'), 'Approved', 'Deprecated')];
    expect(await updates({ set: 'V', folders: [{ name: 'F' }], more: former })).toEqual(success);
    expect(await service.versions()).toEqual([
      'F 1 Deprecated',
      'F 2 Deprecated latest',
      'a 1 Deprecated',
      'a 2 Deprecated latest',
      'b 1 Approved latest',
    ]);
  });

  it('keeps no UpdateAvailabilityStatus and no SubmitAssociation', async () => {
    const more = [
      changesStatus('U', uuidOf('a'), 'Approved', 'Deprecated'),
      ...submits('U', uuidOf('b'), 'signs', uuidOf('b2')),
    ];
    await service.register(aNamedSubmission({ set: 'T', documents: ['b2'] }));
    expect(await updates({ set: 'U', more })).toEqual(success);
    expect(
      (await service.associations()).filter(({ type }) => /UpdateAvailability|SubmitAssociation/.test(type)),
    ).toEqual([]);
  });
});

describe('[ITI TF-2 3.57.4.1.3.3.6] a submitted association', () => {
  beforeEach(registerSome);

  it('files a registered document: the Folder tells the time, and the membership is the SubmissionSet’s', async () => {
    service.clock.now = new Date('2025-06-02T08:00:00Z');
    expect(await updates({ set: 'U', more: submits('U', uuidOf('F'), 'HasMember', uuidOf('b')) })).toEqual(success);
    const state = await service.state();
    expect(state).toContain('HasMember F -> b Approved');
    expect(state).toContain('HasMember U -> (HasMember) Approved');
    expect(state).toContain('Folder F Approved 20250602080000');
  });

  it('relates registered documents, and changes no status whatever the relationship is', async () => {
    expect(await updates({ set: 'U', more: submits('U', uuidOf('a'), 'RPLC', uuidOf('b')) })).toEqual(success);
    expect(await service.state()).toContain('RPLC a -> b Approved');
    expect(await service.versions()).toContain('b 1 Approved latest');
  });

  it('can be given to a new version that propagates nothing', async () => {
    const more = submits('U', uuidOf('F'), 'HasMember', newVersionOf('b'));
    expect(await updates({ set: 'U', documents: [{ name: 'b', propagation: 'no' }], more })).toEqual(success);
    expect((await ends('HasMember')).filter(([source]) => source === uuidOf('F'))).toContainEqual([
      uuidOf('F'),
      newVersionOf('b'),
    ]);
  });

  it('brings its HasMember of the SubmissionSet itself, which is not made twice', async () => {
    const [membership, trigger] = submits('U', uuidOf('F'), 'HasMember', uuidOf('b'));
    const member = anUpdateAssociation('HasMember', uuidOf('U'), membership!.entryUUID);
    expect(await updates({ set: 'U', more: [membership!, trigger!, member] })).toEqual(success);
    expect((await service.state()).filter((line) => line.startsWith('HasMember U'))).toEqual([
      'HasMember U -> (HasMember) Approved',
    ]);
  });
});

describe('[ITI TF-2 3.57.4.1.3.1] the patient of an object', () => {
  it('can change while nothing binds it, and the version before stays with the former one', async () => {
    await service.register(aNamedSubmission({ set: 'S', documents: ['a'], folders: ['F'] }));
    const patientId = anotherPatientId;
    expect(await updates({ set: 'U', patientId, documents: [{ name: 'a' }], folders: [{ name: 'F' }] })).toEqual(
      success,
    );
    expect((await service.entriesOf('a')).map((entry) => entry.patientId)).toEqual([aPatientId, anotherPatientId]);
  });
});

/** The ends of the associations of one type, sorted by how many of them are new versions. */
async function ends(type: keyof typeof associationTypes): Promise<string[][]> {
  const fresh = new Set<string>(['a', 'b', 'F'].map((name) => newVersionOf(name)));
  const found = (await service.associations()).filter((association) => association.type === associationTypes[type]);
  const rank = (ids: string[]) => ids.filter((id) => fresh.has(id)).length;
  return found.map(({ source, target }) => [source, target]).sort((one, two) => rank(one) - rank(two));
}

async function uuidOfAssociation(type: keyof typeof associationTypes): Promise<string> {
  const found = (await service.associations()).find((association) => association.type === associationTypes[type]);
  return found?.entryUUID ?? 'none';
}
