/** OID of type `text` — PostgreSQL's catalogue, the same in every server. */
const textOid = 25;

/**
 * A `text[]` parameter of one dimension in PostgreSQL's binary form: values of any length go as they are, without being
 * quoted here and unquoted there.
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  let length = 20;
  for (const value of values) length += 4 + (value === null ? 0 : Buffer.byteLength(value));
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  bytes.writeInt32BE(textOid, 8);
  if (values.length === 0) return bytes.subarray(0, 12);
  bytes.writeInt32BE(values.length, 12);
  bytes.writeInt32BE(1, 16);
  let at = 20;
  for (const value of values) {
    const written = value === null ? 0 : bytes.write(value, at + 4);
    bytes.writeInt32BE(value === null ? -1 : written, at);
    at += 4 + written;
  }
  return bytes;
}

/** An array as the text that a cast to `text[]` takes: `{"a","b"}`. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
