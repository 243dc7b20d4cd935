import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { submissionFromFiles } from '../actors/document-source/submission-from-files.ts';
import { feedPatient } from '../actors/patient-identity-source/feed-request.ts';
import { configFrom } from '../cli/find-domain.ts';
import type { DomainState } from '../runtime/domain-state.ts';
import { createLogger } from '../runtime/log.ts';
import { openPeers, type Peers } from '../runtime/peers.ts';
import { formatCx } from '../schemas/datatypes/cx.ts';
import type { RegistryResponse } from '../schemas/ebrs/messages.ts';
import type { Submission } from '../schemas/metadata/nouns.ts';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';
import { patientIdentityFeed } from '../transactions/iti-8-patient-identity-feed/transaction.ts';
import { type Child, startChild } from './child.ts';
import type { ReadyDomain } from './domain-child.ts';

/** What every benchmark needs: a domain in a process of its own, connections to it, and a place for files. */
export interface World {
  readonly folder: string;
  readonly domain: Child<ReadyDomain>;
  readonly peers: Peers;
  readonly codeSets: CodeSets;
  readonly clients: number;
  readonly seconds: number;
  readonly rounds: number;
  /** The address of the actor that serves a transaction. */
  url(actor: string, transaction: string): string;
}

/** How long and how hard. */
export interface Effort {
  readonly clients: number;
  readonly seconds: number;
  readonly rounds: number;
}

/** Runs `work` in a fresh world and takes it down afterwards, whatever happens. */
export async function withWorld<T>(effort: Effort, work: (world: World) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'affinity-bench-'));
  const peers = openPeers({ log: createLogger({ level: 'warn' }), audit: () => undefined });
  const config = await configFrom({ data: path.join(folder, 'domain') });
  let domain: Child<ReadyDomain> | undefined;
  try {
    domain = await startChild<ReadyDomain>('./domain-child', [path.join(folder, 'domain')]);
    const { state } = domain.ready;
    return await work({
      ...effort,
      folder,
      domain,
      peers,
      codeSets: config.domain.codeSets,
      url: (actor, transaction) => addressIn(state, actor, transaction),
    });
  } finally {
    await peers.close();
    await domain?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The address of the actor that serves a transaction in a running domain. */
export function addressIn(state: DomainState, actor: string, transaction: string): string {
  const found = state.endpoints.find((e) => e.actor === actor && e.transactions.includes(transaction));
  if (found === undefined) throw new Error(`No ${actor} serves ${transaction}.`);
  return found.url;
}

/** Makes patients known to the registry and gives their ids. */
export async function feedPatients(world: Pick<World, 'peers' | 'url' | 'domain'>, count: number): Promise<string[]> {
  const { assigningAuthority } = world.domain.ready.state;
  const call = world.peers.call(patientIdentityFeed, world.url('document-registry', patientIdentityFeed.id));
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = `BENCH-${randomUUID().slice(0, 8)}`;
    const answer = await feedPatient(
      {
        trigger: 'A04',
        identifiers: [{ id, authority: { ...assigningAuthority, type: 'ISO' } }],
        name: { family: 'Bench', given: String(i) },
      },
      { sender: { application: 'BENCH', facility: 'BENCH' }, call, now: () => new Date(), newUUID: () => randomUUID() },
    );
    if (answer.code !== 'AA') throw new Error(`The feed was answered ${answer.code}.`);
    ids.push(formatCx({ id, authority: assigningAuthority.oid }));
  }
  return ids;
}

/** A submission of `entries` documents with the metadata a Document Source would send, stamped as by a repository. */
export function submissionOf(world: Pick<World, 'codeSets'>, patientId: string, entries: number): Submission {
  const file = {
    name: 'report.xml',
    mimeType: 'text/xml',
    size: 12_345,
    hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    facts: { title: 'Discharge summary of a patient who was examined and sent home' },
  };
  const { submission } = submissionFromFiles(
    Array.from({ length: entries }, () => file),
    {
      patient: { patientId, sourcePatientInfo: ['PID-5|Bench^Patient', 'PID-7|19700101', 'PID-8|F'] },
      codeSets: world.codeSets,
      sourceId: '1.3.6.1.4.1.21367.13.90.100',
      now: new Date(),
      newUUID: () => `urn:uuid:${randomUUID()}`,
    },
  );
  const documentEntries = submission.documentEntries.map((entry) => ({
    ...entry,
    repositoryUniqueId: '1.3.6.1.4.1.21367.13.40.7',
    hash: file.hash,
    size: String(file.size),
  }));
  return { ...submission, documentEntries };
}

/** Throws when a benchmark's call was refused: a rate of refusals is no rate. */
export function accepted(answer: RegistryResponse): void {
  if (answer.status === 'Success') return;
  throw new Error(answer.errors.map((error) => `${error.errorCode}: ${error.codeContext}`).join('; '));
}
