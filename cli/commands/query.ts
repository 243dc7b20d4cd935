import { type Command, Option } from 'commander';
import { firstText } from '../../schemas/metadata/nouns.ts';
import { collect } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { queryRequest } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type { ResultObject, StoredQuery } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import type {
  AnyQueryDefinition,
  ParameterRow,
} from '../../transactions/iti-18-registry-stored-query/queries/definition.ts';
import { storedQueries } from '../../transactions/iti-18-registry-stored-query/queries/stored-queries.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { multiPatientQueries } from '../../transactions/iti-51-multi-patient-stored-query/queries/multi-patient-queries.ts';
import { multiPatientStoredQuery } from '../../transactions/iti-51-multi-patient-stored-query/transaction.ts';
import { failOnErrors } from '../answers.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { choiceOption, withDomainOptions, withReplyTo } from '../options.ts';
import { printJson, printTable } from '../output.ts';
import { resolvePatient } from '../patient-id.ts';
import { querySentences } from '../query-sentences.ts';
import { queryValues, wordsOf } from '../query-values.ts';
import { type Session, type SessionOptions, withSession } from '../session.ts';

interface QueryOptions extends SessionOptions {
  readonly json?: boolean;
  readonly returnType: 'LeafClass' | 'ObjectRef';
  /** One id, or for a query across patients a list. */
  readonly patient?: string | readonly string[];
  readonly domain?: string;
}

/** Adds `query` with one sub-command for each stored query, its options made from the query's parameter table. */
export function addQuery(program: Command): void {
  const query = program
    .command('query')
    .description('Ask the Document Registry a stored query (ITI-18, or ITI-51 for multiple patients) by its name.');
  for (const definition of [...Object.values(storedQueries), ...Object.values(multiPatientQueries)]) {
    addStoredQuery(query, definition);
  }
}

function addStoredQuery(parent: Command, definition: AnyQueryDefinition): void {
  const command = withReplyTo(withDomainOptions(parent.command(definition.name)))
    .description(
      `${querySentences[definition.name as keyof typeof querySentences]} ${definition.source.doc} ${definition.source.section}.`,
    )
    .option('--json', 'print the objects as JSON')
    .option(
      '--return-type <type>',
      'LeafClass or ObjectRef',
      choiceOption(['LeafClass', 'ObjectRef'] as const),
      'LeafClass',
    );
  for (const [key, row] of Object.entries(definition.parameters)) {
    if (key === 'patientId') {
      const whole = 'patient id, or a whole id^^^&OID&ISO';
      if (row.takes === 'one') command.requiredOption('--patient <id>', whole);
      else command.option('--patient <ids...>', `${whole}: any of these; without one, every patient`);
      command.option('--domain <name>', 'the patient id is one of this domain (looked up by PIX Query)');
      continue;
    }
    command.addOption(parameterOption(key, row));
  }
  command.action((options) => runQuery(definition, options));
}

/** `--class-code`, or the attribute's own name; a list is given by repeating the option or separating with blanks. */
function parameterOption(key: string, row: ParameterRow): Option {
  const { slot, takes } = row;
  const words = Object.keys(wordsOf(key, row) ?? {});
  const any = words.length === 0 ? 'any of these' : `any of ${words.join(', ')}`;
  const flag = `--${key.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`;
  if (takes === 'one') return new Option(`${flag} <value>`, slot);
  if (takes === 'list') return new Option(`${flag} <values...>`, `${slot}: ${any}`);
  return new Option(`${flag} <values>`, `${slot}: any of a,b,c; repeat the option for AND`).argParser(
    (text: string, before: string[][] = []) => [...before, text.split(',')],
  );
}

async function runQuery(
  definition: AnyQueryDefinition,
  options: QueryOptions & Record<string, unknown>,
): Promise<void> {
  await withSession(options, async (session) => {
    const parameters: Record<string, unknown> = {};
    for (const [key, row] of Object.entries(definition.parameters)) {
      const given = options[optionName(key)];
      if (key === 'patientId') {
        const patient = await resolvePatients(session, options);
        if (patient !== undefined) parameters[key] = patient;
      } else if (given !== undefined) {
        const values = (text: string) => queryValues(key, row, text, session.domain.config.domain.codeSets);
        parameters[key] = valuesGiven(given as Given, values);
      } else if (row.kind === 'status' && row.required) {
        parameters[key] = [availabilityStatuses.Approved];
      } else if (row.required) {
        throw new CommandError(`${definition.name} needs --${key}.`);
      }
    }
    const transaction = definition.name in multiPatientQueries ? multiPatientStoredQuery : registryStoredQuery;
    const endpoint = session.domain.endpoint('document-registry', transaction.id);
    const call = session.peers.call(transaction as typeof registryStoredQuery, endpoint.url);
    const query = { name: definition.name, parameters } as unknown as StoredQuery;
    const answer = await call(queryRequest(definition, query, { returnType: options.returnType }));
    failOnErrors(answer);
    const objects = await collect(answer.objects);
    print(objects, options.json === true);
    if (objects.length === 0) process.exitCode = exitCodes.nothingFound;
  });
}

/** The patients asked about as whole CX: one for a query of one, a list for a query across patients. */
async function resolvePatients(session: Session, { patient, domain }: QueryOptions) {
  if (patient === undefined || typeof patient === 'string') {
    return patient && (await resolvePatient(session, patient, domain));
  }
  return await Promise.all(patient.map((id) => resolvePatient(session, id, domain)));
}

/** How commander names the value of an option. */
function optionName(key: string): string {
  const flag = key.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What commander gives for a parameter that takes one value, a list, or lists. */
type Given = string | readonly (string | readonly string[])[];

function valuesGiven(given: Given, values: (text: string) => string[]): unknown {
  if (typeof given === 'string') return values(given)[0];
  return given.flatMap((each): (string | string[])[] =>
    typeof each === 'string' ? values(each) : [each.flatMap(values)],
  );
}

function print(objects: readonly ResultObject[], json: boolean): void {
  if (json) printJson(objects);
  else printTable(['kind', 'entryUUID', 'uniqueId', 'status', 'what'], objects.map(row));
}

function row(object: ResultObject): string[] {
  if (object.kind === 'rendered') return [object.kind, '', '', '', object.ebrim];
  if (object.kind === 'ObjectRef') return [object.kind, object.entryUUID, '', '', ''];
  const status = object.availabilityStatus?.split(':').at(-1) ?? '';
  if (object.kind === 'Association') {
    return [
      object.kind,
      object.entryUUID,
      '',
      status,
      `${object.type.split(':').at(-1)} ${object.source} -> ${object.target}`,
    ];
  }
  const title = firstText(object.title);
  const what = object.kind === 'DocumentEntry' ? `${object.mimeType ?? ''} ${object.size ?? ''} ${title}` : title;
  return [object.kind, object.entryUUID, object.uniqueId ?? '', status, what];
}
