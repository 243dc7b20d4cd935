import type { Finding } from '../../schemas/rule.ts';
import { patientIdsOf } from '../../transactions/iti-18-registry-stored-query/queries/patient-ids.ts';
import { multiPatientQueries } from '../../transactions/iti-51-multi-patient-stored-query/queries/multi-patient-queries.ts';
import type { ReferenceIdMatch } from './selections/conditions.ts';
import { patientIdAlone, queriedPatientKnown } from './selections/rules.ts';
import type { AnsweredQuery } from './selections/selections.ts';
import type { RegistryReader } from './store.ts';

/** What a domain decides about queries and their answers. */
export interface StoredQueryPolicy {
  /** Whether a patient id that is unknown or merged away finds nothing or is refused (3.18.4.1.3 leaves it open). */
  readonly unknownPatient: 'empty' | 'refuse';
  /** The most objects of a LeafClass answer. */
  readonly mostResults: number;
  /** How references are compared (3.18.4.1.2.3.7.14 says both); `exact` when absent. */
  readonly referenceIdMatch?: ReferenceIdMatch;
  /** Whether a query of ITI-51 may name patients and nothing else; `answer` when absent. */
  readonly patientIdOnly?: 'answer' | 'refuse';
}

/** What the domain's policy refuses of a query before anything is selected, every finding at once. */
export async function policyFindings(
  policy: StoredQueryPolicy,
  query: AnsweredQuery,
  registry: Pick<RegistryReader, 'compositeOf'>,
): Promise<readonly Finding[]> {
  const alone = policy.patientIdOnly === 'refuse' && namesPatientsOnly(query);
  return [
    ...(alone ? [{ rule: patientIdAlone, violation: { at: query.name, found: 'patient ids only' } }] : []),
    ...(policy.unknownPatient === 'refuse' ? await unknownPatients(query, registry) : []),
  ];
}

/** Statuses are always given and the level says nothing about what is wanted. */
const noCriteria: readonly string[] = ['patientId', 'status', 'metadataLevel'];

function namesPatientsOnly({ name, parameters }: AnsweredQuery): boolean {
  return name in multiPatientQueries && Object.keys(parameters).every((key) => noCriteria.includes(key));
}

async function unknownPatients(
  query: AnsweredQuery,
  registry: Pick<RegistryReader, 'compositeOf'>,
): Promise<readonly Finding[]> {
  const asked = await Promise.all(
    patientIdsOf(query).map(async (found) => ({ found, composite: await registry.compositeOf(found) })),
  );
  return asked
    .filter(({ composite }) => composite.length === 0)
    .map(({ found }) => ({ rule: queriedPatientKnown, violation: { at: 'patientId', found } }));
}
