import { type Command, InvalidArgumentError } from 'commander';
import { request } from 'undici';
import { feedPatient } from '../../actors/patient-identity-source/feed-request.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import { dtm } from '../../schemas/datatypes/dtm.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { choiceOption, withDomainOptions } from '../options.ts';
import { printJson, printTable } from '../output.ts';
import { authorityNamed, commandLineFeed, pixManager } from '../patient-id.ts';
import { withSession } from '../session.ts';

interface AddOptions extends DomainOptions {
  readonly id: string;
  readonly domain?: string;
  readonly name: { readonly family: string; readonly given?: string };
  readonly birthDate: string;
  readonly sex: string;
}

interface FindOptions extends DomainOptions {
  readonly id?: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly domain?: string;
  readonly json?: boolean;
}

/** One record as the PIX Manager's management resource shows it. */
interface FoundPatient {
  readonly domain: { readonly namespace: string; readonly oid: string };
  readonly id: string;
  readonly status: string;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly crossReferences: readonly { readonly namespace: string; readonly oid: string; readonly id: string }[];
}

/** Adds `patient add` and `patient find`. */
export function addPatientCommands(program: Command): void {
  const patient = program.command('patient').description('Feed patients to the PIX Manager and look them up.');
  withDomainOptions(patient.command('add'))
    .description('Register a patient (ITI-8 A04); the registry learns of ids of the affinity domain.')
    .requiredOption('--id <id>', 'the patient id in its domain')
    .option('--domain <name>', 'namespace or OID of the domain that assigned the id (default: the affinity domain)')
    .requiredOption('--name <Family^Given>', 'name', nameOption)
    .requiredOption('--birth-date <YYYYMMDD>', 'date of birth', birthDateOption)
    .requiredOption('--sex <letter>', 'F, M, O or U', choiceOption(['F', 'M', 'O', 'U'] as const))
    .action(addPatient);
  withDomainOptions(patient.command('find'))
    .description('Find patients in the PIX Manager and show what their ids are in other domains.')
    .option('--id <id>', 'with this id')
    .option('--name <text>', 'whose name has this in it')
    .option('--birth-date <YYYYMMDD>', 'born on this day', birthDateOption)
    .option('--domain <name>', 'with ids of this domain')
    .option('--json', 'print JSON')
    .action(findPatients);
}

function nameOption(text: string): AddOptions['name'] {
  const [family = '', given = '', ...more] = text.split('^');
  if (family === '' || more.length > 0) throw new InvalidArgumentError('Write Family^Given.');
  return { family, ...(given === '' ? {} : { given }) };
}

function birthDateOption(text: string): string {
  if (text.length !== 8 || dtm.check(text) !== undefined) throw new InvalidArgumentError('Write a day as YYYYMMDD.');
  return text;
}

async function addPatient(options: AddOptions): Promise<void> {
  await withSession(options, async ({ domain, peers }) => {
    const authority = authorityNamed(domain, options.domain);
    const endpoint = domain.endpoint(pixManager, patientIdentityFeed.id);
    const answer = await feedPatient(
      {
        trigger: 'A04',
        identifiers: [{ id: options.id, authority }],
        name: { ...options.name, typeCode: 'L' },
        birthDate: options.birthDate,
        sex: options.sex,
      },
      { ...commandLineFeed, call: peers.call(patientIdentityFeed, endpoint.url) },
    );
    if (answer.code !== 'AA') {
      const lines = answer.errors.map(
        (error) => `  ${error.code} ${error.text}: ${error.userMessage ?? error.location ?? ''}`,
      );
      throw new CommandError([`the PIX Manager answered ${answer.code}:`, ...lines].join('\n'), exitCodes.refused);
    }
    process.stdout.write(`Patient ${options.id} of ${authority.namespace ?? authority.oid} is registered.\n`);
  });
}

async function findPatients(options: FindOptions): Promise<void> {
  await withSession(options, async ({ domain, agent }) => {
    const url = new URL(domain.http(pixManager, '/pix/patients'));
    for (const [key, value] of [
      ['id', options.id],
      ['name', options.name],
      ['birth-date', options.birthDate],
      ['domain', options.domain],
    ] as const) {
      if (value !== undefined) url.searchParams.set(key, value);
    }
    const answer = await request(url, { dispatcher: agent }).catch((cause: Error) => {
      throw new Unavailable(`${url.origin} does not answer.`, { cause });
    });
    const said = await answer.body.json();
    if (answer.statusCode !== 200)
      throw new CommandError((said as { detail?: string }).detail ?? '', exitCodes.refused);
    const found = said as FoundPatient[];
    if (options.json) printJson(found);
    else printPatients(found);
    if (found.length === 0) process.exitCode = exitCodes.nothingFound;
  });
}

function printPatients(found: readonly FoundPatient[]): void {
  printTable(
    ['id', 'domain', 'name', 'born', 'sex', 'status', 'also known as'],
    found.map((p) => [
      p.id,
      p.domain.namespace,
      p.name,
      p.birthDate,
      p.sex,
      p.status,
      p.crossReferences.map((other) => `${other.id} (${other.namespace})`).join(', '),
    ]),
  );
}
