import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aNamedSubmission,
  aRegistryService,
  files,
  type RegistryService,
  relates,
  uuidOf,
} from '../../../test/support/registry-service.ts';
import { holdAll, holdObjects } from './hold.ts';
import { columnFromUUID } from './uuid.ts';

let service: RegistryService;
beforeAll(async () => {
  service = await aRegistryService();
  const more = [...files('S', 'F', 'a'), relates('b', 'APND', 'a')];
  await service.register(aNamedSubmission({ set: 'S', documents: ['a', 'b', 'c'], folders: ['F'], more }));
});
afterAll(() => service?.database.close());

const columns = (...names: readonly string[]) => names.map((name) => columnFromUUID(uuidOf(name))).sort();

describe('holding objects', () => {
  it('gives what is held: those named that are registered', async () => {
    const held = await service.database.transaction((sql) =>
      holdObjects(sql, { entryUUIDs: [uuidOf('a'), uuidOf('nobody'), 'Document01'] }),
    );
    expect(held).toEqual(columns('a'));
  });

  it.each([
    ['of a logical object', { logicalIDs: [uuidOf('a')] }],
    ['of something that is replaced', { tied: [uuidOf('a')] }],
  ])('includes what is tied to the versions %s, and no SubmissionSet', async (_, request) => {
    const held = await service.database.transaction((sql) => holdObjects(sql, { entryUUIDs: [], ...request }));
    expect([...held].sort()).toEqual(columns('a', 'b', 'F'));
  });

  it('of an Association holds its ends', async () => {
    const rows = await service.database.query<{ entry_uuid: string }>(
      `select entry_uuid from association where source = $1`,
      columns('b'),
    );
    const [{ entry_uuid: association }] = rows as [{ entry_uuid: string }];
    const held = await service.database.transaction((sql) =>
      holdObjects(sql, { entryUUIDs: [`urn:uuid:${association}`] }),
    );
    expect([...held].sort()).toEqual([association, ...columns('a', 'b')].sort());
  });

  it('waits for whoever holds them, and then holds what was tied to them meanwhile', async () => {
    const order: string[] = [];
    let relate: () => void = () => {};
    const until = new Promise<void>((resolve) => {
      relate = resolve;
    });
    const first = service.store.submit(async (registry) => {
      await registry.lock([uuidOf('c')]);
      order.push('first holds');
      await until;
      const view = await registry.view({ entryUUIDs: [], uniqueIds: [], patientIds: [] });
      const association = { ...relates('b', 'signs', 'c'), entryUUID: uuidOf('signs') };
      const Approved = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved';
      await registry.insert([{ ...association, availabilityStatus: Approved }], 'P', view);
      order.push('first is done');
    });
    const second = service.database.transaction(async (sql) => {
      await holdAll(sql, { entryUUIDs: [], logicalIDs: [uuidOf('c')] });
      order.push('second holds');
      return holdObjects(sql, { entryUUIDs: [], logicalIDs: [uuidOf('c')] });
    });
    await expect.poll(() => order).toEqual(['first holds']);
    relate();
    await first;
    expect([...(await second)].sort()).toEqual(columns('b', 'c'));
    expect(order).toEqual(['first holds', 'first is done', 'second holds']);
  });
});

describe('rows are locked', () => {
  const folder = new URL('./', import.meta.url);
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));

  it('in tables without partitions only (docs/decisions/0010-holding-objects.md)', () => {
    const locking = sources.filter((file) =>
      /\bfor (no key update|update|share|key share)\b/.test(readFileSync(new URL(file, folder), 'utf8')),
    );
    expect(locking.sort()).toEqual(['hold.ts', 'patients.ts']);
  });
});
