import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { addressOption, withDomainOptions } from '../options.ts';
import { printJson } from '../output.ts';
import { type Session, withSession } from '../session.ts';
import type { VerifyReport } from '../verify/findings.ts';
import { type VerifySources, verifyDomain } from '../verify/verify-domain.ts';

interface VerifyCommandOptions extends DomainOptions {
  readonly registry?: string;
  readonly repository?: string;
  readonly imaging?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
}

const shownFindings = 20;

/** Adds `verify`. */
export function addVerify(program: Command): void {
  withDomainOptions(program.command('verify'))
    .description(
      'Check that a running domain has lost nothing: entries, documents, bytes and hashes, whole submissions.',
    )
    .option('--registry <address>', 'a registry of another process: http://host:port/registry', addressOption)
    .option('--repository <address>', 'a repository of another process: http://host:port/repository', addressOption)
    .option('--imaging <address>', 'an imaging source of another process: http://host:port/imaging', addressOption)
    .option('--quick', 'look at the sizes of documents only, not at every byte')
    .option('--json', 'print JSON')
    .action(verify);
}

async function verify(options: VerifyCommandOptions): Promise<void> {
  const report = await withSession(options, (session) =>
    verifyDomain(sourcesOf(session, options), { hashes: options.quick !== true }),
  );
  const sound = Object.keys(report.counts).length === 0;
  if (options.json) printJson({ sound, ...report });
  else printReport(report, sound);
  if (!sound) process.exitCode = exitCodes.refused;
}

/** Those the command line names, else those of the running domain. */
function sourcesOf({ domain, agent }: Session, options: VerifyCommandOptions): VerifySources {
  const own = (actor: string, resource: string, last: string) => {
    const found = domain.state.endpoints.find(
      (each) => each.kind === 'http' && each.actor === actor && new URL(each.url).pathname === resource,
    );
    return found?.url.slice(0, -last.length);
  };
  return {
    registry: options.registry ?? own('document-registry', '/registry/contents', '/contents'),
    repository: options.repository ?? own('document-repository', '/repository/documents', '/documents'),
    imaging: options.imaging ?? own('imaging-document-source', '/imaging/encodings', '/encodings'),
    dispatcher: agent,
  };
}

function printReport(report: VerifyReport, sound: boolean): void {
  const lines = [
    `${report.objects} registry objects, ${report.entries} entries of this repository (${report.entriesElsewhere} of others or on demand),`,
    `${report.documents} documents (${report.unsettled} not settled yet), ${report.blobs} blobs, ${report.images} images.`,
  ];
  if (sound) lines.push('Everything is there and whole.');
  for (const [kind, count] of Object.entries(report.counts)) lines.push(`${kind}: ${count}`);
  for (const { kind, id, detail } of report.findings.slice(0, shownFindings)) lines.push(`  ${kind} ${id}: ${detail}`);
  if (report.findings.length > shownFindings) lines.push('  … --json lists up to a thousand.');
  process.stdout.write(`${lines.join('\n')}\n`);
}
