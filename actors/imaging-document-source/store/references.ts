/** What the index refers to in the storage of instances: see ActorStorage. */
export const instanceReferences = 'select blob_key as key, size, true as required from encoding';

/** What it refers to in the storage of manifests. */
export const manifestReferences = 'select blob_key as key, size, true as required from manifest';
