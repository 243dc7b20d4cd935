import { createHash } from 'node:crypto';
import { repositoryUniqueId } from '../bench/submission.ts';
import type { FindingKind } from '../cli/verify/findings.ts';
import { verifyDomain } from '../cli/verify/verify-domain.ts';
import type { Peers } from '../runtime/peers.ts';
import type { RegistryObject } from '../schemas/metadata/nouns.ts';
import { sendRetrieval } from '../transactions/iti-43-retrieve-document-set/client.ts';
import { retrieveDocumentSet } from '../transactions/iti-43-retrieve-document-set/transaction.ts';
import type { Attempt, SentDocument } from './attempt.ts';
import { askRegistry } from './connections.ts';
import type { Addresses } from './world.ts';

/** What is wrong after a recovery, each in a sentence. */
export interface Losses {
  readonly lost: string[];
  readonly half: string[];
  readonly orphans: string[];
  readonly duplicates: string[];
}

/** The services to be looked at. */
export interface Checked {
  readonly peers: Peers;
  readonly addresses: Addresses;
}

const settleMs = 20_000;
const batch = 50;

/** Looks for everything that was acknowledged, and at everything that is there: what is lost, half, too much or twice. */
export async function checkAfter(checked: Checked, attempts: readonly Attempt[], hashes: boolean): Promise<Losses> {
  const losses: Losses = { lost: [], half: [], orphans: [], duplicates: [] };
  for (const attempt of attempts) {
    if (attempt.setUniqueId !== undefined) await checkSubmission(checked, attempt, attempt.setUniqueId, losses);
  }
  const documents = attempts.filter(({ acknowledged }) => acknowledged).flatMap((attempt) => attempt.documents);
  for (let at = 0; at < documents.length; at += batch) {
    await checkDocuments(checked, documents.slice(at, at + batch), losses);
  }
  await checkServices(checked, hashes, losses);
  return losses;
}

/** A submission is there whole, once; or, when nobody was told that it is, not at all. */
async function checkSubmission(
  { peers, addresses }: Checked,
  { acknowledged, documents }: Attempt,
  uniqueId: string,
  { lost, half, duplicates }: Losses,
): Promise<void> {
  const query = { name: 'GetSubmissionSetAndContents', parameters: { uniqueId } } as const;
  const objects = await askRegistry(peers, addresses, query);
  const count = (kind: RegistryObject['kind']) => objects.filter((object) => object.kind === kind).length;
  const [sets, entries, members] = [count('SubmissionSet'), count('DocumentEntry'), count('Association')];
  if (objects.length === 0) {
    if (acknowledged) lost.push(`the acknowledged submission ${uniqueId}`);
    return;
  }
  if (sets > 1 || entries > documents.length) duplicates.push(`${uniqueId}: ${sets} sets, ${entries} entries`);
  if (entries < documents.length || members < documents.length) {
    half.push(`${uniqueId}: ${entries} entries, ${members} associations of ${documents.length} documents`);
  }
}

/** Each document is registered once and comes back as it went in. */
async function checkDocuments(
  { peers, addresses }: Checked,
  documents: readonly SentDocument[],
  { lost, duplicates }: Losses,
): Promise<void> {
  const uniqueIds = documents.map(({ uniqueId }) => uniqueId);
  const entries = await askRegistry(peers, addresses, { name: 'GetDocuments', parameters: { uniqueId: uniqueIds } });
  const registered = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind === 'DocumentEntry') registered.set(entry.uniqueId!, (registered.get(entry.uniqueId!) ?? 0) + 1);
  }
  const requests = uniqueIds.map((documentUniqueId) => ({ repositoryUniqueId, documentUniqueId }));
  const answer = await sendRetrieval(peers.call(retrieveDocumentSet, addresses.repository), { documents: requests });
  const hashes = new Map<string, string>();
  for await (const { documentUniqueId, content } of answer.documents) {
    const sha1 = createHash('sha1');
    for await (const chunk of content) sha1.update(chunk);
    hashes.set(documentUniqueId, sha1.digest('hex'));
  }
  for (const { uniqueId, hash } of documents) {
    const times = registered.get(uniqueId) ?? 0;
    const found = hashes.get(uniqueId);
    if (times === 0) lost.push(`the entry of ${uniqueId}`);
    if (times > 1) duplicates.push(`${uniqueId} is registered ${times} times`);
    if (found === undefined) lost.push(`the bytes of ${uniqueId}`);
    else if (hash !== undefined && found !== hash) lost.push(`the bytes of ${uniqueId}: others came back`);
  }
}

const meaning: Readonly<Record<FindingKind, keyof Losses>> = {
  'incomplete-submission': 'half',
  'entry-without-document': 'lost',
  'document-differs-from-entry': 'lost',
  'document-bytes-missing': 'lost',
  'document-bytes-damaged': 'lost',
  'image-bytes-missing': 'lost',
  'image-bytes-damaged': 'lost',
  'document-without-entry': 'orphans',
  'blob-without-document': 'orphans',
};

/** `affinity verify`, once the repository has settled what it was left with. */
async function checkServices({ addresses }: Checked, hashes: boolean, losses: Losses): Promise<void> {
  const { registry, repository, imaging } = addresses;
  const progress = () => ({ advance: () => undefined, done: () => undefined });
  const verify = () => verifyDomain({ registry, repository, imaging }, { hashes, progress });
  const end = Date.now() + settleMs;
  let report = await verify();
  while (report.unsettled > 0 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    report = await verify();
  }
  if (report.unsettled > 0) losses.orphans.push(`${report.unsettled} documents are not settled after ${settleMs} ms`);
  for (const { kind, id, detail } of report.findings) losses[meaning[kind]].push(`${kind} ${id}: ${detail}`);
}
