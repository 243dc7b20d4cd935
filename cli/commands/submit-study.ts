import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { reasonOf } from '../../runtime/file-error.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { type ImagingResource, type PublishedStudy, ResourceRefusal } from '../imaging-resource.ts';
import { withDomainOptions } from '../options.ts';
import { formatBytes, printJson, printTable } from '../output.ts';
import { resolvePatient } from '../patient-id.ts';
import { startProgress } from '../progress.ts';
import { withSession } from '../session.ts';

/** Files handed over at the same time. */
const atOnce = 4;

interface SubmitStudyOptions extends DomainOptions {
  readonly patient: string;
  readonly domain?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** What came of one study. */
interface Published extends PublishedStudy {
  readonly study: string;
  /** Why the source refused it before anything was sent. */
  readonly reason?: string;
}

interface Imported {
  /** Study Instance UID to the SOP Instance UIDs handed over. */
  readonly studies: ReadonlyMap<string, ReadonlySet<string>>;
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
  readonly octets: number;
}

/** Adds `submit-study`. */
export function addSubmitStudy(program: Command): void {
  withDomainOptions(program.command('submit-study'))
    .description('Hand the DICOM files of a folder to the Imaging Document Source and publish their studies (RAD-68).')
    .argument('<folder>', 'a folder, searched with all below it, or one DICOM file')
    .requiredOption('--patient <id>', 'patient id, or a whole id^^^&OID&ISO')
    .option('--domain <name>', 'the patient id is one of this domain (looked up by PIX Query)')
    .option('--strict', 'publish nothing when a file cannot be read as DICOM')
    .option('--json', 'print JSON')
    .action(submitStudy);
}

async function submitStudy(folder: string, options: SubmitStudyOptions): Promise<void> {
  const files = await filesBelow(folder);
  await withSession(options, async (session) => {
    const patientId = await resolvePatient(session, options.patient, options.domain);
    const imaging = session.imaging();
    const imported = await importAll(files, imaging);
    for (const { file, reason } of imported.refused) process.stderr.write(`not taken: ${file}: ${reason}\n`);
    if (imported.studies.size === 0)
      throw new CommandError(`No DICOM instance was found in ${folder}.`, exitCodes.nothingFound);
    if (options.strict && imported.refused.length > 0) {
      throw new CommandError(
        `${imported.refused.length} files were not taken; --strict publishes nothing.`,
        exitCodes.refused,
      );
    }
    const published: Published[] = [];
    for (const study of imported.studies.keys()) published.push(await publish(imaging, study, patientId));
    report(published, imported, options.json === true);
  });
}

/** Publishes one study; a refusal is told beside the studies that were published. */
async function publish(imaging: ImagingResource, study: string, patientId: string): Promise<Published> {
  try {
    return { study, ...(await imaging.publish(study, patientId)) };
  } catch (error) {
    if (!(error instanceof ResourceRefusal)) throw error;
    const nothing = { manifestUniqueId: '', entryUUID: '', series: 0, instances: 0, errors: [] };
    return { study, status: 'refused', ...nothing, reason: error.message };
  }
}

function report(published: readonly Published[], imported: Imported, json: boolean): void {
  if (json) printJson({ studies: published, refused: imported.refused });
  else {
    printTable(
      ['study', 'manifest', 'series', 'instances', 'outcome'],
      published.map((p) => [p.study, p.manifestUniqueId, String(p.series), String(p.instances), p.status]),
    );
    process.stdout.write(`${formatBytes(imported.octets)} handed over.\n`);
  }
  const refused = published.filter(({ status }) => status === 'refused');
  if (refused.length > 0) {
    const lines = refused.flatMap(({ study, errors, reason }) => [
      ...(reason === undefined ? [] : [`  ${study}: ${reason}`]),
      ...errors.map(({ errorCode, codeContext }) => `  ${study}: ${errorCode}: ${codeContext}`),
    ]);
    const some = refused.length < published.length;
    throw new CommandError(
      [`${refused.length} of ${published.length} studies were refused:`, ...lines].join('\n'),
      some ? exitCodes.partial : exitCodes.refused,
    );
  }
  if (imported.refused.length > 0) process.exitCode = exitCodes.partial;
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = await stat(folder).catch((error: Error) => {
    throw new CommandError(`${folder} cannot be read: ${reasonOf(error)}.`);
  });
  if (found.isFile()) return [folder];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

async function importAll(files: readonly string[], imaging: ImagingResource): Promise<Imported> {
  const studies = new Map<string, Set<string>>();
  const refused: { file: string; reason: string }[] = [];
  let octets = 0;
  const waiting = [...files];
  const progress = startProgress('instances', files.length);
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      try {
        const instance = await imaging.importFile(file);
        const known = studies.get(instance.studyInstanceUID) ?? new Set();
        studies.set(instance.studyInstanceUID, known.add(instance.sopInstanceUID));
        octets += instance.size;
      } catch (error) {
        if (!(error instanceof ResourceRefusal)) throw error;
        refused.push({ file, reason: error.message });
      }
      progress.advance();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  progress.done();
  return { studies, refused, octets };
}
