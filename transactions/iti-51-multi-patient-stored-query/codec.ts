import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import { queryCodec } from '../iti-18-registry-stored-query/codec.ts';
import { byTheLetter, type Reading } from '../iti-18-registry-stored-query/queries/reading.ts';
import type { MultiPatientQueryRequest } from './messages.ts';
import { multiPatientQueries } from './queries/multi-patient-queries.ts';

/** query:AdhocQueryRequest with the queries of ITI-51, read as an operator wants it — ITI TF-2 3.51.4.1.2. */
export const multiPatientQueryCodec = (reading: Reading = byTheLetter): MessageCodec<MultiPatientQueryRequest> =>
  queryCodec(Object.values(multiPatientQueries), reading);
