/** `urn:uuid:…` as a uuid column takes it. Only for ids that `isEntryUUID` says yes to. */
export function columnFromUUID(entryUUID: string): string {
  return entryUUID.slice('urn:uuid:'.length);
}

/** A uuid column as the metadata writes it. */
export function uuidFromColumn(value: string): string {
  return `urn:uuid:${value}`;
}

/** True for an id the registry can have given: `urn:uuid:` and a UUID in lower case — ITI TF-3 Table 4.2.3.1.7-2. */
export function isEntryUUID(id: string): boolean {
  return /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
