import { iheTransaction } from '../../schemas/audit/describe.ts';
import { describeProvideAndRegisterAs } from '../iti-41-provide-and-register-document-set-b/audit.ts';

/** What both sides of RAD-68 record: the event of ITI-41 under its own EventTypeCode — RAD TF-2 4.68. */
export const describeProvideAndRegisterImaging = describeProvideAndRegisterAs(
  iheTransaction('RAD-68', 'Provide and Register Imaging Document Set'),
);
