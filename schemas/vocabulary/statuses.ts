/** availabilityStatus: rim:RegistryObject@status — ITI TF-3 4.2.3.2.2. */
export const availabilityStatuses = {
  Approved: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved',
  Deprecated: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated',
} as const;

/** DocumentEntry.documentAvailability — ITI Supplement XDS Metadata Update; absent means Online. */
export const documentAvailabilities = {
  Online: 'urn:ihe:iti:2010:DocumentAvailability:Online',
  Offline: 'urn:ihe:iti:2010:DocumentAvailability:Offline',
} as const;

/** rs:RegistryResponse@status — ITI TF-3 4.2.4.2; PartialSuccess has IHE's prefix, the others have OASIS's. */
export const responseStatuses = {
  Success: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success',
  Failure: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure',
  PartialSuccess: 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess',
} as const;

/** rs:RegistryError@severity — ITI TF-3 4.2.4.1; absent means Error. */
export const errorSeverities = {
  Error: 'urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error',
  Warning: 'urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning',
} as const;
