import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentEntry, international, type Submission } from '../../schemas/metadata/nouns.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import type { StoredQuery } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { sendUpdate } from '../../transactions/iti-57-update-document-set/client.ts';
import { updateDocumentSet } from '../../transactions/iti-57-update-document-set/transaction.ts';
import { sendRestrictedUpdate } from '../../transactions/iti-92-restricted-update-document-set/client.ts';
import { restrictedUpdateDocumentSet } from '../../transactions/iti-92-restricted-update-document-set/transaction.ts';
import { ask, feedOnePatient, findDocuments, provide, retrieve } from '../support/domain-traffic.ts';
import { aCode, aSubmissionSet, hasMember } from '../support/metadata.ts';
import { files, oidOf, uuidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { changesStatus } from '../support/update-messages.ts';

const success = { status: 'Success', errors: [] };
const { Approved, Deprecated } = availabilityStatuses;

/** The update an administrator makes of what a query answered: the entry whole, with one change and another id. */
function updateOf(answered: DocumentEntry, set: string, changes: Partial<DocumentEntry>): Submission {
  const contentTypeCode = aCode('18748-4', '2.16.840.1.113883.6.1');
  const submissionSet = aSubmissionSet({
    entryUUID: uuidOf(set),
    uniqueId: oidOf(set),
    contentTypeCode,
    patientId: answered.patientId!,
  });
  const entry = { ...answered, ...changes, entryUUID: 'Document01' };
  const member = { ...hasMember(submissionSet, entry), previousVersion: answered.version! };
  return {
    submissionSets: [submissionSet],
    documentEntries: [entry],
    folders: [],
    associations: [member],
    objectRefs: [],
  };
}

describe('[ITI TF-2 3.57, 3.92] metadata updates in a running domain, over sockets', () => {
  let domain: TestDomain;
  let patientId: string;
  const byLogicalID = (level: '1' | '2'): StoredQuery => ({
    name: 'GetDocuments',
    parameters: { logicalID: [uuidOf('a')], metadataLevel: level },
  });
  const versions = async (level: '1' | '2') =>
    ((await ask(domain, byLogicalID(level))) as DocumentEntry[])
      .map(({ version, availabilityStatus, title }) => [version, availabilityStatus, title?.[0]?.value])
      .sort();

  beforeAll(async () => {
    domain = await aRunningDomain();
    patientId = await feedOnePatient(domain, 'P1');
    const more = files('S', 'F', 'a');
    const provided = await provide(domain, { set: 'S', documents: { a: 'first' }, folders: ['F'], more, patientId });
    expect(provided).toEqual(success);
  });
  afterAll(() => domain?.[Symbol.asyncDispose]());

  it('start from what a query answered; consumers see the new version, and the old one when they ask for it', async () => {
    const [answered] = await findDocuments(domain, patientId);
    const update = updateOf(answered!, 'U', { title: international('corrected') });
    expect(await sendUpdate(domain.call(updateDocumentSet), { submission: update })).toEqual(success);
    expect(await versions('1')).toEqual([['2', Approved, 'corrected']]);
    expect(await versions('2')).toEqual([
      ['1', Deprecated, 'Chest, two views'],
      ['2', Approved, 'corrected'],
    ]);
  });

  it('can be restricted; the document stays where it was, in its Folder and in its repository', async () => {
    const [answered] = await findDocuments(domain, patientId);
    const update = updateOf(answered!, 'V', { title: international('corrected again') });
    const call = domain.call(restrictedUpdateDocumentSet);
    expect(await sendRestrictedUpdate(call, { submission: update })).toEqual(success);
    expect(await versions('1')).toEqual([['3', Approved, 'corrected again']]);
    const found = await ask(domain, { name: 'GetFolderAndContents', parameters: { entryUUID: uuidOf('F') } });
    expect(found.map(({ kind }) => kind).sort()).toEqual(['Association', 'DocumentEntry', 'Folder']);
    expect((await retrieve(domain, ['a'])).documents.map(({ text }) => text)).toEqual(['first']);
  });

  it('are refused with every finding, and take the document out of use by its status', async () => {
    const [answered] = await findDocuments(domain, patientId);
    const stale = updateOf({ ...answered!, version: '1' }, 'W', {});
    const refused = await sendUpdate(domain.call(updateDocumentSet), { submission: stale });
    expect(refused).toMatchObject({ status: 'Failure', errors: [{ errorCode: 'XDSMetadataVersionError' }] });
    const { documentEntries, ...others } = updateOf(answered!, 'X', {});
    const associations = [changesStatus('X', answered!.entryUUID, 'Approved', 'Deprecated')];
    const deprecating = { ...others, documentEntries: [], associations };
    expect(await sendUpdate(domain.call(updateDocumentSet), { submission: deprecating })).toEqual(success);
    expect(await findDocuments(domain, patientId)).toEqual([]);
    expect((await versions('1')).map(([version, status]) => [version, status])).toEqual([['3', Deprecated]]);
  });

  it('are audited by both sides as updates', async () => {
    const audited = await domain.audited();
    for (const [id, name] of [
      ['ITI-57', 'Update Document Set'],
      ['ITI-92', 'Restricted Update Document Set'],
    ]) {
      const events = audited.filter((xml) => xml.includes(`csd-code="${id}"`) && xml.includes(name!));
      expect(events.filter((xml) => /EventActionCode="U"/.test(xml)).length).toBe(events.length);
      expect(new Set(events.map((xml) => /<EventID csd-code="(\d+)"/.exec(xml)?.[1]))).toEqual(
        new Set(['110106', '110107']),
      );
    }
  });

  it('leave no association of the operations behind', async () => {
    const types = Object.values(associationTypes).filter((type) => /UpdateAvailability|SubmitAssociation/.test(type));
    const ids = (await ask(domain, byLogicalID('2'))).map(({ entryUUID }) => entryUUID);
    const kept = await ask(domain, { name: 'GetAssociations', parameters: { uuid: ids, metadataLevel: '2' } });
    expect(
      kept.filter((object) => object.kind === 'Association' && types.includes(object.type as (typeof types)[number])),
    ).toEqual([]);
    expect(kept.length).toBeGreaterThan(5);
  });
});
