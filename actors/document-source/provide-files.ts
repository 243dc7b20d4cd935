import type { ClientCall } from '../../runtime/host.ts';
import { mentions } from '../../schemas/errors/concerns.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { sendDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/client.ts';
import type {
  ProvideAndRegisterRequest,
  ProvideAndRegisterResponse,
} from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import type { SourceFile } from './read-file.ts';
import { type FilesSubmission, type SubmissionOptions, submissionFromFiles } from './submission-from-files.ts';

/** What came of a submission of files. */
export interface ProvidedFiles extends Omit<FilesSubmission, 'submission' | 'entries'> {
  readonly response: ProvideAndRegisterResponse;
  readonly submissionSetUniqueId: string;
  /** What was sent, in the order of the files. */
  readonly entries: readonly DocumentEntry[];
}

/** What sending needs beside the files. */
export interface ProvideOptions extends SubmissionOptions {
  readonly call: ClientCall<ProvideAndRegisterRequest, ProvideAndRegisterResponse>;
  readonly signal?: AbortSignal;
  readonly user?: string;
}

const otherContent = new Set(['XDSNonIdenticalHash', 'XDSNonIdenticalSize']);

/**
 * Submits files as one submission (ITI-41) — ITI TF-2 3.41. A refusal is in the response, not an exception.
 *
 * Authors reuse document ids: when all that is wrong is that an id already stands for other content, those files are
 * sent once more with uniqueIds of their own, and a warning says so.
 */
export async function provideFiles(files: readonly SourceFile[], options: ProvideOptions): Promise<ProvidedFiles> {
  const first = await provideOnce(files, options);
  const errors = first.response.errors.filter((error) => error.severity === 'Error');
  if (errors.length === 0 || !errors.every((error) => otherContent.has(error.errorCode))) return first;
  const reused = first.entries.flatMap(({ uniqueId, entryUUID }, index) => {
    const named = errors.some(
      ({ codeContext }) => mentions(codeContext, uniqueId!) || codeContext.startsWith(`${entryUUID}.`),
    );
    return named && files[index]?.facts.uniqueId === uniqueId ? [index] : [];
  });
  if (reused.length === 0) return first;
  const second = await provideOnce(files, { ...options, freshUniqueId: new Set(reused) });
  const warning = 'its id already stands for another document there: sent under a uniqueId of its own';
  return {
    ...second,
    warnings: [...second.warnings, ...reused.map((index) => ({ name: files[index]!.name, warning }))],
  };
}

async function provideOnce(files: readonly SourceFile[], options: ProvideOptions): Promise<ProvidedFiles> {
  const { submission, entries, warnings } = submissionFromFiles(files, options);
  const documents = files.map((file, index) => ({
    id: entries[index]!.entryUUID,
    size: file.size,
    content: file.content(),
  }));
  const request = { submission, documentIds: documents.map((document) => document.id), documents };
  const response = await sendDocumentSet(options.call, request, {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.user === undefined ? {} : { user: options.user }),
  });
  return { response, entries, warnings, submissionSetUniqueId: submission.submissionSets[0]!.uniqueId! };
}
