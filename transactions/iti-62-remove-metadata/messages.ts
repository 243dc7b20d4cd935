import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { RemoveObjectsRequest } from '../../schemas/ebrs/remove-objects.ts';

/** lcm:RemoveObjectsRequest — ITI Supplement RMD 3.62.4.1.2. */
export type RemoveMetadataRequest = RemoveObjectsRequest;
/** rs:RegistryResponse — ITI Supplement RMD 3.62.4.2; never a PartialSuccess. */
export type RemoveMetadataResponse = RegistryResponse;
