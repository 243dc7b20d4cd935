import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import { aNamedSubmission, files, relates, uuidOf } from '../../test/support/registry-service.ts';
import { aNamedUpdate, changesStatus, submits } from '../../test/support/update-messages.ts';
import { anUpdateService, type UpdateService } from '../../test/support/update-service.ts';

let service: UpdateService;
beforeAll(async () => {
  service = await anUpdateService();
});
beforeEach(async () => {
  await service.clear();
  await service.register(
    aNamedSubmission({ set: 'S', documents: ['a', 'b'], folders: ['F'], more: files('S', 'F', 'a') }),
  );
});
afterAll(() => service?.database.close());

const codes = (responses: readonly RegistryResponse[]) =>
  responses.map(({ status, errors }) => (status === 'Success' ? 'Success' : (errors[0]?.errorCode ?? 'none'))).sort();
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

describe('[ITI TF-2 3.57.4.1.3] updates at the same time', () => {
  it('of one object: exactly one wins, the others are told the version has moved on', async () => {
    const responses = await Promise.all(
      times(8, (i) => {
        const update = aNamedUpdate({
          set: `U${i}`,
          documents: [{ name: 'a', changes: { entryUUID: `Document${i}` } }],
        });
        const [member] = update.associations;
        return service.update({ ...update, associations: [{ ...member!, target: `Document${i}` }] });
      }),
    );
    expect(codes(responses)).toEqual(['Success', ...times(7, () => 'XDSMetadataVersionError')]);
    expect(await service.versions()).toEqual([
      'F 1 Approved latest',
      'a 1 Deprecated',
      'a 2 Approved latest',
      'b 1 Approved latest',
    ]);
  });

  it('by ITI-57 and by ITI-92 of one object: exactly one wins', async () => {
    const of = (set: string, id: string) => {
      const update = aNamedUpdate({ set, documents: [{ name: 'a', changes: { entryUUID: id } }] });
      return { ...update, associations: [{ ...update.associations[0]!, target: id }] };
    };
    const responses = await Promise.all([
      service.update(of('U', 'Document01')),
      service.restrictedUpdate(of('V', 'Document02')),
    ]);
    expect(codes(responses)).toEqual(['Success', 'XDSMetadataVersionError']);
  });

  it('of objects side by side: all of them win, in whatever order they name them', async () => {
    const both = [{ name: 'a' }, { name: 'b' }];
    const responses = await Promise.all([
      service.update(aNamedUpdate({ set: 'U', documents: both })),
      service.update(aNamedUpdate({ set: 'V', folders: [{ name: 'F' }] })),
    ]);
    expect(codes(responses)).toEqual(['Success', 'Success']);
    const chained = await Promise.all([
      service.update(aNamedUpdate({ set: 'W', documents: [{ name: 'a', from: '2' }] })),
      service.update(aNamedUpdate({ set: 'X', documents: [{ name: 'b', from: '2' }] })),
    ]);
    expect(codes(chained)).toEqual(['Success', 'Success']);
  });

  it('one after another, each from the version before: none is lost', async () => {
    for (const i of times(5, (n) => n + 1)) {
      const response = await service.update(
        aNamedUpdate({ set: `U${i}`, documents: [{ name: 'a', from: String(i) }] }),
      );
      expect(response.status).toBe('Success');
    }
    expect(await service.versions()).toContain('a 6 Approved latest');
  });

  it('and a replacement of the same document: exactly one wins', async () => {
    const replacing = aNamedSubmission({ set: 'T', documents: ['c'], more: [relates('c', 'RPLC', 'a')] });
    const [updated, replaced] = await Promise.all([
      service.update(aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] })),
      service.register(replacing),
    ]);
    const outcome = [updated.status, replaced.status];
    expect(outcome.sort()).toEqual(['Failure', 'Success']);
    const refusal = [...updated.errors, ...replaced.errors].map(({ errorCode }) => errorCode);
    expect(['XDSMetadataUpdateError', 'XDSRegistryDeprecatedDocumentError']).toContain(refusal[0]);
  });

  it('and an addendum to the same document: the addendum is to a version that is Approved, or is refused', async () => {
    const adding = aNamedSubmission({ set: 'T', documents: ['c'], more: [relates('c', 'APND', 'a')] });
    const [updated, added] = await Promise.all([
      service.update(aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] })),
      service.register(adding),
    ]);
    expect(updated.status).toBe('Success');
    const addenda = (await service.state()).filter((line) => line.startsWith('APND'));
    // Registered before the update it went along with it; after it, the version it names was Deprecated.
    expect([added.status, addenda.length]).toEqual(added.status === 'Success' ? ['Success', 2] : ['Failure', 0]);
  });

  it('of one status: exactly one wins, the other is told the status it has', async () => {
    const deprecating = (set: string) =>
      service.update(aNamedUpdate({ set, more: [changesStatus(set, uuidOf('a'), 'Approved', 'Deprecated')] }));
    expect(codes(await Promise.all([deprecating('U'), deprecating('V')]))).toEqual([
      'Success',
      'XDSMetadataUpdateError',
    ]);
  });

  it('that submit one membership: exactly one wins', async () => {
    const filing = (set: string) => {
      const [membership, trigger] = submits(set, uuidOf('F'), 'HasMember', uuidOf('b'));
      const more = [
        { ...membership!, entryUUID: 'Membership01' },
        { ...trigger!, target: 'Membership01' },
      ];
      return service.update(aNamedUpdate({ set, more }));
    };
    expect(codes(await Promise.all([filing('U'), filing('V')]))).toEqual(['Success', 'XDSMetadataUpdateError']);
    expect((await service.state()).filter((line) => line === 'HasMember F -> b Approved')).toHaveLength(1);
  });

  it('and a resubmission of the same document go side by side', async () => {
    const again = aNamedSubmission({ set: 'T', documents: ['a'] });
    const entry = { ...again.documentEntries[0]!, entryUUID: 'Document01' };
    const resubmission = {
      ...again,
      documentEntries: [entry],
      associations: [{ ...again.associations[0]!, target: 'Document01' }],
    };
    const responses = await Promise.all([
      service.update(aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] })),
      service.register(resubmission),
    ]);
    expect(codes(responses)).toEqual(['Success', 'Success']);
  });
});
