import type { RegistryResponse, SubmitObjectsRequest } from '../../schemas/ebrs/messages.ts';

/** lcm:SubmitObjectsRequest — ITI TF-2 3.42.4.1.2. */
export type RegisterDocumentSetRequest = SubmitObjectsRequest;
/** rs:RegistryResponse — ITI TF-2 3.42.4.2. */
export type RegisterDocumentSetResponse = RegistryResponse;
