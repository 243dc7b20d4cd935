import { afterEach, describe, expect, it } from 'vitest';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aDocumentEntry, aPatientId } from '../../test/support/metadata.ts';
import { anotherPatientId } from '../../test/support/registry.ts';
import {
  aNamedSubmission,
  aRegistryService,
  files,
  type NamedSubmission,
  oidOf,
  type RegistryService,
  relates,
  uuidOf,
} from '../../test/support/registry-service.ts';

const opened: RegistryService[] = [];
async function open(before: readonly NamedSubmission[] = []): Promise<RegistryService> {
  const service = await aRegistryService();
  opened.push(service);
  for (const named of before) await service.register(aNamedSubmission(named));
  return service;
}
afterEach(async () => {
  for (const { database } of opened.splice(0)) await database.close();
});

/** How many of the concurrent submissions were accepted, and the codes of the others. */
async function race(service: RegistryService, all: readonly ReturnType<typeof aNamedSubmission>[]) {
  const answers = await Promise.all(all.map((submission) => service.register(submission)));
  return {
    accepted: answers.filter(({ status }) => status === 'Success').length,
    codes: [...new Set(answers.flatMap(({ errors }) => errors.map(({ errorCode }) => errorCode)))],
  };
}

const four = [1, 2, 3, 4];

describe('[ITI TF-2 3.42.4.1.3.1] submissions at the same moment', () => {
  it('of two replacements of one document one wins', async () => {
    const service = await open([{ set: 'S0', documents: ['a'] }]);
    const all = four.map((n) =>
      aNamedSubmission({ set: `S${n}`, documents: [`n${n}`], more: [relates(`n${n}`, 'RPLC', 'a')] }),
    );
    expect(await race(service, all)).toEqual({ accepted: 1, codes: ['XDSRegistryDeprecatedDocumentError'] });
    expect((await service.state()).filter((line) => line.startsWith('DocumentEntry '))).toHaveLength(2);
  });

  it('an addendum is deprecated with what it adds to, or refused', async () => {
    for (const round of four) {
      const a = `a${round}`;
      const service = await open([{ set: 'S0', documents: [a] }]);
      const addendum = aNamedSubmission({ set: 'S1', documents: ['x'], more: [relates('x', 'APND', a)] });
      const replacement = aNamedSubmission({ set: 'S2', documents: ['n'], more: [relates('n', 'RPLC', a)] });
      await Promise.all([service.register(addendum), service.register(replacement)]);
      const state = await service.state();
      expect(state).toContain(`DocumentEntry ${a} Deprecated`);
      expect(state).not.toContain('DocumentEntry x Approved');
    }
  });

  it.each(['SubmissionSet', 'Folder'] as const)('of two %s with one uniqueId one wins', async (kind) => {
    const service = await open();
    const all = four.map((n) => {
      const sent = aNamedSubmission({ set: `S${n}`, documents: [`d${n}`], folders: [`F${n}`] });
      const set = sent.submissionSets[0]!;
      return kind === 'SubmissionSet'
        ? { ...sent, submissionSets: [{ ...set, uniqueId: oidOf('same') }] }
        : { ...sent, folders: [{ ...sent.folders[0]!, uniqueId: oidOf('same') }] };
    });
    expect(await race(service, all)).toEqual({ accepted: 1, codes: ['XDSDuplicateUniqueIdInRegistry'] });
  });

  it('of two documents with one uniqueId and different content one wins, with the same content both', async () => {
    const service = await open();
    const sent = (n: number, uniqueId: string, hash: string) => {
      const submission = aNamedSubmission({ set: `S${uniqueId}${n}`, documents: [`d${uniqueId}${n}`] });
      return {
        ...submission,
        documentEntries: [{ ...submission.documentEntries[0]!, uniqueId: oidOf(uniqueId), hash }],
      };
    };
    const different = four.map((n) => sent(n, 'one', String(n).repeat(40)));
    expect(await race(service, different)).toEqual({ accepted: 1, codes: ['XDSNonIdenticalHash'] });
    expect(
      await race(
        service,
        four.map((n) => sent(n, 'two', 'a'.repeat(40))),
      ),
    ).toEqual({ accepted: 4, codes: [] });
  });

  it('of two objects with one entryUUID one wins', async () => {
    const service = await open();
    const all = four.map((n) => {
      const submission = aNamedSubmission({ set: `S${n}`, documents: [`d${n}`] });
      const entry = aDocumentEntry({ entryUUID: uuidOf('same'), uniqueId: oidOf(`d${n}`) });
      const [member] = submission.associations;
      return {
        ...submission,
        documentEntries: [entry],
        associations: [{ ...member!, target: entry.entryUUID }],
      };
    });
    expect(await race(service, all)).toEqual({ accepted: 1, codes: ['XDSRegistryMetadataError'] });
  });

  it('replacements of different documents in one folder all win, and each is filed', async () => {
    const documents = four.map((n) => `a${n}`);
    const more = documents.flatMap((document) => files('S0', 'F', document));
    const service = await open([{ set: 'S0', documents, folders: ['F'], more }]);
    const all = four.map((n) =>
      aNamedSubmission({ set: `S${n}`, documents: [`n${n}`], more: [relates(`n${n}`, 'RPLC', `a${n}`)] }),
    );
    expect(await race(service, all)).toEqual({ accepted: 4, codes: [] });
    expect(await service.state()).toEqual(expect.arrayContaining(four.map((n) => `HasMember F -> n${n} Approved`)));
  });
});

describe('a submission that names nothing registered goes in by one statement', () => {
  const sent = aNamedSubmission({ set: 'S1', documents: ['n'] });
  const links = sent.associations.map((link) => ({ ...link, entryUUID: uuidOf('link') }));
  const objects = [...sent.submissionSets, ...sent.documentEntries, ...links].map((object) => ({
    ...object,
    availabilityStatus: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved',
  }));
  const insertion = { objects, patientId: aPatientId, uniqueIds: ['S1', 'n'].map(oidOf), entryUUIDs: [] };

  it('when its patient is active and none of its ids is in use', async () => {
    const service = await open([{ set: 'S0', documents: ['a'] }]);
    expect(await service.store.insertNew(insertion)).toBe(true);
    expect(await service.state()).toContain('HasMember S1 -> n Approved');
  });

  const others: Record<string, { before?: NamedSubmission; merged?: boolean; changes?: Partial<typeof insertion> }> = {
    'a patient nobody knows': { changes: { patientId: 'X^^^&1.2.3&ISO' } },
    'a patient who was merged into another': { merged: true },
    'a uniqueId that is in use': { before: { set: 'S0', documents: ['n'] } },
    'an entryUUID that is in use': {
      before: { set: 'S0', documents: ['a'] },
      changes: { objects: objects.map((object, i) => (i === 1 ? { ...object, entryUUID: uuidOf('a') } : object)) },
    },
    'a uniqueId that is taken while it is inserted': {
      before: { set: 'S0', documents: ['n'] },
      changes: { uniqueIds: [] },
    },
  };
  it.each(Object.entries(others))('not with %s', async (_, { before, merged, changes }) => {
    const service = await open(before === undefined ? [] : [before]);
    if (merged) await service.store.feed((patients) => patients.merge(aPatientId, anotherPatientId));
    const state = await service.state();
    expect(await service.store.insertNew({ ...insertion, ...changes })).toBe(false);
    expect(await service.state()).toEqual(state);
  });

  it('with any number of objects', async () => {
    const service = await open();
    const documents = Array.from({ length: 30 }, (_, i) => `d${i}`);
    for (const count of [1, 2, 3, 4, 30]) {
      const named = { set: `S${count}`, documents: documents.slice(0, count).map((id) => `${id}x${count}`) };
      expect((await service.register(aNamedSubmission(named))).errors).toEqual([]);
      const lines = (await service.state()).filter((line) => line.startsWith(`HasMember S${count} -> `));
      expect(lines).toHaveLength(count);
    }
  });
});

describe('[ITI TF-2 3.42.4.1.3.1] a submission that fails half way', () => {
  it('leaves nothing', async () => {
    const service = await open();
    const broken = service.store.submit(async (registry) => {
      await registry.insert(
        aNamedSubmission({ set: 'S1', documents: ['a'] }).submissionSets.map(asRegistered),
        aPatientId,
      );
      throw new Error('disk full');
    });
    await expect(broken).rejects.toThrow('disk full');
    expect(await service.state()).toEqual([]);
  });
});

describe('what changes in a registered object changes in its text as well', () => {
  /** The texts of everything but the SubmissionSet, by entryUUID. */
  const answered = async ({ store }: RegistryService) => {
    const query = { name: 'GetAll', parameters: { patientId: aPatientId, ...everyStatus } } as const;
    const selection = await store.select(query, { returnType: 'LeafClass', limit: 100 });
    const rows = 'rows' in selection ? selection.rows : [];
    return new Map(
      rows.filter(({ kind }) => kind !== 'SubmissionSet').map(({ entryUUID, ebrim = '' }) => [entryUUID, ebrim]),
    );
  };

  it('status of DocumentEntries, Folders and Associations', async () => {
    const service = await open([{ set: 'S', documents: ['a'], folders: ['F'], more: files('S', 'F', 'a') }]);
    const before = await answered(service);
    const { Approved, Deprecated } = availabilityStatuses;
    await service.store.submit((registry) => registry.setAvailabilityStatus([...before.keys()], Deprecated));
    expect(await answered(service)).toEqual(
      new Map([...before].map(([id, text]) => [id, text.replace(`status="${Approved}"`, `status="${Deprecated}"`)])),
    );
    const lines = (await service.state()).filter((line) => !line.startsWith('SubmissionSet'));
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toContain('Deprecated');
  });

  it('lastUpdateTime of a Folder, which never goes back', async () => {
    const service = await open([{ set: 'S', folders: ['F'] }]);
    for (const time of ['20300101000000', '20200101000000']) {
      await service.store.submit((registry) => registry.touchFolders([uuidOf('F')], time));
      expect((await answered(service)).get(uuidOf('F'))).toContain('<rim:Value>20300101000000</rim:Value>');
      expect(await service.state()).toContain('Folder F Approved 20300101000000');
    }
  });
});

const everyStatus = {
  documentEntryStatus: Object.values(availabilityStatuses),
  submissionSetStatus: Object.values(availabilityStatuses),
  folderStatus: Object.values(availabilityStatuses),
  associationStatus: Object.values(availabilityStatuses),
  metadataLevel: '2',
} as const;

function asRegistered<T extends object>(object: T): T {
  return { ...object, availabilityStatus: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved' };
}
