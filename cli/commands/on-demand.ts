import type { Command } from 'commander';
import { request } from 'undici';
import { Unavailable } from '../../runtime/unavailable.ts';
import { parseCx } from '../../schemas/datatypes/cx.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { DomainOptions } from '../find-domain.ts';
import { withDomainOptions } from '../options.ts';
import { printJson, printTable } from '../output.ts';
import { pixManager, resolvePatient } from '../patient-id.ts';
import { type Session, withSession } from '../session.ts';

interface RegisterOptions extends DomainOptions {
  readonly patient: string;
  readonly domain?: string;
  readonly generator?: string;
  readonly json?: boolean;
}

/** What the On-Demand Document Source says of an entry. */
interface Entry {
  readonly status: 'registered' | 'unchanged' | 'refused';
  readonly uniqueId: string;
  readonly entryUUID: string;
  readonly patientId: string;
  readonly generator: string;
  readonly errors: readonly { readonly errorCode: string; readonly codeContext: string }[];
}

const actor = 'on-demand-document-source';
const resource = '/on-demand/entries';

/** Adds `on-demand register` and `on-demand list`. */
export function addOnDemand(program: Command): void {
  const onDemand = program.command('on-demand').description('Documents that are made when they are asked for.');
  withDomainOptions(onDemand.command('register'))
    .description('Register an On-Demand entry of a patient (ITI-61); retrieve makes its document.')
    .requiredOption('--patient <id>', 'patient id, or a whole id^^^&OID&ISO')
    .option('--domain <name>', 'the patient id is one of this domain (looked up by PIX Query)')
    .option('--generator <name>', 'kind of document (default: the first the source has)')
    .option('--json', 'print JSON')
    .action(register);
  withDomainOptions(onDemand.command('list'))
    .description('List the On-Demand entries of the source.')
    .option('--json', 'print JSON')
    .action(list);
}

async function register(options: RegisterOptions): Promise<void> {
  await withSession(options, async (session) => {
    const patientId = await resolvePatient(session, options.patient, options.domain);
    const { generator } = options;
    const entry = (await send(session, {
      patientId,
      sourcePatientInfo: await demographics(session, patientId),
      ...(generator === undefined ? {} : { generator }),
    })) as Entry;
    if (options.json) printJson(entry);
    else if (entry.status !== 'refused') print([entry]);
    if (entry.status !== 'refused') return;
    const lines = entry.errors.map(({ errorCode, codeContext }) => `  ${errorCode}: ${codeContext}`);
    throw new CommandError(['the registry refused:', ...lines].join('\n'), exitCodes.refused);
  });
}

async function list(options: DomainOptions & { readonly json?: boolean }): Promise<void> {
  await withSession(options, async (session) => {
    const entries: Entry[] = [];
    for (let after = ''; ; ) {
      const page = (await send(session, undefined, `?limit=1000&after=${encodeURIComponent(after)}`)) as Entry[];
      entries.push(...page);
      if (page.length < 1000) break;
      after = page.at(-1)!.uniqueId;
    }
    if (options.json) printJson(entries);
    else print(entries);
    if (entries.length === 0) process.exitCode = exitCodes.nothingFound;
  });
}

function print(entries: readonly Partial<Entry>[]): void {
  printTable(
    ['uniqueId', 'patient', 'generator', 'status'],
    entries.map(({ uniqueId = '', patientId = '', generator = '', status = 'registered' }) => [
      uniqueId,
      patientId,
      generator,
      status,
    ]),
  );
}

/** Who the patient is, as the PIX Manager knows him: what documents say of him. Nothing where there is none to ask. */
async function demographics(session: Session, patientId: string): Promise<string[]> {
  const { id, authority } = parseCx(patientId)!;
  const { state } = session.domain;
  const served = state.endpoints.some((endpoint) => endpoint.actor === pixManager && endpoint.kind === 'http');
  if (!served || authority !== state.assigningAuthority.oid) return [];
  const url = new URL(session.domain.http(pixManager, '/pix/patients'));
  url.searchParams.set('id', id);
  url.searchParams.set('domain', authority);
  const found = (await json(session, url)) as { id: string; name: string; birthDate: string; sex: string }[];
  const patient = found.find((each) => each.id === id);
  if (patient === undefined) return [];
  const { name, birthDate, sex } = patient;
  const fields = [`PID-3|${patientId}`, `PID-5|${name}`, `PID-7|${birthDate.slice(0, 8)}`, `PID-8|${sex}`];
  return fields.filter((field) => !field.endsWith('|'));
}

function send(session: Session, body: object | undefined, query = ''): Promise<unknown> {
  return json(session, new URL(session.domain.http(actor, resource) + query), body);
}

async function json({ agent }: Session, url: URL, body?: object): Promise<unknown> {
  const post = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const sent = post === undefined ? { method: 'GET' as const } : { method: 'POST' as const, ...post };
  const answer = await request(url, { dispatcher: agent, ...sent }).catch((cause: Error) => {
    throw new Unavailable(`${url.origin} does not answer.`, { cause });
  });
  const said = (await answer.body.json()) as { detail?: string; status?: unknown };
  if (answer.statusCode < 300 || said.status === 'refused') return said;
  throw new CommandError(said.detail ?? `HTTP ${answer.statusCode}`, exitCodes.refused);
}
