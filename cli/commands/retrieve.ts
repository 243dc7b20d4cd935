import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { type RetrievedEntry, retrieveEntries } from '../../actors/document-consumer/retrieve-entries.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import type { StoredQuery } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { findDocumentEntries, repositoryCalls } from '../consume.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { withDomainOptions, withReplyTo } from '../options.ts';
import { formatBytes, printJson, printTable } from '../output.ts';
import { resolvePatient } from '../patient-id.ts';
import { startProgress } from '../progress.ts';
import { type Session, type SessionOptions, withSession } from '../session.ts';
import { writeWhole } from '../write-whole.ts';

interface RetrieveOptions extends SessionOptions {
  readonly patient?: string;
  readonly domain?: string;
  readonly document?: readonly string[];
  readonly onDemand?: boolean;
  readonly out: string;
  readonly json?: boolean;
}

/** Adds `retrieve`. */
export function addRetrieve(program: Command): void {
  withReplyTo(withDomainOptions(program.command('retrieve')))
    .description('Fetch documents (ITI-18, ITI-43) into a folder and verify their hash and size.')
    .option('--patient <id>', 'every approved document of this patient')
    .option('--domain <name>', 'the patient id is one of this domain (looked up by PIX Query)')
    .option('--document <uniqueId...>', 'these documents')
    .option('--on-demand', 'of a patient also what is made when it is asked for')
    .requiredOption('--out <folder>', 'where the documents go')
    .option('--json', 'print JSON')
    .action(retrieve);
}

async function retrieve(options: RetrieveOptions): Promise<void> {
  if ((options.patient === undefined) === (options.document === undefined)) {
    throw new CommandError('Name either --patient or --document.');
  }
  await withSession(options, async (session) => {
    const entries = await findEntries(session, options);
    if (entries.length === 0) throw new CommandError('No document was found.', exitCodes.nothingFound);
    await mkdir(options.out, { recursive: true });
    const files = new Map(entries.map((entry) => [entry, path.join(options.out, fileName(entry))]));
    const progress = startProgress('documents', entries.length);
    const results = await retrieveEntries({
      entries,
      repository: repositoryCalls(session),
      sink: async (entry, content) => {
        await writeWhole(files.get(entry)!, content);
        progress.advance();
      },
    });
    progress.done();
    report([...rowsOf(results, files), ...rowsOfUnknown(entries, options.document)], options);
  });
}

async function findEntries(session: Session, options: RetrieveOptions): Promise<DocumentEntry[]> {
  const query: StoredQuery =
    options.document === undefined
      ? {
          name: 'FindDocuments',
          parameters: {
            patientId: await resolvePatient(session, options.patient!, options.domain),
            status: [availabilityStatuses.Approved],
            ...(options.onDemand ? { type: Object.values(documentEntryTypes) } : {}),
          },
        }
      : { name: 'GetDocuments', parameters: { uniqueId: options.document } };
  return findDocumentEntries(session, query);
}

const endings: Readonly<Record<string, string>> = {
  'text/xml': 'xml',
  'application/xml': 'xml',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/dicom': 'dcm',
};

/** The uniqueId with every character that could leave the folder or upset a file system replaced. */
function fileName(entry: DocumentEntry): string {
  const name = (entry.uniqueId ?? entry.entryUUID).replace(/[^A-Za-z0-9.-]/g, '_').replace(/^\.+/, '_');
  return `${name.slice(0, 200)}.${endings[entry.mimeType ?? ''] ?? 'bin'}`;
}

/** One line of the report. */
interface Row {
  readonly document: string;
  readonly mimeType: string;
  readonly file: string;
  readonly size: number;
  readonly sha1: string;
  readonly outcome: RetrievedEntry['outcome'] | 'not registered';
  readonly reasons: readonly string[];
}

function rowsOf(results: readonly RetrievedEntry[], files: ReadonlyMap<DocumentEntry, string>): Row[] {
  return results.map((result) => ({
    document: result.entry.uniqueId ?? '',
    mimeType: result.entry.mimeType ?? '',
    file: result.outcome === 'failed' ? '' : files.get(result.entry)!,
    size: result.outcome === 'failed' ? 0 : result.received.size,
    sha1: result.outcome === 'failed' ? '' : result.received.hash,
    outcome: result.outcome,
    reasons: result.outcome === 'retrieved' ? [] : result.reasons,
  }));
}

function rowsOfUnknown(entries: readonly DocumentEntry[], asked: readonly string[] = []): Row[] {
  const known = new Set(entries.map(({ uniqueId }) => uniqueId));
  const nothing = { mimeType: '', file: '', size: 0, sha1: '', outcome: 'not registered', reasons: [] } as const;
  return asked.filter((document) => !known.has(document)).map((document) => ({ document, ...nothing }));
}

function report(rows: readonly Row[], { json, out }: RetrieveOptions): void {
  const good = rows.filter(({ outcome }) => outcome === 'retrieved');
  if (json) printJson(rows);
  else {
    printTable(
      ['document', 'type', 'size', 'SHA-1', 'outcome'],
      rows.map((r) => [r.document, r.mimeType, formatBytes(r.size), r.sha1, [r.outcome, ...r.reasons].join(': ')]),
    );
    process.stdout.write(`Files in ${out}: ${new Set(good.map(({ file }) => file)).size}.\n`);
  }
  if (good.length === rows.length) return;
  const message = `${rows.length - good.length} of ${rows.length} documents did not come as registered.`;
  throw new CommandError(message, good.length === 0 ? exitCodes.refused : exitCodes.partial);
}
