import type { SoapTransaction } from '../../runtime/soap/transaction.ts';
import { radTf2 } from '../../schemas/spec-ref.ts';
import type {
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse,
} from '../iti-41-provide-and-register-document-set-b/messages.ts';
import { provideAndRegisterDocumentSet } from '../iti-41-provide-and-register-document-set-b/transaction.ts';
import { describeProvideAndRegisterImaging } from './audit.ts';

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
  name: 'Provide and Register Imaging Document Set',
  source: radTf2('4.68'),
  audit: describeProvideAndRegisterImaging,
};
