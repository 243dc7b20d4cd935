import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../runtime/host.ts';
import { createLogger } from '../../runtime/log.ts';
import { createMllpClient } from '../../runtime/mllp/client.ts';
import { createMllpEndpoint } from '../../runtime/mllp/endpoint.ts';
import { createSoapClient } from '../../runtime/soap/client.ts';
import { createSoapEndpoint } from '../../runtime/soap/endpoint.ts';
import { localTransport } from '../../runtime/soap/local-transport.ts';
import type { OpenDatabase } from '../../runtime/sql/postgres.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { collect } from '../../schemas/sequence.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aFeedMessage, affinityAuthority, anIdentifier } from '../../test/support/feed-messages.ts';
import { aDocumentEntry, aPatientId, aSubmission } from '../../test/support/metadata.ts';
import { testDatabase } from '../../test/support/postgres.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { storedQueryRequest } from '../../transactions/iti-18-registry-stored-query/client.ts';
import { registryStoredQuery } from '../../transactions/iti-18-registry-stored-query/transaction.ts';
import { registerDocumentSet } from '../../transactions/iti-42-register-document-set-b/transaction.ts';
import { documentRegistry } from './actor.ts';

const log = createLogger({ level: 'silent' });
const audited: AuditEvent[] = [];
const audit = async (events: readonly AuditEvent[]) => {
  audited.push(...events);
};
const soap = createSoapEndpoint({ log, audit });
const mllp = createMllpEndpoint({ log, audit });
const opened: OpenDatabase[] = [];
const bound = new Set<string>();
/** The endpoint, noting what it is told to serve. */
const bindingTo = <E extends { serve(transaction: never, handler: never): E }>(endpoint: E): E => ({
  ...endpoint,
  serve(transaction: { readonly id: string }, handler: never) {
    bound.add(transaction.id);
    endpoint.serve(transaction as never, handler);
    return this;
  },
});
const unused = () => {
  throw new Error('a registry calls nobody and keeps no documents');
};
const host: Host = {
  domain: { name: 'test', assigningAuthority: affinityAuthority, codeSets: { codes: {} } },
  soap: () => bindingTo(soap),
  mllp: () => bindingTo(mllp),
  route: () => {},
  replies: unused,
  client: unused,
  database: async (migrations) => {
    const database = await testDatabase(migrations);
    opened.push(database);
    return database;
  },
  blobs: unused,
  now: () => new Date('2025-06-01T08:00:00Z'),
  newUUID: () => `urn:uuid:${randomUUID()}`,
  log,
};
const connection = createSoapClient({ log, audit });
const at = localTransport(soap, 'http://localhost/registry');
const register = connection.connect(registerDocumentSet, at);
const query = connection.connect(registryStoredQuery, at);
const feed = createMllpClient({ log, audit }).connectLocal(patientIdentityFeed, mllp, 'mllp://localhost:2576');
const patient = () => {
  const message = aFeedMessage('A04', [anIdentifier('PAT-1001')]);
  return {
    ...message,
    patient: { ...message.patient, names: [{ family: 'Moser', given: 'Vera' }] },
    patientClass: 'O',
  };
};

beforeAll(async () => {
  await documentRegistry.start(documentRegistry.config.parse({}), host);
});
afterAll(async () => {
  for (const database of opened) await database.close();
});

describe('[ITI TF-1 10.1.1.3] a Document Registry in memory', () => {
  it('refuses a patient that nobody fed, registers one that was, and finds the document', async () => {
    const refused = await register({ submission: aSubmission() });
    expect(refused.status).toBe('Failure');
    expect(new Set(refused.errors.map(({ errorCode }) => errorCode))).toEqual(new Set(['XDSUnknownPatientId']));
    expect(refused.errors[0]?.codeContext).toContain(aPatientId);

    expect((await feed(patient())).code).toBe('AA');
    expect(await register({ submission: aSubmission() })).toMatchObject({ status: 'Success', errors: [] });

    const parameters = { patientId: aPatientId, status: [availabilityStatuses.Approved] };
    const answer = await query(storedQueryRequest({ name: 'FindDocuments', parameters }));
    const [found] = await collect(answer.objects);
    const { entryUUID, ...sent } = aDocumentEntry();
    expect(found).toMatchObject({ ...sent, availabilityStatus: availabilityStatuses.Approved, version: '1' });
  });

  it('names everything wrong with a submission by the ids of its sender', async () => {
    const { classCode, ...entry } = aDocumentEntry({ creationTime: '2025-01-02', uniqueId: '1.2.3.4' });
    const { status, errors } = await register({ submission: aSubmission({ documentEntries: [entry] }) });
    expect(status).toBe('Failure');
    expect(errors.map(({ codeContext }) => codeContext.split(':')[0]).sort()).toEqual([
      'Document01.classCode',
      'Document01.creationTime',
    ]);
  });

  it('serves what it declares, and audits both sides', () => {
    expect(new Set(documentRegistry.serves.map(({ id }) => id))).toEqual(bound);
    expect([...bound]).toEqual(expect.arrayContaining(['ITI-8', 'ITI-18', 'ITI-42', 'ITI-51']));
    expect(audited.length).toBeGreaterThan(0);
  });
});

describe('settings of a Document Registry', () => {
  it.each([{ mostResult: 1 }, { mostResults: 0 }, { unknownPatient: 'maybe' }])('refuse %j', (settings) => {
    expect(documentRegistry.config.safeParse(settings).success).toBe(false);
  });
});
