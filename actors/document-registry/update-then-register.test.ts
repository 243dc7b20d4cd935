import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aNamedSubmission, files, relates, uuidOf } from '../../test/support/registry-service.ts';
import { aNamedUpdate, changesStatus, submits } from '../../test/support/update-messages.ts';
import { anUpdateService, type UpdateService } from '../../test/support/update-service.ts';

let service: UpdateService;
beforeAll(async () => {
  service = await anUpdateService();
});
beforeEach(() => service.clear());
afterAll(() => service?.database.close());

const success = { status: 'Success', errors: [] };
/** Takes an association back: from now on it says nothing any more. */
const deprecates = (association: string) =>
  service.update(aNamedUpdate({ set: 'U', more: [changesStatus('U', association, 'Approved', 'Deprecated')] }));
/** The entryUUID of the association that a submission of `relates` or `files` brought. */
const idOf = async (source: string, type: string, target: string) => {
  const found = (await service.associations()).filter(
    (a) => a.type.endsWith(`:${type}`) && a.source === uuidOf(source) && a.target === uuidOf(target),
  );
  expect(found).toHaveLength(1);
  return found[0]!.entryUUID;
};

describe('[ITI TF-2 3.42.4.1.3.5] a submission after an association was deprecated', () => {
  it('that replaces a document leaves what transformed it', async () => {
    await service.register(aNamedSubmission({ set: 'S', documents: ['a', 't'], more: [relates('t', 'XFRM', 'a')] }));
    expect(await deprecates(await idOf('t', 'XFRM', 'a'))).toEqual(success);
    const replacing = aNamedSubmission({ set: 'T', documents: ['b'], more: [relates('b', 'RPLC', 'a')] });
    expect(await service.register(replacing)).toEqual(success);
    expect(await service.versions()).toEqual(['a 1 Deprecated latest', 'b 1 Approved latest', 't 1 Approved latest']);
  });

  it('that replaces a document does not go into a Folder that was taken out of', async () => {
    await service.register(
      aNamedSubmission({ set: 'S', documents: ['a'], folders: ['F'], more: files('S', 'F', 'a') }),
    );
    expect(await deprecates(await idOf('F', 'HasMember', 'a'))).toEqual(success);
    const replacing = aNamedSubmission({ set: 'T', documents: ['b'], more: [relates('b', 'RPLC', 'a')] });
    expect(await service.register(replacing)).toEqual(success);
    expect((await service.state()).filter((line) => line.includes('-> b'))).toEqual(['HasMember T -> b Approved']);
  });

  it('that adds to what is no transformation any more is accepted', async () => {
    await service.register(aNamedSubmission({ set: 'S', documents: ['a', 't'], more: [relates('t', 'XFRM', 'a')] }));
    const adding = aNamedSubmission({ set: 'T', documents: ['b'], more: [relates('b', 'APND', 't')] });
    expect((await service.register(adding)).errors.map(({ errorCode }) => errorCode)).toEqual([
      'XDSRegistryMetadataError',
    ]);
    expect(await deprecates(await idOf('t', 'XFRM', 'a'))).toEqual(success);
    expect(await service.register(adding)).toEqual(success);
  });
});

describe('[ITI TF-2 3.42.4.1.3.7] a UUID', () => {
  it.each([
    ['alone', []],
    ['with a replacement', [relates('a', 'RPLC', 'b')]],
  ])('of a first version that was removed is not given again while later versions stay (%s)', async (_, more) => {
    await service.register(aNamedSubmission({ set: 'S', documents: ['a'] }));
    await service.register(aNamedSubmission({ set: 'T', documents: ['b'] }));
    expect(await service.update(aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] }))).toEqual(success);
    const first = [uuidOf('S'), uuidOf('a'), await idOf('S', 'HasMember', 'a')];
    await service.store.remove((registry) => registry.delete(first));
    const again = aNamedSubmission({ set: 'V', documents: ['a'], more });
    expect((await service.register(again)).errors.map(({ errorCode }) => errorCode)).toEqual([
      'XDSRegistryMetadataError',
    ]);
    expect(await service.versions()).toEqual(['a 2 Approved latest', 'b 1 Approved latest']);
  });
});

describe('[ITI TF-3 4.2.2.2] an addendum to a transformation', () => {
  it('is refused, too, when the transformation was submitted after its patient was merged into another', async () => {
    const patients = { subsumed: 'P-old^^^&1.2.3&ISO', surviving: 'P-new^^^&1.2.3&ISO' };
    await service.store.feed((feed) => feed.add(Object.values(patients)));
    const before = { patientId: patients.subsumed };
    await service.register(aNamedSubmission({ set: 'S', documents: ['a', 't'], ...before }));
    await service.store.feed(async (feed) => {
      await feed.hold(Object.values(patients));
      await feed.merge(patients.subsumed, patients.surviving);
    });
    const after = { patientId: patients.surviving };
    const relating = aNamedUpdate({ set: 'U', more: submits('U', uuidOf('t'), 'XFRM', uuidOf('a')), ...after });
    expect(await service.update(relating)).toEqual(success);
    const adding = aNamedSubmission({ set: 'T', documents: ['b'], more: [relates('b', 'APND', 't')], ...after });
    expect((await service.register(adding)).errors.map(({ errorCode }) => errorCode)).toEqual([
      'XDSRegistryMetadataError',
    ]);
  });
});
