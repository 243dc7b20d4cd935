import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { dcm } from '../../schemas/audit/describe.ts';
import { createLogger } from '../log.ts';
import { openAuditSpool } from './spool.ts';

const log = createLogger({ level: 'silent' });
const event = (text: string): AuditEvent => ({
  eventId: dcm('110100', 'Application Activity'),
  eventType: [],
  action: 'E',
  dateTime: new Date(0),
  outcome: 0,
  outcomeDescription: text,
  participants: [{ userId: 'me', isRequestor: false, roles: [] }],
  objects: [],
});

/** Reads `LEN SP XML` records. */
function records(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(' ', at);
    const length = Number(bytes.toString('latin1', at, blank));
    found.push(bytes.toString('utf8', blank + 1, blank + 1 + length));
    at = blank + 1 + length;
  }
  return found;
}

describe('audit spool', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'affinity-audit-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const open = () => openAuditSpool({ folder, source: { auditSourceId: 'test' }, log });

  it('keeps every event in order, framed by its length in octets', async () => {
    const spool = await open();
    await Promise.all(Array.from({ length: 200 }, (_, i) => spool.record([event(`ä ${i}`)])));
    await spool.close();
    const found = records(await readFile(path.join(folder, (await readdir(folder))[0]!)));
    expect(found.map((xml) => /ä (\d+)</.exec(xml)?.[1])).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  });

  it('keeps what comes while others are written, one after the other and in crowds', async () => {
    const spool = await open();
    for (let round = 0; round < 20; round++) {
      const crowd = Array.from({ length: round % 4 }, (_, i) => spool.record([event(`${round} ${i}`)]));
      await Promise.race([...crowd, spool.record([event(`${round} last`), event(`${round} really`)])]);
    }
    await spool.close();
    const found = records(await readFile(path.join(folder, (await readdir(folder))[0]!)));
    expect(found).toHaveLength(20 * 2 + 5 * (0 + 1 + 2 + 3));
  });

  it('has an event on disk when record resolves, without waiting for close', async () => {
    const spool = await open();
    await spool.record([event('here')]);
    expect(records(await readFile(path.join(folder, (await readdir(folder))[0]!)))).toHaveLength(1);
    await spool.close();
  });

  it('goes on in a new segment when one is full, and syncs none that is closed', async () => {
    const errors: unknown[] = [];
    const noting = Object.assign(createLogger({ level: 'silent' }), { error: (e: unknown) => errors.push(e) });
    const spool = await openAuditSpool({ folder, source: { auditSourceId: 'test' }, log: noting });
    const large = 'x'.repeat(4 << 20);
    for (let i = 0; i < 20; i++) await spool.record([event(`${i} ${large}`)]);
    await spool.close();
    const segments = await Promise.all((await readdir(folder)).sort().map((name) => readFile(path.join(folder, name))));
    expect(segments.map((bytes) => records(bytes).length)).toEqual([4, 4, 4, 4, 4]);
    const found = segments.flatMap(records).map((xml) => /Description>(\d+) x/.exec(xml)?.[1]);
    expect(found).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    expect(errors).toEqual([]);
  });

  it('begins a new segment behind what an earlier process left', async () => {
    for (const text of ['first', 'second']) {
      const spool = await open();
      await spool.record([event(text)]);
      await spool.close();
    }
    expect((await readdir(folder)).sort()).toEqual(['00000001.audit', '00000002.audit']);
  });
});
