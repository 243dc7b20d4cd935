import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { encodeAuditEvent } from '../../schemas/audit/encode.ts';
import type { Logger } from '../log.ts';

/** A segment is closed and the next one begun at this size. */
const segmentBytes = 16 << 20;
const syncMilliseconds = 200;

/** Audit messages on disk, kept until something forwards them. */
export interface AuditSpool {
  /**
   * Writes events behind what is already there; resolves when the operating system has them (a killed process loses
   * none), and they are synced to the disk shortly after. Never rejects: what cannot be written is logged as an alarm.
   */
  record(events: readonly AuditEvent[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the spool of one process in `folder`: numbered segment files of `LEN SP XML` records, LEN counting octets
 * (the framing of RFC 5425, so that a segment can be sent as it is).
 */
export async function openAuditSpool(options: {
  folder: string;
  source: { auditSourceId: string; enterpriseSiteId?: string };
  log: Logger;
}): Promise<AuditSpool> {
  await mkdir(options.folder, { recursive: true });
  let number = await lastSegment(options.folder);
  let segment: FileHandle | undefined;
  let written = 0;
  let waiting: Buffer[] = [];
  let writing: Promise<void> = Promise.resolve();
  let unsynced = false;

  const rotate = async () => {
    const full = segment;
    // The timer must not sync a file that is being closed.
    segment = undefined;
    await full?.sync();
    await full?.close();
    number++;
    segment = await open(path.join(options.folder, `${String(number).padStart(8, '0')}.audit`), 'ax');
    written = 0;
  };
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      if (segment === undefined || written >= segmentBytes) await rotate();
      const bytes = Buffer.concat(batch);
      await segment!.appendFile(bytes);
      written += bytes.length;
      unsynced = true;
    } catch (error) {
      options.log.error({ err: error, lost: batch.length }, 'audit messages could not be written');
    }
  };
  const sync = setInterval(() => {
    if (!unsynced) return;
    unsynced = false;
    segment?.datasync().catch((error) => options.log.error({ err: error }, 'audit spool could not be synced'));
  }, syncMilliseconds);
  sync.unref();

  return {
    record: (events) => {
      for (const event of events) {
        const xml = Buffer.from(encodeAuditEvent(event, options.source));
        waiting.push(Buffer.concat([Buffer.from(`${xml.length} `), xml]));
      }
      writing = writing.then(flush);
      return writing;
    },
    close: async () => {
      clearInterval(sync);
      await writing;
      await segment?.sync();
      await segment?.close();
      segment = undefined;
    },
  };
}

async function lastSegment(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number.parseInt(name, 10)).filter(Number.isInteger);
  return Math.max(0, ...numbers);
}
