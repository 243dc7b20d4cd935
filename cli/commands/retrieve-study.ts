import path from 'node:path';
import type { Command } from 'commander';
import type { WantedInstance } from '../../actors/imaging-document-consumer/plan-retrieval.ts';
import type { RetrievalResult } from '../../actors/imaging-document-consumer/retrieve-instances.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { withDomainOptions } from '../options.ts';
import { printJson, printTable } from '../output.ts';
import { resolvePatient } from '../patient-id.ts';
import { startProgress } from '../progress.ts';
import { type FoundManifest, findManifests, retrieveImages } from '../retrieve-manifests.ts';
import { withSession } from '../session.ts';
import { writeWhole } from '../write-whole.ts';

interface RetrieveStudyOptions extends DomainOptions {
  readonly patient: string;
  readonly domain?: string;
  readonly study?: string;
  readonly out: string;
  readonly transferSyntax?: readonly string[];
  readonly json?: boolean;
}

/** Adds `retrieve-study`. */
export function addRetrieveStudy(program: Command): void {
  withDomainOptions(program.command('retrieve-study'))
    .description(
      'Fetch the images of a patient: find manifests (ITI-18), read them (ITI-43), fetch what they name (RAD-69).',
    )
    .requiredOption('--patient <id>', 'patient id, or a whole id^^^&OID&ISO')
    .option('--domain <name>', 'the patient id is one of this domain (looked up by PIX Query)')
    .option('--study <uid>', 'only the study with this Study Instance UID')
    .requiredOption('--out <folder>', 'where the instances go: a folder for each study, below it one for each series')
    .option('--transfer-syntax <uid...>', 'prefer these where an instance is held in several')
    .option('--json', 'print JSON')
    .action(retrieveStudy);
}

async function retrieveStudy(options: RetrieveStudyOptions): Promise<void> {
  await withSession(options, async (session) => {
    const patientId = await resolvePatient(session, options.patient, options.domain);
    const manifests = await findManifests(session, patientId, options.study);
    if (manifests.length === 0) throw new CommandError('No manifest was found.', exitCodes.nothingFound);
    const results: { found: FoundManifest; result: RetrievalResult }[] = [];
    const progress = startProgress(
      'instances',
      manifests.reduce((sum, { manifest }) => sum + instancesOf(manifest), 0),
    );
    for (const found of manifests) {
      const sink = async (instance: WantedInstance, content: AsyncIterable<Uint8Array>) => {
        await writeWhole(fileOf(options.out, instance), content);
        progress.advance();
      };
      const preferred = options.transferSyntax ?? [];
      const result = await retrieveImages(session, found, { sink, preferred });
      results.push({ found, result });
    }
    progress.done();
    report(results, options);
  });
}

function instancesOf(manifest: FoundManifest['manifest']): number {
  return manifest.studies.flatMap((study) => study.series).reduce((sum, series) => sum + series.instances.length, 0);
}

/** UIDs come from a peer's document: nothing but digits and dots becomes part of a path. */
function fileOf(out: string, instance: WantedInstance): string {
  const safe = (uid: string) => uid.replace(/[^0-9.]/g, '_').replace(/^\.+/, '_');
  const { studyInstanceUID, seriesInstanceUID, sopInstanceUID } = instance;
  return path.join(out, safe(studyInstanceUID), safe(seriesInstanceUID), `${safe(sopInstanceUID)}.dcm`);
}

function report(
  results: readonly { found: FoundManifest; result: RetrievalResult }[],
  options: RetrieveStudyOptions,
): void {
  const rows = results.map(({ found, result }) => ({
    manifest: found.manifest.sopInstanceUID,
    studies: found.manifest.studies.map((study) => study.studyInstanceUID),
    received: result.received.map((instance) => fileOf(options.out, instance)),
    missing: result.missing.map(({ instance, error }) => ({ ...instance, ...error })),
  }));
  if (options.json) printJson(rows);
  else {
    printTable(
      ['manifest', 'study', 'received', 'missing'],
      rows.map((r) => [r.manifest, r.studies.join(' '), String(r.received.length), String(r.missing.length)]),
    );
  }
  const missing = rows.flatMap((row) => row.missing);
  for (const m of missing) process.stderr.write(`missing: ${m.sopInstanceUID}: ${m.errorCode}: ${m.codeContext}\n`);
  if (missing.length === 0) return;
  const some = rows.some((row) => row.received.length > 0);
  throw new CommandError(`${missing.length} instances did not come.`, some ? exitCodes.partial : exitCodes.refused);
}
