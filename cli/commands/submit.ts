import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { givenAttributes, UnknownCode } from '../../actors/document-source/codes.ts';
import { type ProvidedFiles, provideFiles } from '../../actors/document-source/provide-files.ts';
import { readSourceFile, type SourceFile } from '../../actors/document-source/read-file.ts';
import { reasonOf } from '../../runtime/file-error.ts';
import { firstText } from '../../schemas/metadata/nouns.ts';
import type { CodedAttribute } from '../../schemas/vocabulary/code-sets.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { failOnErrors } from '../answers.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { withDomainOptions, withReplyTo } from '../options.ts';
import { formatBytes, printJson, printTable } from '../output.ts';
import { resolvePatient } from '../patient-id.ts';
import { type Progress, startProgress } from '../progress.ts';
import { type Session, type SessionOptions, withSession } from '../session.ts';

/** Octets from which on a bar is worth while. */
const shownFrom = 20e6;

/** OID of this command line as a Document Source. */
const sourceId = '1.3.6.1.4.1.21367.13.90.100';

interface SubmitOptions extends SessionOptions {
  readonly patient: string;
  readonly domain?: string;
  readonly title?: string;
  readonly language?: string;
  readonly code?: readonly string[];
  readonly separately?: boolean;
  readonly json?: boolean;
}

/** Adds `submit`. */
export function addSubmit(program: Command): void {
  withReplyTo(withDomainOptions(program.command('submit')))
    .description('Submit documents of a patient (ITI-41); what a file says of itself becomes its metadata.')
    .argument('<file...>', 'CDA, PDF, text, JPEG, PNG or any other documents')
    .requiredOption('--patient <id>', 'patient id, or a whole id^^^&OID&ISO')
    .option('--domain <name>', 'the patient id is one of this domain (looked up by PIX Query)')
    .option('--title <text>', 'title of the document')
    .option('--language <tag>', 'language of documents that do not tell, such as en-US')
    .option('--code <attribute=code...>', 'set a code, such as typeCode=18842-5 or classCode=REPORTS')
    .option('--separately', 'one submission set for each file instead of one for all')
    .option('--json', 'print JSON')
    .action(submit);
}

async function submit(paths: readonly string[], options: SubmitOptions): Promise<void> {
  const files = await Promise.all(paths.map(readFile));
  await withSession(options, async (session) => {
    const patientId = await resolvePatient(session, options.patient, options.domain);
    const octets = files.reduce((sum, { size }) => sum + size, 0);
    const progress = startProgress('sent', octets < shownFrom ? 0 : octets, formatBytes);
    const sent = files.map((file) => ({ ...file, content: () => counted(file.content(), progress) }));
    const answers: Answer[] = [];
    try {
      for (const group of options.separately ? sent.map((file) => [file]) : [sent])
        answers.push({ group, ...(await send(session, { group, patientId, options })) });
    } finally {
      progress.done();
    }
    report(answers, options.json === true);
  });
}

type Answer = ProvidedFiles & { readonly group: readonly SourceFile[] };

/** Prints what was taken; then throws CommandError with the reasons of what was not. */
function report(answers: readonly Answer[], json: boolean): void {
  const taken: { file: string; uniqueId: string; mimeType: string; size: number; title: string }[] = [];
  const refused: string[] = [];
  for (const { group, entries, warnings, response } of answers) {
    for (const { name, warning } of warnings) process.stderr.write(`warning: ${name}: ${warning}\n`);
    try {
      failOnErrors(response);
    } catch (error) {
      refused.push((error as CommandError).message);
      continue;
    }
    for (const [index, { uniqueId = '', mimeType = '', title }] of entries.entries()) {
      const { name, size } = group[index]!;
      taken.push({ file: name, uniqueId, mimeType, size, title: firstText(title) });
    }
  }
  if (refused.length > 0 && taken.length === 0) throw new CommandError(refused.join('\n'), exitCodes.refused);
  if (json) printJson(taken);
  else {
    printTable(
      ['file', 'uniqueId', 'type', 'size', 'title'],
      taken.map((p) => [p.file, p.uniqueId, p.mimeType, formatBytes(p.size), p.title]),
    );
  }
  if (refused.length > 0) throw new CommandError(refused.join('\n'), exitCodes.partial);
}

async function* counted(content: AsyncIterable<Uint8Array>, progress: Progress): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    progress.advance(chunk.length);
    yield chunk;
  }
}

function readFile(path: string): Promise<SourceFile> {
  return readSourceFile(path).catch((error: Error) => {
    throw new CommandError(`${path} cannot be read: ${reasonOf(error)}.`);
  });
}

async function send(
  { domain, peers }: Session,
  { group, patientId, options }: { group: readonly SourceFile[]; patientId: string; options: SubmitOptions },
) {
  const endpoint = domain.endpoint('document-repository', provideAndRegisterDocumentSet.id);
  try {
    return await provideFiles(group, {
      call: peers.call(provideAndRegisterDocumentSet, endpoint.url),
      patient: { patientId },
      codeSets: domain.config.domain.codeSets,
      sourceId,
      now: new Date(),
      newUUID: () => `urn:uuid:${randomUUID()}`,
      codes: givenCodes(options.code ?? []),
      ...(options.title === undefined ? {} : { title: options.title }),
      ...(options.language === undefined ? {} : { languageCode: options.language }),
    });
  } catch (error) {
    if (error instanceof UnknownCode) throw new CommandError(error.message, exitCodes.usage);
    throw error;
  }
}

/** `attribute=code` texts as lists by attribute. */
function givenCodes(texts: readonly string[]): Partial<Record<CodedAttribute, string[]>> {
  const codes: Partial<Record<string, string[]>> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new CommandError(`--code ${text}: write attribute=code, such as typeCode=18842-5.`);
    const attribute = text.slice(0, at);
    if (!givenAttributes.some((known) => known === attribute)) {
      throw new CommandError(`--code ${text}: there is no ${attribute}; there are ${givenAttributes.join(', ')}.`);
    }
    codes[attribute] = [...(codes[attribute] ?? []), text.slice(at + 1)];
  }
  return codes as Partial<Record<CodedAttribute, string[]>>;
}
