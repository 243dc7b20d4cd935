import { type InstanceHeader, readHeader } from '../../schemas/dicom/read-header.ts';
import type { WantedInstance } from './plan-retrieval.ts';

/** The bytes that arrived are not the instance that was asked for. */
export class WrongInstance extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'WrongInstance';
  }
}

/** Octets within which the header of a received instance must end. */
const mostHeaderBytes = 64 << 20;

/**
 * The same bytes, held back until their header proves that they are the wanted instance: SOP, series and study UID.
 * Throws WrongInstance, before anything wrong was passed on, when they are not.
 */
export async function* verifiedInstance(
  content: AsyncIterable<Uint8Array>,
  wanted: WantedInstance,
): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = [];
  let length = 0;
  let needed = 4096;
  let proved = false;
  for await (const chunk of content) {
    if (proved) {
      yield chunk;
      continue;
    }
    held.push(chunk);
    length += chunk.length;
    if (length < needed) continue;
    const next = prove(held, wanted, length >= mostHeaderBytes);
    proved = next === 'proved';
    if (next !== 'proved') needed = Math.min(next, mostHeaderBytes);
    else yield* held.splice(0);
  }
  if (proved) return;
  prove(held, wanted, true);
  yield* held;
}

function prove(held: readonly Uint8Array[], wanted: WantedInstance, complete: boolean): number | 'proved' {
  const result = readHeader(Buffer.concat(held), { complete });
  if (result.status === 'need more') return result.bytes;
  if (result.status === 'refused') throw new WrongInstance(`what was received is ${result.reason}`);
  const wrong = differenceOf(result.header, wanted);
  if (wrong !== undefined) throw new WrongInstance(wrong);
  return 'proved';
}

function differenceOf(header: InstanceHeader, wanted: WantedInstance): string | undefined {
  const pairs = [
    ['SOP Instance UID', header.sopInstanceUID, wanted.sopInstanceUID],
    ['Series Instance UID', header.series.seriesInstanceUID, wanted.seriesInstanceUID],
    ['Study Instance UID', header.study.studyInstanceUID, wanted.studyInstanceUID],
  ] as const;
  const different = pairs.find(([, found, expected]) => found !== expected);
  if (different === undefined) return undefined;
  const [name, found, expected] = different;
  return `${name} of what was received is ${found}, asked for was ${expected}`;
}
