import type { ParameterTable } from './definition.ts';
import type { AssociationFilter, AtMetadataLevel } from './parameters.ts';

/** The parameter every query has with Metadata Update — XDS Metadata Update 3.18. */
export const atMetadataLevel = {
  metadataLevel: { slot: '$MetadataLevel', kind: 'number', takes: 'one' },
} as const satisfies ParameterTable<AtMetadataLevel>;

/** What queries that answer or follow associations have with Metadata Update — XDS Metadata Update 3.18. */
export const associationFilter = {
  associationStatus: { slot: '$XDSAssociationStatus', kind: 'status', takes: 'list' },
  ...atMetadataLevel,
} as const satisfies ParameterTable<AssociationFilter>;
