import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { iheTransaction } from '../../schemas/audit/describe.ts';
import { radTf2 } from '../../schemas/spec-ref.ts';
import { describeProvideAndRegisterAs } from '../iti-41-provide-and-register-document-set-b/audit.ts';
import type {
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse,
} from '../iti-41-provide-and-register-document-set-b/messages.ts';
import { provideAndRegisterDocumentSet } from '../iti-41-provide-and-register-document-set-b/transaction.ts';

const name = 'Provide and Register Imaging Document Set';

/**
 * Provide and Register Imaging Document Set - MTOM/XOP, from an Imaging Document Source to a Document Repository — RAD
 * TF-2 4.68: ITI-41 with a DICOM manifest (KOS) as its document. The action is that of ITI-41, so a repository cannot
 * and need not tell them apart; only the source knows it is doing RAD-68.
 */
export const provideAndRegisterImagingDocumentSet: SoapTransaction<
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse
> = {
  ...provideAndRegisterDocumentSet,
  id: 'RAD-68',
  name,
  source: radTf2('4.68'),
  audit: describeProvideAndRegisterAs(iheTransaction('RAD-68', name)),
};
