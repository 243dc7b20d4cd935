import type { AnyQueryDefinition } from '../../transactions/iti-18-registry-stored-query/queries/definition.ts';
import {
  type QueryReading,
  readParameters,
} from '../../transactions/iti-18-registry-stored-query/queries/read-parameters.ts';
import {
  definitionById,
  storedQueries,
} from '../../transactions/iti-18-registry-stored-query/queries/stored-queries.ts';
import { multiPatientQueries } from '../../transactions/iti-51-multi-patient-stored-query/queries/multi-patient-queries.ts';

/** Slots by name and values. */
export type Slots = readonly (readonly [name: string, ...values: string[]])[];

/** A query of ITI-18 by name or id with these slots, as a rule is shown it. */
export function reading(query: string, slots: Slots = [], returnType = 'LeafClass'): readonly [QueryReading] {
  return readingOf(storedQueries, query, { slots, returnType });
}

/** A query of ITI-51 by name or id with these slots, as a rule is shown it. */
export function multiPatientReading(query: string, slots: Slots = []): readonly [QueryReading] {
  return readingOf(multiPatientQueries, query, { slots, returnType: 'LeafClass' });
}

function readingOf(
  definitions: Readonly<Record<string, AnyQueryDefinition>>,
  query: string,
  { slots, returnType }: { readonly slots: Slots; readonly returnType: string },
): readonly [QueryReading] {
  const queryId = definitions[query]?.id ?? query;
  const definition = definitionById(Object.values(definitions), queryId);
  const sent = slots.map(([name, ...values]) => ({ name, values }));
  return [
    {
      queryId,
      returnType,
      ...(definition === undefined ? {} : { definition }),
      parameters: definition === undefined ? [] : readParameters(definition, sent),
      otherNames: sent.map(({ name }) => name).filter((name) => !name.startsWith('$')),
    },
  ];
}
