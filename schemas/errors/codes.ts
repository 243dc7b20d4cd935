import { type SpecRef, tf3 } from '../spec-ref.ts';

interface ErrorCodeRow {
  /** When the code is used, in one sentence. */
  readonly meaning: string;
  readonly source: SpecRef;
}

const table = tf3('Table 4.2.4.1-2');

/** The registry error codes — ITI TF-3 Table 4.2.4.1-2. Codes outside the table are legal on reading. */
export const registryErrorCodes = {
  XDSRegistryError: { meaning: 'Internal error of the registry; nothing more specific applies.', source: table },
  XDSRegistryMetadataError: { meaning: 'The metadata is not valid.', source: table },
} as const satisfies Record<string, ErrorCodeRow>;

/** A code this project may emit. */
export type RegistryErrorCode = keyof typeof registryErrorCodes;
