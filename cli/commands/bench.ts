import type { Command } from 'commander';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { numberOption, withDomainOptions } from '../options.ts';
import { printJson } from '../output.ts';
import { startProgress } from '../progress.ts';
import { mostEntries, usualPatients } from '../seed/patient-sizes.ts';
import { SeedRefused, seedDomain } from '../seed/seed-domain.ts';
import { withSession } from '../session.ts';

interface SeedOptions extends DomainOptions {
  readonly entries: number;
  readonly patients?: number;
  readonly seed: number;
  readonly batch: number;
  readonly senders: number;
  readonly json?: boolean;
}

/** Adds `bench seed`. */
export function addBench(program: Command): void {
  const bench = program.command('bench').description('Prepare a running domain for measurements.');
  withDomainOptions(bench.command('seed'))
    .description(
      `Fill the registry with made-up patients (ITI-8) who have from 1 to ${mostEntries} DocumentEntries (ITI-42). The entries say ` +
        'what real ones say; the documents they describe do not exist.',
    )
    .requiredOption('--entries <n>', 'DocumentEntries in all', numberOption(1, 2 ** 31))
    .option('--patients <n>', 'patients who share them (default: one for 28 entries)', numberOption(1, 2 ** 31))
    .option('--seed <n>', 'another number makes other patients and entries', numberOption(0, 2 ** 31), 1)
    .option('--batch <n>', 'DocumentEntries of one submission at most', numberOption(1, 1000), 250)
    .option('--senders <n>', 'messages on their way at the same time', numberOption(1, 64), 4)
    .option('--json', 'print JSON')
    .action(seed);
}

async function seed(options: SeedOptions): Promise<void> {
  const { entries, patients = usualPatients(entries), seed, batch, senders } = options;
  if (patients > entries || entries > patients * mostEntries)
    throw new CommandError(
      `${patients} patients cannot share ${entries} entries: each has from 1 to ${mostEntries}.`,
      exitCodes.usage,
    );
  await withSession(options, async ({ domain, peers }) => {
    const { assigningAuthority, codeSets } = domain.config.domain;
    const call = <T extends { readonly id: string }>(transaction: T) =>
      domain.endpoint('document-registry', transaction.id).url;
    const progress = startProgress('entries', entries);
    const seeded = await seedDomain({
      ...{ entries, patients, seed, batch, senders, codeSets },
      authority: assigningAuthority.oid,
      feed: peers.call(patientIdentityFeed, call(patientIdentityFeed)),
      register: peers.call(registerDocumentSet, call(registerDocumentSet)),
      onRegistered: (count) => progress.advance(count),
    }).catch((error: unknown) => {
      if (!(error instanceof SeedRefused)) throw error;
      throw new CommandError(
        `The registry refused: ${error.message} (Another --seed makes new ids.)`,
        exitCodes.refused,
      );
    });
    progress.done();
    if (options.json) return printJson(seeded);
    const { submissions, seconds, rate } = seeded;
    process.stdout.write(
      `${entries} entries of ${patients} patients in ${submissions} submissions: ${seconds.toFixed(1)} s, ${rate.toFixed(0)} entries/s\n`,
    );
  });
}
