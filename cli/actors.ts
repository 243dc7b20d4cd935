import { documentRegistry } from '../actors/document-registry/actor.ts';
import { documentRepository } from '../actors/document-repository/actor.ts';
import { imagingDocumentSource } from '../actors/imaging-document-source/actor.ts';
import { onDemandDocumentSource } from '../actors/on-demand-document-source/actor.ts';
import { patientIdentifierCrossReferenceManager } from '../actors/patient-identifier-cross-reference-manager/actor.ts';
import type { Actor } from '../runtime/host.ts';

/** Every actor this package can run, in the order they start. */
export const actors: readonly Actor<unknown>[] = [
  documentRegistry,
  documentRepository,
  imagingDocumentSource,
  onDemandDocumentSource,
  patientIdentifierCrossReferenceManager,
];
