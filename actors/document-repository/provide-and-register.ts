import type { StagedBlob } from '../../runtime/blobs/blob-store.ts';
import type { Handler } from '../../runtime/soap/endpoint-types.ts';
import { StorageFull } from '../../runtime/unavailable.ts';
import type { RegistryErrorCode } from '../../schemas/errors/codes.ts';
import { type RegistryError, registryErrorsFrom } from '../../schemas/errors/registry-error.ts';
import type { Submission } from '../../schemas/metadata/nouns.ts';
import { checkAll, isError } from '../../schemas/rule.ts';
import type {
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse,
} from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { whileHeld } from './hold-claim.ts';
import { registerOnce, takeBack } from './register-once.ts';
import type { Repository } from './repository.ts';
import { documentRetrievable } from './rules/document-retrievable.ts';
import { hashMatches } from './rules/hash-matches.ts';
import type { ReceivedDocument } from './rules/received-document.ts';
import { resubmissionHashIdentical, resubmissionSizeIdentical } from './rules/resubmission-identical.ts';
import { sizeMatches } from './rules/size-matches.ts';
import { sourceAccepted } from './rules/source-accepted.ts';

interface StagedDocument extends ReceivedDocument {
  readonly blob: StagedBlob;
}

const documentRules = [documentRetrievable, hashMatches, sizeMatches];
const resubmissionRules = [resubmissionHashIdentical, resubmissionSizeIdentical];

/**
 * Answers ITI-41, and RAD-68 which is the same message — ITI TF-2 3.41.4.1.3.
 *
 * Documents are read once, in wire order, and are on disk before anything is decided. Whatever ends the call early
 * leaves no staged bytes behind; what was published and not registered is taken back.
 */
export function provideAndRegister(
  repository: Repository,
): Handler<ProvideAndRegisterRequest, ProvideAndRegisterResponse> {
  return async (request) => {
    const unwanted = await checkAll([sourceAccepted], request.submission, repository.config);
    if (unwanted.some(isError)) return failure(registryErrorsFrom(unwanted));
    const staged: StagedDocument[] = [];
    try {
      await stageDocuments({ repository, request, staged });
      const findings = await checkAll(documentRules, staged, undefined);
      if (findings.some(isError)) return failure(registryErrorsFrom(findings));
      const submission = stampEntries({ repository, submission: request.submission, staged });
      return await keepAndRegister({ repository, submission, staged });
    } catch (error) {
      if (error instanceof StorageFull) return refusal('XDSRepositoryOutOfResources', 'The document storage is full.');
      if (error instanceof DocumentTooLarge) return refusal('XDSRepositoryOutOfResources', error.message);
      throw error;
    } finally {
      // Harmless for what was published.
      await Promise.all(staged.map(({ blob }) => blob.discard()));
    }
  };
}

async function stageDocuments(options: {
  repository: Repository;
  request: ProvideAndRegisterRequest;
  staged: StagedDocument[];
}): Promise<void> {
  const { repository, request, staged } = options;
  const entries = new Map(request.submission.documentEntries.map((entry) => [entry.entryUUID, entry]));
  for await (const { id, content } of request.documents) {
    const entry = entries.get(id);
    if (entry === undefined) continue;
    const blob = await repository.blobs.stage(upTo(repository.config.limits.documentBytes, id, content));
    staged.push({ entry, blob, hash: blob.hash, size: blob.size });
  }
}

/** One document is larger than this repository takes. */
class DocumentTooLarge extends Error {}

async function* upTo(limit: number, id: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > limit) throw new DocumentTooLarge(`Document ${id} is larger than the ${limit} octets taken here.`);
    yield chunk;
  }
}

/** Adds where and what the documents are; nothing else of the metadata is touched — ITI TF-2 3.41.4.1.3. */
function stampEntries(options: {
  repository: Repository;
  submission: Submission;
  staged: readonly StagedDocument[];
}): Submission {
  const { repository, submission, staged } = options;
  const { repositoryUniqueId } = repository.config;
  const received = new Map(staged.map((document) => [document.entry.entryUUID, document]));
  const documentEntries = submission.documentEntries.map((entry) => {
    const document = received.get(entry.entryUUID);
    if (document === undefined) return entry;
    return { ...entry, repositoryUniqueId, hash: document.hash, size: String(document.size) };
  });
  return { ...submission, documentEntries };
}

/** Claims the uniqueIds, makes the bytes retrievable, and only then registers — ITI TF-2 3.41.4.1.3. */
async function keepAndRegister(options: {
  repository: Repository;
  submission: Submission;
  staged: readonly StagedDocument[];
}): Promise<ProvideAndRegisterResponse> {
  const { repository, submission, staged } = options;
  if (staged.length === 0) return registerOnce({ repository, submission });
  const claim = repository.newUUID();
  const documents = staged.map(({ entry, blob }) => ({
    uniqueId: entry.uniqueId!,
    blobKey: blob.key,
    hash: blob.hash,
    size: blob.size,
    mimeType: entry.mimeType!,
  }));
  const others = await repository.store.claim({ submission: claim, documents, at: repository.now() });
  if (others.length > 0) return failure(registryErrorsFrom(await checkAll(resubmissionRules, staged, others)));
  return whileHeld(repository, claim, async () => {
    try {
      await publishAll(staged);
    } catch (error) {
      await takeBack(repository, claim);
      throw error;
    }
    return registerOnce({ repository, submission, claim });
  });
}

/** So many documents of a submission are published at the same time. */
const publishedAtOnce = 8;

/** When one fails, the others have come to their end before it is told: nothing is published any more afterwards. */
async function publishAll(staged: readonly StagedDocument[]): Promise<void> {
  const left = staged.values();
  let failed: { readonly error: unknown } | undefined;
  const publish = async () => {
    for (const { blob } of left) {
      if (failed !== undefined) return;
      await blob.publish().catch((error: unknown) => {
        failed ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(publishedAtOnce, staged.length) }, publish));
  if (failed !== undefined) throw failed.error;
}

function failure(errors: readonly RegistryError[]): ProvideAndRegisterResponse {
  return { status: 'Failure', errors };
}

function refusal(errorCode: RegistryErrorCode, codeContext: string): ProvideAndRegisterResponse {
  return failure([{ errorCode, codeContext, severity: 'Error' }]);
}
