import { patientIdentityFeed } from './iti-8-patient-identity-feed/transaction.ts';
import { pixQuery } from './iti-9-pix-query/transaction.ts';
import { registryStoredQuery } from './iti-18-registry-stored-query/transaction.ts';
import { provideAndRegisterDocumentSet } from './iti-41-provide-and-register-document-set-b/transaction.ts';
import { registerDocumentSet } from './iti-42-register-document-set-b/transaction.ts';
import { retrieveDocumentSet } from './iti-43-retrieve-document-set/transaction.ts';
import { patientIdentityFeedV3 } from './iti-44-patient-identity-feed-hl7v3/transaction.ts';
import { multiPatientStoredQuery } from './iti-51-multi-patient-stored-query/transaction.ts';
import { updateDocumentSet } from './iti-57-update-document-set/transaction.ts';
import { registerOnDemandDocumentEntry } from './iti-61-register-on-demand-document-entry/transaction.ts';
import { removeMetadata } from './iti-62-remove-metadata/transaction.ts';
import { notifyXadPidLinkChange } from './iti-64-notify-xad-pid-link-change/transaction.ts';
import { removeDocuments } from './iti-86-remove-documents/transaction.ts';
import { restrictedUpdateDocumentSet } from './iti-92-restricted-update-document-set/transaction.ts';
import { provideAndRegisterImagingDocumentSet } from './rad-68-provide-and-register-imaging-document-set/transaction.ts';
import { retrieveImagingDocumentSet } from './rad-69-retrieve-imaging-document-set/transaction.ts';

/** Every transaction this project speaks, in the order of their numbers. */
export const catalogue = [
  patientIdentityFeed,
  pixQuery,
  registryStoredQuery,
  provideAndRegisterDocumentSet,
  registerDocumentSet,
  retrieveDocumentSet,
  ...patientIdentityFeedV3,
  multiPatientStoredQuery,
  updateDocumentSet,
  registerOnDemandDocumentEntry,
  removeMetadata,
  notifyXadPidLinkChange,
  removeDocuments,
  restrictedUpdateDocumentSet,
  provideAndRegisterImagingDocumentSet,
  retrieveImagingDocumentSet,
] as const;
