import { describe, expect, it } from 'vitest';
import type { DocumentRequest, RegistryResponse } from '../../schemas/ebrs/messages.ts';
import type { DocumentEntry } from '../../schemas/metadata/nouns.ts';
import { aDocumentEntry } from '../../test/support/metadata.ts';
import type { QueryCall } from './plan-removal.ts';
import { PlanRefused, planRemoval } from './plan-removal.ts';
import { type RemovalPeers, removePlannedDocuments } from './remove-planned.ts';

const success: RegistryResponse = { status: 'Success', errors: [] };
const busy = { errorCode: 'XDSRegistryBusy', codeContext: 'later', severity: 'Error' as const };
const asked = (documentUniqueId: string, repositoryUniqueId = '1.9'): DocumentRequest => ({
  repositoryUniqueId,
  documentUniqueId,
});

/** A registry that still has these entries; without any it does not answer. */
function registryWith(entries?: readonly DocumentEntry[]): QueryCall {
  return async () =>
    entries === undefined ? { status: 'Failure', errors: [busy], objects: [] } : { ...success, objects: entries };
}

async function removed(documents: readonly DocumentRequest[], peers: Partial<RemovalPeers>, unlessNeeded = true) {
  const sent: (readonly DocumentRequest[])[] = [];
  const repository = async (request: { documents: readonly DocumentRequest[] }) => {
    sent.push(request.documents);
    return success;
  };
  const all = { query: registryWith([]), removeMetadata: async () => success, repository: () => repository, ...peers };
  const plan = { entries: [], objects: [], documents };
  const results = await removePlannedDocuments(all, plan, { unlessNeeded });
  return { sent, told: results.map(({ outcome, reasons }) => [outcome, ...reasons].join(': ')) };
}

describe('[ITI TF-2 3.86] the documents of a plan', () => {
  it('go to their repositories, one request for each', async () => {
    const documents = [asked('1.1'), asked('1.2', '1.8'), asked('1.3')];
    const { sent, told } = await removed(documents, {});
    expect(sent).toEqual([[asked('1.1'), asked('1.3')], [asked('1.2', '1.8')]]);
    expect(told).toEqual(['removed', 'removed', 'removed']);
  });

  it('stay while another entry names them, and while nobody can tell', async () => {
    const documents = [asked('1.1'), asked('1.2')];
    const other = aDocumentEntry({ uniqueId: '1.2' });
    const { sent, told } = await removed(documents, { query: registryWith([other]) });
    expect([sent, told]).toEqual([[[asked('1.1')]], ['removed', 'needed']]);
    expect((await removed(documents, { query: registryWith() })).told).toEqual(['needed', 'needed']);
    expect((await removed(documents, { query: registryWith([other]) }, false)).told).toEqual(['removed', 'removed']);
  });

  it('tell why they were not removed, each for itself', async () => {
    const kept = {
      errorCode: 'XDSRemoveDocumentsError',
      codeContext: 'Document 1.2: kept',
      severity: 'Error' as const,
    };
    const partial = async (): Promise<RegistryResponse> => ({ status: 'PartialSuccess', errors: [kept] });
    const documents = [asked('1.1'), asked('1.2'), asked('1.20')];
    expect((await removed(documents, { repository: () => partial })).told).toEqual([
      'removed',
      'failed: XDSRemoveDocumentsError: Document 1.2: kept',
      'removed',
    ]);
    const failure = async (): Promise<RegistryResponse> => ({ status: 'Failure', errors: [busy] });
    expect((await removed([asked('1.1')], { repository: () => failure })).told).toEqual([
      'failed: XDSRegistryBusy: later',
    ]);
    const nowhere = await removed([asked('1.1')], { repository: () => undefined });
    expect(nowhere.told).toEqual(['failed: repository 1.9 is not known here']);
  });
});

describe('[ITI TF-2 3.62] a plan', () => {
  it('is empty for what nobody has registered, and is not made without the registry', async () => {
    expect(await planRemoval(registryWith([]), ['1.1', 'urn:uuid:1'])).toEqual({
      entries: [],
      objects: [],
      documents: [],
    });
    await expect(planRemoval(registryWith(), ['1.1'])).rejects.toThrow(PlanRefused);
    await expect(planRemoval(registryWith(), ['1.1'])).rejects.toThrow('XDSRegistryBusy: later');
  });
});
