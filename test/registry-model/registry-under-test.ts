import { randomUUID } from 'node:crypto';
import { documentRegistry } from '../../actors/document-registry/actor.ts';
import type { Host } from '../../runtime/host.ts';
import { createLogger } from '../../runtime/log.ts';
import { createMllpClient } from '../../runtime/mllp/client.ts';
import { createMllpEndpoint } from '../../runtime/mllp/endpoint.ts';
import type { MllpEndpoint } from '../../runtime/mllp/endpoint-types.ts';
import { createSoapClient } from '../../runtime/soap/client.ts';
import { createSoapEndpoint } from '../../runtime/soap/endpoint.ts';
import { localTransport } from '../../runtime/soap/local-transport.ts';
import type { SoapTransport } from '../../runtime/soap/transport.ts';
import type { Database } from '../../runtime/sql/database.ts';
import { type OpenDatabase, openDatabase } from '../../runtime/sql/postgres.ts';
import { parseCx } from '../../schemas/datatypes/cx.ts';
import type { RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import type { ObjectRef, RegistryObject } from '../../schemas/metadata/nouns.ts';
import { collect } from '../../schemas/sequence.ts';
import type {
  FeedTrigger,
  PatientIdentityFeedRequest,
} from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { queryRequest } from '../../transactions/iti-18-registry-stored-query/client.ts';
import type { QueryRequest } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import type { AnyQueryDefinition } from '../../transactions/iti-18-registry-stored-query/queries/definition.ts';
import { storedQueries } from '../../transactions/iti-18-registry-stored-query/queries/stored-queries.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { multiPatientQueries } from '../../transactions/iti-51-multi-patient-stored-query/queries/multi-patient-queries.ts';
import { multiPatientStoredQuery } from '../../transactions/iti-51-multi-patient-stored-query/transaction.ts';
import { updateDocumentSet } from '../../transactions/iti-57-update-document-set/transaction.ts';
import { registerOnDemandDocumentEntry } from '../../transactions/iti-61-register-on-demand-document-entry/transaction.ts';
import { removeMetadata } from '../../transactions/iti-62-remove-metadata/transaction.ts';
import type { LinkChangeRequest } from '../../transactions/iti-64-notify-xad-pid-link-change/messages.ts';
import { notifyXadPidLinkChange } from '../../transactions/iti-64-notify-xad-pid-link-change/transaction.ts';
import { restrictedUpdateDocumentSet } from '../../transactions/iti-92-restricted-update-document-set/transaction.ts';
import { aFeedMessage, affinityAuthority } from '../support/feed-messages.ts';
import { linkChangeContentType } from './model/link-change.ts';
import { type Names, sentWith } from './names.ts';
import type { LinkChange, Operation, Question } from './operation.ts';

/** What a registry answered to a stored query. */
export interface GivenAnswer {
  /** Codes of its errors; none when it answered. */
  readonly codes: readonly string[];
  readonly objects: readonly (RegistryObject | ObjectRef)[];
  /** The SOAP envelope. */
  readonly envelope: string;
}

/** A Document Registry, started from its declaration and called as peers call it: through codecs, SOAP and MLLP. */
export interface RegistryUnderTest extends AsyncDisposable {
  /** Its own connection, beside the ones the registry has. */
  readonly database: OpenDatabase;
  /** Does an operation; gives the codes it was refused with, each once, sorted. Throws when there is no answer. */
  perform(operation: Operation, names: Names): Promise<string[]>;
  ask(question: Question, names: Names): Promise<GivenAnswer>;
  /** Sets the clock: a DTM of 14 digits. */
  setTime(time: string): void;
  /** Forgets everything but the patients given. */
  clear(patientIds: readonly string[]): Promise<void>;
}

/** How one is opened. */
export interface OpeningOptions {
  /** Of a PostgreSQL; a schema of its own is made there. */
  readonly url: string;
  /** Put between the registry and its database. */
  readonly between?: (database: OpenDatabase) => Database;
}

const log = createLogger({ level: 'silent' });
const audit = () => undefined;

/** Opens one. */
export async function openRegistryUnderTest(options: OpeningOptions): Promise<RegistryUnderTest> {
  const { url, between = (database) => database } = options;
  const schema = `model_${randomUUID().replaceAll('-', '')}`;
  const opened: OpenDatabase[] = [];
  const soap = createSoapEndpoint({ log, audit });
  const mllp = createMllpEndpoint({ log, audit });
  let now = new Date(0);
  const host: Host = {
    domain: { name: 'model', assigningAuthority: affinityAuthority, codeSets: { codes: {} } },
    soap: () => soap,
    mllp: () => mllp,
    route: () => {},
    replies: notCalled,
    client: notCalled,
    blobs: notCalled,
    database: async (migrations) => {
      const own = `${url}${url.includes('?') ? '&' : '?'}application_name=${schema}`;
      const database = await openDatabase({ url: own, schema, migrations, connections: 8 });
      opened.push(database);
      return between(database);
    },
    now: () => now,
    newUUID: () => `urn:uuid:${randomUUID()}`,
    log,
  };
  await documentRegistry.start(documentRegistry.config.parse(settings), host);
  const [database] = opened;
  return {
    database: database!,
    ...callsOf(localTransport(soap, 'http://localhost/registry'), mllp),
    setTime: (time) => {
      now = new Date(time.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z'));
    },
    clear: async (patientIds) => {
      for (const table of tables) await database!.query(`delete from ${table}`);
      await database!.query('insert into patient (patient_id, surviving_id) select id, id from unnest($1::text[]) id', [
        patientIds,
      ]);
    },
    [Symbol.asyncDispose]: async () => {
      await database!.query(`drop schema ${schema} cascade`);
      await database!.close();
    },
  };
}

const settings = { linkChange: { contentTypeCode: linkChangeContentType } };
const tables = ['registry_object', 'document_entry', 'submission_set', 'folder', 'association', 'patient'] as const;

function notCalled(): never {
  throw new Error('a registry calls nobody and keeps no documents');
}

function callsOf(transport: SoapTransport, mllp: MllpEndpoint): Pick<RegistryUnderTest, 'perform' | 'ask'> {
  const calls = connected(transport, mllp);
  return {
    perform: async (operation, names) => [...new Set(await codesOf(calls, operation, names))].sort(),
    ask: (question, names) => asked(transport, question, names),
  };
}

const client = createSoapClient({ log, audit });

function connected(transport: SoapTransport, mllp: MllpEndpoint) {
  const feeds = createMllpClient({ log, audit });
  return {
    register: client.connect(registerDocumentSet, transport),
    registerOnDemand: client.connect(registerOnDemandDocumentEntry, transport),
    update: client.connect(updateDocumentSet, transport),
    restrictedUpdate: client.connect(restrictedUpdateDocumentSet, transport),
    remove: client.connect(removeMetadata, transport),
    feed: feeds.connectLocal(patientIdentityFeed, mllp, 'mllp://localhost:2576'),
    changeLink: feeds.connectLocal(notifyXadPidLinkChange, mllp, 'mllp://localhost:2576'),
  };
}

async function codesOf(calls: ReturnType<typeof connected>, operation: Operation, names: Names): Promise<string[]> {
  switch (operation.does) {
    case 'register': {
      const submission = sentWith(names, operation.submission, operation.symbolic);
      return responseCodes(await (operation.onDemand ? calls.registerOnDemand : calls.register)({ submission }));
    }
    case 'update': {
      const submission = sentWith(names, operation.submission, operation.symbolic);
      return responseCodes(await (operation.restricted ? calls.restrictedUpdate : calls.update)({ submission }));
    }
    case 'remove': {
      const objectRefs = operation.names.map((name) => ({ kind: 'ObjectRef', entryUUID: names.idOf(name) }) as const);
      return responseCodes(await calls.remove({ objectRefs }));
    }
    case 'add patient':
      return feedCodes(await calls.feed(feedMessage('A04', [operation.patientId])));
    case 'merge patients':
      return feedCodes(await calls.feed(feedMessage('A40', [operation.surviving], [operation.subsumed])));
    case 'change link':
      return feedCodes(await calls.changeLink(linkChangeMessage(operation)));
  }
}

function responseCodes({ status, errors }: RegistryResponse): string[] {
  const codes = errors.filter(({ severity }) => severity === 'Error').map(({ errorCode }) => errorCode);
  if ((status === 'Success') !== (codes.length === 0)) throw new Error(`${status} with errors ${codes.join()}`);
  return codes;
}

function feedCodes({ code }: { readonly code: string }): string[] {
  return code === 'AA' ? [] : [code];
}

function feedMessage(
  trigger: FeedTrigger,
  patientIds: readonly string[],
  prior?: readonly string[],
): PatientIdentityFeedRequest {
  const message = aFeedMessage(trigger, patientIds.map(identifier), prior?.map(identifier));
  return {
    ...message,
    patient: { ...message.patient, names: [{ family: 'Moser', given: 'Vera' }] },
    patientClass: 'O',
  };
}

function linkChangeMessage({ before, now, local, subsumedLocal, sourceId }: LinkChange): LinkChangeRequest {
  const { header } = aFeedMessage('A04', []);
  const prior = subsumedLocal === undefined ? [] : [subsumedLocal];
  return {
    header: { ...header, sendingApplication: sourceId },
    recordedDateTime: header.dateTime,
    identifiers: [now, local].map(identifier),
    priorIdentifiers: [before, ...prior].map(identifier),
  };
}

function identifier(patientId: string): Identifier {
  const { id, authority } = parseCx(patientId)!;
  return { id, authority: { oid: authority, type: 'ISO' } };
}

async function asked(transport: SoapTransport, { query, returnType }: Question, names: Names): Promise<GivenAnswer> {
  const received: Buffer[] = [];
  const overheard = overhearing(transport, received);
  const isMulti = query.name in multiPatientQueries;
  const definition: AnyQueryDefinition = { ...storedQueries, ...multiPatientQueries }[query.name];
  const parameters = withQueriedIds(query.parameters, names);
  const request = queryRequest(definition, { ...query, parameters }, { returnType }) as QueryRequest<never>;
  const answer = isMulti
    ? await client.connect(multiPatientStoredQuery, overheard)(request)
    : await client.connect(registryStoredQuery, overheard)(request);
  const codes = responseCodes(answer);
  const objects = (await collect(answer.objects)) as (RegistryObject | ObjectRef)[];
  return { codes, objects, envelope: Buffer.concat(received).toString() };
}

/** The transport, which also keeps what comes back. */
function overhearing(transport: SoapTransport, received: Buffer[]): SoapTransport {
  return {
    ...transport,
    async send(message, signal) {
      const answer = await transport.send(message, signal);
      async function* body() {
        for await (const chunk of answer.body) {
          received.push(Buffer.from(chunk));
          yield chunk;
        }
      }
      return { ...answer, body: body() };
    },
  };
}

const idParameters = ['entryUUID', 'logicalID', 'uuid'];

function withQueriedIds(parameters: object, names: Names): object {
  const idsOf = (value: string | readonly string[]) =>
    typeof value === 'string' ? names.idOf(value) : value.map((name) => names.idOf(name));
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, idParameters.includes(name) ? idsOf(value) : value]),
  );
}
