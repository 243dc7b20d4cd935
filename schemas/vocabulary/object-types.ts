/** DocumentEntry.objectType — ITI TF-3 4.2.5.2. */
export const documentEntryTypes = {
  Stable: 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1',
  OnDemand: 'urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248',
} as const;

const registryObject = 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject';

/** `objectType` of every other ebRIM element we write; optional when submitted, required in results — ebRIM 3.0 2.5. */
export const ebrimObjectTypes = {
  RegistryPackage: `${registryObject}:RegistryPackage`,
  Association: `${registryObject}:Association`,
  Classification: `${registryObject}:Classification`,
  ExternalIdentifier: `${registryObject}:ExternalIdentifier`,
} as const;
