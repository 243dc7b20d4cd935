import { tf2 } from '../../../schemas/spec-ref.ts';
import type { QueryRule } from './query-rule.ts';

/** The query must be one of those this transaction serves. */
export const storedQueryKnown: QueryRule = {
  id: 'stored-query-known',
  source: tf2('3.18.4.1.2.4'),
  statement: 'AdhocQuery@id names one of the stored queries the registry serves.',
  code: 'XDSUnknownStoredQuery',
  *check({ queryId, definition }) {
    if (definition === undefined) yield { at: 'AdhocQuery@id', found: queryId || 'nothing' };
  },
};
