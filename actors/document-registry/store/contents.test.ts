import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aNamedSubmission, oidOf, uuidOf } from '../../../test/support/registry-service.ts';
import { aNamedUpdate, changesStatus, newVersionOf } from '../../../test/support/update-messages.ts';
import { anUpdateService, type UpdateService } from '../../../test/support/update-service.ts';
import { selectEntries, selectEntriesNamed, selectIncomplete } from './contents.ts';

let service: UpdateService;
beforeAll(async () => {
  service = await anUpdateService();
});
beforeEach(async () => {
  await service.clear();
  await service.register(aNamedSubmission({ set: 'S', documents: ['a', 'b'] }));
});
afterAll(() => service?.database.close());

const incomplete = async () => (await selectIncomplete(service.database, undefined, 100)).items;

describe('what the registry has of documents', () => {
  it('is what the latest version of an entry says: an update may have corrected hash and size', async () => {
    const hash = '0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33';
    await service.update(aNamedUpdate({ set: 'U', documents: [{ name: 'a', changes: { hash, size: '3' } }] }));
    const expected = { uniqueId: oidOf('a'), entryUUID: newVersionOf('a'), hash, size: 3 };
    const { items } = await selectEntries(service.database, { after: '', copy: 0 }, 100);
    expect(items.filter(({ uniqueId }) => uniqueId === oidOf('a'))).toMatchObject([expected]);
    expect(await selectEntriesNamed(service.database, [oidOf('a')])).toMatchObject([expected]);
  });
});

describe('objects that no whole submission can have left so', () => {
  it('are none after a submission, and after an update that changed a status and filed nothing', async () => {
    const deprecating = changesStatus('U', uuidOf('a'), 'Approved', 'Deprecated');
    expect((await service.update(aNamedUpdate({ set: 'U', more: [deprecating] }))).status).toBe('Success');
    expect(await incomplete()).toEqual([]);
  });

  it('are a SubmissionSet that has lost what it filed, and what it has lost', async () => {
    await service.update(aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] }));
    await service.database.query('delete from association');
    await service.database.query(`delete from registry_object where kind = 'Association'`);
    const findings = (await incomplete()).map(({ kind, finding }) => `${kind} ${finding}`);
    expect(findings.sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'DocumentEntry belongs to no SubmissionSet'),
      ...Array.from({ length: 2 }, () => 'SubmissionSet has no content: no association leads from it'),
    ]);
  });
});
