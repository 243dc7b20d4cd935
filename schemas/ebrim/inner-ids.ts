const uuid = /^urn:uuid:([0-9a-f]{8})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
/** Odd, so that multiplying by it gives every 32-bit number once. */
const spread = 0x9e3779b1;

/**
 * Ids for the Classifications and ExternalIdentifiers of one object — ebRIM 3.0 2.4 wants every one identified.
 *
 * They depend on the object's id and their place alone, so that the same object is always written the same way. An
 * object with a UUID gives UUIDs (its first 32 bits moved on, so that its version and variant stay legal), one with a
 * symbolic id gives symbolic ids.
 */
export function innerIds(entryUUID: string): () => string {
  const parts = uuid.exec(entryUUID);
  let count = 0;
  if (parts === null) {
    return () => {
      count += 1;
      return `${entryUUID}-part-${count}`;
    };
  }
  const start = Number.parseInt(parts[1] ?? '0', 16);
  return () => {
    count += 1;
    const moved = (start + Math.imul(count, spread)) >>> 0;
    return `urn:uuid:${moved.toString(16).padStart(8, '0')}${parts[2]}`;
  };
}
