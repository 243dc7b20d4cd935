import { documentRegistry } from '../actors/document-registry/actor.ts';
import { documentRepository } from '../actors/document-repository/actor.ts';
import { imagingDocumentSource } from '../actors/imaging-document-source/actor.ts';
import type { Actor } from '../runtime/host.ts';

/** Every actor this package can run, in the order they start. */
export const actors: readonly Actor<unknown>[] = [documentRegistry, documentRepository, imagingDocumentSource];
