import type { Operation } from '../operation.ts';
import { changeLink } from './link-change.ts';
import { addPatient, mergePatients } from './patients.ts';
import { register } from './register.ts';
import type { Outcome, Registry } from './registry.ts';
import { remove } from './remove.ts';
import { update } from './update.ts';

/** What an operation comes to at a moment (a DTM of 14 digits). */
export function perform(registry: Registry, operation: Operation, time: string): Outcome {
  switch (operation.does) {
    case 'register':
      return register(registry, operation, time);
    case 'update':
      return update(registry, operation, time);
    case 'remove':
      return remove(registry, operation.names);
    case 'add patient':
      return addPatient(registry, operation.patientId);
    case 'merge patients':
      return mergePatients(registry, operation.subsumed, operation.surviving);
    case 'change link':
      return changeLink(registry, operation, time);
  }
}
