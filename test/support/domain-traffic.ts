import { randomUUID } from 'node:crypto';
import {
  type FeedSettings,
  feedPatient,
  type PatientEvent,
} from '../../actors/patient-identity-source/feed-request.ts';
import { formatCx } from '../../schemas/datatypes/cx.ts';
import type { DocumentResponse, RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { DocumentEntry, RegistryObject, Submission } from '../../schemas/metadata/nouns.ts';
import { collect } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { sendStoredQuery } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type { StoredQuery } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { sendDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/client.ts';
import type { ProvideAndRegisterRequest } from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { sendRetrieval } from '../../transactions/iti-43-retrieve-document-set/client.ts';
import { retrieveDocumentSet } from '../../transactions/iti-43-retrieve-document-set/transaction.ts';
import { aCode, aRepositoryUniqueId } from './metadata.ts';
import { aProvideAndRegisterRequest } from './provided-documents.ts';
import { aNamedSubmission, type NamedSubmission, oidOf, uuidOf } from './registry-service.ts';
import type { ReachableDomain } from './running-domain.ts';
import { bytesOf } from './soap-packages.ts';

const snomed = '2.16.840.1.113883.6.96';
const loinc = '2.16.840.1.113883.6.1';

/** How the tests speak HL7 v2. */
export const testFeed: FeedSettings = {
  sender: { application: 'TEST', facility: 'TEST' },
  now: () => new Date(),
  newUUID: () => randomUUID(),
};

/** The affinity-domain patient id (CX) for a bare id. */
export function patientIdIn(domain: ReachableDomain, id: string): string {
  return formatCx({ id, authority: domain.state.assigningAuthority.oid });
}

/** Makes a patient known to the PIX Manager and by it to the registry; gives the affinity-domain patient id. */
export async function feedOnePatient(
  domain: ReachableDomain,
  id: string,
  event: Partial<PatientEvent> = {},
): Promise<string> {
  const { namespace, oid } = domain.state.assigningAuthority;
  const answer = await feedPatient(
    {
      trigger: 'A04',
      identifiers: [{ id, authority: { namespace, oid, type: 'ISO' } }],
      name: { family: 'Moser', given: `Vera ${id}`, typeCode: 'L' },
      birthDate: '19700304',
      sex: 'F',
      ...event,
    },
    { ...testFeed, call: domain.call(patientIdentityFeed, 'patient-identifier-cross-reference-manager') },
  );
  if (answer.code !== 'AA') throw new Error(`the feed of ${id} was answered ${answer.code}`);
  return patientIdIn(domain, id);
}

/** A submission of things by name (see `aNamedSubmission`) whose documents are texts. */
export interface NamedProvision extends Omit<NamedSubmission, 'documents'> {
  readonly patientId: string;
  readonly documents?: Readonly<Record<string, string>>;
}

/** The ITI-41 request of named things, in codes of the domain's own value sets; `change` may spoil its submission. */
export function namedProvision(
  { documents = {}, ...named }: NamedProvision,
  change: (submission: Submission) => Submission = (submission) => submission,
): ProvideAndRegisterRequest {
  const names = Object.keys(documents);
  const submission = change(inCodesOfTheDomain(aNamedSubmission({ ...named, documents: names })));
  const texts = Object.fromEntries(names.map((name) => [uuidOf(name), documents[name]!]));
  return aProvideAndRegisterRequest(texts, submission);
}

/** Codes of the value sets the package comes with; hash, size and repository are left to the repository. */
function inCodesOfTheDomain(submission: Submission): Submission {
  return {
    ...submission,
    submissionSets: submission.submissionSets.map((set) => ({ ...set, contentTypeCode: aCode('18748-4', loinc) })),
    folders: submission.folders.map((folder) => ({ ...folder, codeList: [aCode('394914008', snomed)] })),
    documentEntries: submission.documentEntries.map(({ hash, size, repositoryUniqueId, ...entry }) => ({
      ...entry,
      healthcareFacilityTypeCode: aCode('22232009', snomed),
    })),
  };
}

/** Sends named things to the repository over its socket. */
export function provide(domain: ReachableDomain, named: NamedProvision): Promise<RegistryResponse> {
  return send(domain, namedProvision(named));
}

/** Sends one ITI-41 request over the repository's socket. */
export function send(domain: ReachableDomain, request: ProvideAndRegisterRequest): Promise<RegistryResponse> {
  return sendDocumentSet(domain.call(provideAndRegisterDocumentSet), request);
}

/** The objects of a stored query's answer; throws with its errors when it is refused. */
export async function ask(domain: ReachableDomain, query: StoredQuery): Promise<RegistryObject[]> {
  const answer = await sendStoredQuery(domain.call(registryStoredQuery), query);
  if (answer.status !== 'Success') throw new Error(answer.errors.map(({ codeContext }) => codeContext).join('\n'));
  return (await collect(answer.objects)) as RegistryObject[];
}

/** The approved DocumentEntries of a patient. */
export async function findDocuments(domain: ReachableDomain, patientId: string): Promise<DocumentEntry[]> {
  const status = [availabilityStatuses.Approved];
  return (await ask(domain, { name: 'FindDocuments', parameters: { patientId, status } })) as DocumentEntry[];
}

/** A document as it came back. */
export type Retrieved = Omit<DocumentResponse, 'content'> & { readonly text: string };

/** Retrieves documents of the repository, by name. */
export async function retrieve(
  domain: ReachableDomain,
  names: readonly string[],
): Promise<{ readonly answer: RegistryResponse; readonly documents: Retrieved[] }> {
  const requests = names.map((name) => ({
    repositoryUniqueId: aRepositoryUniqueId,
    documentUniqueId: oidOf(name),
  }));
  const answer = await sendRetrieval(domain.call(retrieveDocumentSet), { documents: requests });
  const documents: Retrieved[] = [];
  for await (const { content, ...document } of answer.documents) {
    documents.push({ ...document, text: (await bytesOf(content)).toString() });
  }
  return { answer, documents };
}

/** POSTs to a management resource of the Imaging Document Source; throws unless it is done. */
async function postToImagingSource(domain: ReachableDomain, path: string, type: string, body: Uint8Array | string) {
  const { url } = domain.state.endpoints.find((each) => each.kind === 'http' && each.url.endsWith('/imaging/studies'))!;
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': type },
    body: body as Uint8Array<ArrayBuffer>,
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
}

/** Brings one Part 10 file into the Imaging Document Source. */
export function importInstance(domain: ReachableDomain, file: Uint8Array): Promise<void> {
  return postToImagingSource(domain, '/imaging/instances', 'application/dicom', file);
}

/** Has the Imaging Document Source publish a study by RAD-68. */
export function publishStudy(domain: ReachableDomain, studyInstanceUID: string, patientId: string): Promise<void> {
  const body = JSON.stringify({ patientId });
  return postToImagingSource(domain, `/imaging/studies/${studyInstanceUID}/publish`, 'application/json', body);
}
