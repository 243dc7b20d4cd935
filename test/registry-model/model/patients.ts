import { type Outcome, type Registry, refused } from './registry.ts';

/** ITI-8 A04 — ITI TF-2 3.8.4.1.4: the patient is known from now on; one that was merged away stays so. */
export function addPatient(registry: Registry, patientId: string): Outcome {
  const patients = new Map([[patientId, patientId], ...registry.patients]);
  return { codes: [], registry: { ...registry, patients }, chosen: [] };
}

/** ITI-8 A40 — ITI TF-2 3.8.4.2.4: two different, known patients, neither of them merged away before, are one for ever. */
export function mergePatients(registry: Registry, subsumed: string, surviving: string): Outcome {
  const isActive = (id: string) => registry.patients.get(id) === id;
  if (subsumed === surviving || !isActive(subsumed) || !isActive(surviving)) return refused(registry, ['AE']);
  const patients = [...registry.patients].map(([id, now]) => [id, now === subsumed ? surviving : now] as const);
  return { codes: [], registry: { ...registry, patients: new Map(patients) }, chosen: [] };
}
