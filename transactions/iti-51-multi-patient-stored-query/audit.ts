import { iheTransaction } from '../../schemas/audit/describe.ts';
import { describeStoredQueryAs } from '../iti-18-registry-stored-query/audit.ts';

/** What both sides of ITI-51 record: the event of ITI-18 under its own code, with every patient named — ITI TF-2 3.51.5.1. */
export const describeMultiPatientQuery = describeStoredQueryAs(iheTransaction('ITI-51', 'Multi-Patient Stored Query'));
