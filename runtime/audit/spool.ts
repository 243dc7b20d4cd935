import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { encodeAuditEvent } from '../../schemas/audit/encode.ts';
import type { Logger } from '../log.ts';

/** A segment is closed and the next one begun at this size. */
const segmentBytes = 16 << 20;
const syncMilliseconds = 200;
/** A write costs more than many events in it: those that follow one within this time wait for each other. */
const gatherMilliseconds = 2;

/** Audit messages on disk, kept until something forwards them. */
export interface AuditSpool {
  /**
   * Writes events behind what is already there; resolves when the operating system has them (a killed process loses
   * none), and they are synced to the disk shortly after. Events that come close together share a write, which makes the
   * later ones wait 2 ms at most. Never rejects: what cannot be written is logged as an alarm.
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
  let waiting: string[] = [];
  /** The last write that was begun, when it ended, and the next one as long as events may still join it. */
  let writing: Promise<void> = Promise.resolve();
  let ended = Number.NEGATIVE_INFINITY;
  let gathering: Promise<void> | undefined;
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
      const bytes = Buffer.from(batch.join(''));
      await segment!.appendFile(bytes);
      written += bytes.length;
      unsynced = true;
    } catch (error) {
      options.log.error({ err: error, lost: batch.length }, 'audit messages could not be written');
    }
    ended = performance.now();
  };
  const gather = async () => {
    await writing;
    const early = gatherMilliseconds - (performance.now() - ended);
    if (early > 0) await delay(early);
    gathering = undefined;
    writing = flush();
    await writing;
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
        const xml = encodeAuditEvent(event, options.source);
        waiting.push(`${Buffer.byteLength(xml)} ${xml}`);
      }
      gathering ??= gather();
      return gathering;
    },
    close: async () => {
      clearInterval(sync);
      await gathering;
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
