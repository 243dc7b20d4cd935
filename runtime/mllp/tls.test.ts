import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedAccepted } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { createLogger } from '../log.ts';
import { Unavailable } from '../unavailable.ts';
import { createMllpClient } from './client.ts';
import { createMllpEndpoint } from './endpoint.ts';
import { listenMllp } from './listen.ts';

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A self-signed certificate of one name: its own authority. */
function certificate(name: string): { cert: Buffer; key: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), 'mllp-tls-'));
  try {
    const [cert, key] = [path.join(folder, 'cert'), path.join(folder, 'key')];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    const form = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', ...form, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { cert: readFileSync(cert), key: readFileSync(key) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!hasOpenssl())('[ITI TF-2 3.19] MLLP over TLS', () => {
  it('serves who shows a trusted certificate, tells the handler whose it is, and nobody else', async () => {
    const [server, known, stranger] = [certificate('server'), certificate('known'), certificate('stranger')];
    const log = createLogger({ level: 'silent' });
    const subjects: unknown[] = [];
    const endpoint = createMllpEndpoint({ log, audit: () => undefined }).serve(
      patientIdentityFeed,
      async (request, { caller }) => {
        subjects.push(caller.certificateSubject);
        return feedAccepted(request);
      },
    );
    const tls = { ...server, ca: known.cert, requireClientCertificate: true };
    const listener = await listenMllp({ host: '127.0.0.1', port: 0, endpoint, log, tls });
    const callWith = async (mine: { cert?: Buffer; key?: Buffer; ca?: Buffer }) => {
      const client = createMllpClient({ log, audit: () => undefined, tls: mine, answerMs: 5_000 });
      try {
        return await client.connect(patientIdentityFeed, listener.url)(feed);
      } finally {
        await client.close();
      }
    };
    try {
      expect(listener.url).toMatch(/^mllps:/);
      expect(await callWith({ ...known, ca: server.cert })).toMatchObject({ code: 'AA', acknowledges: 'M1' });
      await expect(callWith({ ...stranger, ca: server.cert })).rejects.toThrow(Unavailable);
      await expect(callWith({ ca: server.cert })).rejects.toThrow(Unavailable);
      await expect(callWith({ ...known, ca: known.cert })).rejects.toThrow(/cannot be reached/);
      expect(subjects).toEqual(['CN=known']);
    } finally {
      await listener.close();
    }
  });
});

const feed = {
  header: {
    sendingApplication: 'ADT',
    sendingFacility: 'HOSP',
    receivingApplication: 'PIXM',
    receivingFacility: 'XREF',
    dateTime: '2025',
    controlId: 'M1',
    processingId: 'P',
    version: '2.3.1',
  },
  trigger: 'A04',
  patient: { identifiers: [{ id: 'A-1', authority: { oid: '1.2.3', type: 'ISO' } }], names: [{ family: 'DOE' }] },
} as const;
