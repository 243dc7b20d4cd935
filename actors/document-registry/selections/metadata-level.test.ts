import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { associationTypes } from '../../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses, documentAvailabilities } from '../../../schemas/vocabulary/statuses.ts';
import {
  registeredAssociation,
  registeredEntry,
  registeredFolder,
  registeredSet,
  registeredUniqueId,
  registeredUUID,
} from '../../../test/support/registered.ts';
import { aNamedRegistry, type NamedRegistry, patientNamed } from '../../../test/support/selected.ts';
import { versionWriter } from '../store/versions.ts';

const u = registeredUUID;
const { Approved, Deprecated } = availabilityStatuses;
const both = [Approved, Deprecated];

/**
 * Set S registered entry A and folder F and put A into F. Set U brought A2, the next version of A, with a copy of its
 * membership; set V brought G, the next version of F. B is another entry in F, and taken out of it again.
 */
describe('[ITI Suppl. XDS Metadata Update 3.18.4.1.2.3.5] $MetadataLevel', () => {
  const patientId = patientNamed('versions');
  let registry: NamedRegistry;
  const level2 = { metadataLevel: '2' } as const;
  const as = (source: string, target: string, type?: 'RPLC' | 'APND') => registeredAssociation(source, target, type);

  beforeAll(async () => {
    registry = await aNamedRegistry();
    await registry.given(patientId, {
      S: registeredSet('S'),
      A: registeredEntry('A', { availabilityStatus: Deprecated }),
      F: registeredFolder('F', { availabilityStatus: Deprecated }),
      B: registeredEntry('B'),
      'S>A': as('S', 'A'),
      'S>B': as('S', 'B'),
      'S>F': as('S', 'F'),
      'F>A': as('F', 'A'),
      'S>F>A': { ...as('S', 'F'), entryUUID: u('S>F>A'), target: u('F HasMember A') },
      'B>A': as('B', 'A', 'APND'),
    });
    await registry.given(patientId, {
      U: registeredSet('U'),
      A2: registeredEntry('A2', { logicalID: u('A'), version: '2', uniqueId: registeredUniqueId('A') }),
      'U>A2': as('U', 'A2'),
      'B>A2': as('B', 'A2', 'APND'),
      V: registeredSet('V'),
      G: registeredFolder('G', { logicalID: u('F'), version: '2', uniqueId: registeredUniqueId('G') }),
      'V>G': as('V', 'G'),
      'G>A2': as('G', 'A2'),
      'G>B': { ...as('G', 'B'), availabilityStatus: Deprecated },
    });
    await registry.database.transaction((sql) =>
      versionWriter(sql).supersede([
        { kind: 'DocumentEntry', entryUUID: u('A') },
        { kind: 'Folder', entryUUID: u('F') },
      ]),
    );
  });
  afterAll(() => registry?.database.close());

  it('FindDocuments and FindFolders see the latest version at level 1, whatever the status, and every one at level 2', async () => {
    const status = both;
    expect(await registry.found('FindDocuments', { patientId, status })).toEqual(['A2', 'B']);
    expect(await registry.found('FindDocuments', { patientId, status, metadataLevel: '1' })).toEqual(['A2', 'B']);
    expect(await registry.found('FindDocuments', { patientId, status, ...level2 })).toEqual(['A', 'A2', 'B']);
    expect(await registry.found('FindDocuments', { patientId, status: [Approved], ...level2 })).toEqual(['A2', 'B']);
    expect(await registry.found('FindFolders', { patientId, status })).toEqual(['G']);
    expect(await registry.found('FindFolders', { patientId, status, ...level2 })).toEqual(['F', 'G']);
    const multiple = { patientId: [patientId], status };
    expect(await registry.found('FindDocumentsForMultiplePatients', multiple)).toEqual(['A2', 'B']);
    expect(await registry.found('FindFoldersForMultiplePatients', { ...multiple, ...level2 })).toEqual(['F', 'G']);
  });

  it('GetDocuments and GetFolders give an old version by its ids at level 2 only', async () => {
    expect(await registry.found('GetDocuments', { entryUUID: [u('A'), u('A2')] })).toEqual(['A2']);
    expect(await registry.found('GetDocuments', { entryUUID: [u('A'), u('A2')], ...level2 })).toEqual(['A', 'A2']);
    expect(await registry.found('GetDocuments', { uniqueId: [registeredUniqueId('A')] })).toEqual(['A2']);
    expect(await registry.found('GetFolders', { entryUUID: [u('F')] })).toEqual([]);
    expect(await registry.found('GetFolders', { entryUUID: [u('F')], ...level2 })).toEqual(['F']);
  });

  it('logicalID names the latest version at level 1 and all of them at level 2', async () => {
    expect(await registry.found('GetDocuments', { logicalID: [u('A'), u('B'), u('nothing')] })).toEqual(['A2', 'B']);
    expect(await registry.found('GetDocuments', { logicalID: [u('A')], ...level2 })).toEqual(['A', 'A2']);
    expect(await registry.found('GetDocuments', { logicalID: ['no id at all'] })).toEqual([]);
    expect(await registry.found('GetFolders', { logicalID: [u('F')] })).toEqual(['G']);
    expect(await registry.found('GetFolders', { logicalID: [u('F')], ...level2 })).toEqual(['F', 'G']);
    expect(await registry.found('GetDocumentsAndAssociations', { logicalID: [u('A')] })).toEqual(
      ['A2', 'B>A2', 'G>A2', 'U>A2'].sort(),
    );
  });

  it('GetAssociations hides those of old versions and Deprecated ones at level 1', async () => {
    const uuid = [u('A'), u('B')];
    expect(await registry.found('GetAssociations', { uuid })).toEqual(['B>A2', 'S>B']);
    expect(await registry.found('GetAssociations', { uuid, associationStatus: both })).toEqual(['B>A2', 'S>B']);
    expect(await registry.found('GetAssociations', { uuid, associationStatus: [Deprecated] })).toEqual([]);
    expect(await registry.found('GetAssociations', { uuid: [u('F HasMember A')] })).toEqual([]);
  });

  it('$XDSAssociationStatus is Approved when absent, also at level 2', async () => {
    const uuid = [u('A'), u('B')];
    const approved = ['B>A', 'B>A2', 'F>A', 'S>A', 'S>B'];
    expect(await registry.found('GetAssociations', { uuid, ...level2 })).toEqual(approved);
    const deprecated = { uuid, associationStatus: [Deprecated], ...level2 };
    expect(await registry.found('GetAssociations', deprecated)).toEqual(['G>B']);
    const everything = { uuid, associationStatus: both, ...level2 };
    expect(await registry.found('GetAssociations', everything)).toEqual([...approved, 'G>B'].sort());
    expect(await registry.found('GetAssociations', { uuid: [u('F HasMember A')], ...level2 })).toEqual(['S>F>A']);
  });

  it('GetDocumentsAndAssociations', async () => {
    expect(await registry.found('GetDocumentsAndAssociations', { entryUUID: [u('A')] })).toEqual([]);
    expect(await registry.found('GetDocumentsAndAssociations', { entryUUID: [u('A')], ...level2 })).toEqual(
      ['A', 'B>A', 'F>A', 'S>A'].sort(),
    );
    const everything = { entryUUID: [u('B')], associationStatus: both, ...level2 };
    expect(await registry.found('GetDocumentsAndAssociations', everything)).toContain('G>B');
  });

  it('GetSubmissionSets', async () => {
    expect(await registry.found('GetSubmissionSets', { uuid: [u('A'), u('A2')] })).toEqual(['U', 'U>A2']);
    expect(await registry.found('GetSubmissionSets', { uuid: [u('A')], ...level2 })).toEqual(['S', 'S>A']);
  });

  it('GetSubmissionSetAndContents', async () => {
    expect(await registry.found('GetSubmissionSetAndContents', { entryUUID: u('S') })).toEqual(['B', 'S', 'S>B']);
    expect(await registry.found('GetSubmissionSetAndContents', { entryUUID: u('S'), ...level2 })).toEqual(
      ['A', 'B', 'F', 'F>A', 'S', 'S>A', 'S>B', 'S>F', 'S>F>A'].sort(),
    );
  });

  it('GetFolderAndContents and GetFoldersForDocument follow the associations they may see', async () => {
    expect(await registry.found('GetFolderAndContents', { entryUUID: u('F') })).toEqual([]);
    expect(await registry.found('GetFolderAndContents', { entryUUID: u('F'), ...level2 })).toEqual(['A', 'F', 'F>A']);
    expect(await registry.found('GetFolderAndContents', { entryUUID: u('G') })).toEqual(['A2', 'G', 'G>A2']);
    const withPast = { entryUUID: u('G'), associationStatus: both, ...level2 };
    expect(await registry.found('GetFolderAndContents', withPast)).toEqual(['A2', 'B', 'G', 'G>A2', 'G>B'].sort());
    expect(await registry.found('GetFoldersForDocument', { entryUUID: u('A') })).toEqual([]);
    expect(await registry.found('GetFoldersForDocument', { entryUUID: u('A'), ...level2 })).toEqual(['F']);
    expect(await registry.found('GetFoldersForDocument', { entryUUID: u('B') })).toEqual([]);
    const once = { entryUUID: u('B'), associationStatus: [Deprecated], ...level2 };
    expect(await registry.found('GetFoldersForDocument', once)).toEqual(['G']);
  });

  it('GetRelatedDocuments', async () => {
    const asked = { entryUUID: u('B'), associationTypes: [associationTypes.APND] };
    expect(await registry.found('GetRelatedDocuments', asked)).toEqual(['A2', 'B', 'B>A2']);
    expect(await registry.found('GetRelatedDocuments', { ...asked, ...level2 })).toEqual([
      'A',
      'A2',
      'B',
      'B>A',
      'B>A2',
    ]);
    expect(await registry.found('GetRelatedDocuments', { ...asked, entryUUID: u('A') })).toEqual([]);
  });

  it('GetAll', async () => {
    const statuses = { documentEntryStatus: both, submissionSetStatus: [Approved], folderStatus: both };
    expect(await registry.found('GetAll', { patientId, ...statuses })).toEqual(
      ['A2', 'B', 'G', 'S', 'U', 'V', 'S>B', 'U>A2', 'V>G', 'G>A2', 'B>A2'].sort(),
    );
    const everything = { patientId, ...statuses, associationStatus: both, ...level2 };
    expect(await registry.found('GetAll', everything)).toHaveLength(19);
  });
});

describe('[ITI Suppl. XDS Metadata Update 3.18.4.1.2.3.5] when the latest version is removed', () => {
  const patientId = patientNamed('removed-version');
  const as = registeredAssociation;
  let registry: NamedRegistry;

  beforeAll(async () => {
    registry = await aNamedRegistry();
    await registry.given(patientId, {
      S: registeredSet('rS'),
      A: registeredEntry('rA'),
      F: registeredFolder('rF'),
      'S>A': as('rS', 'rA'),
      'S>F': as('rS', 'rF'),
      'F>A': as('rF', 'rA'),
      'S>F>A': { ...as('rS', 'rF'), entryUUID: u('rS>F>A'), target: u('rF HasMember rA') },
    });
    await registry.given(patientId, {
      U: registeredSet('rU'),
      A2: registeredEntry('rA2', { logicalID: u('rA'), version: '2' }),
      G: registeredFolder('rG', { logicalID: u('rF'), version: '2' }),
      'U>A2': as('rU', 'rA2'),
      'U>G': as('rU', 'rG'),
    });
    await registry.database.transaction((sql) =>
      versionWriter(sql).supersede([
        { kind: 'DocumentEntry', entryUUID: u('rA') },
        { kind: 'Folder', entryUUID: u('rF') },
      ]),
    );
  });
  afterAll(() => registry?.database.close());

  const seen = async () => {
    const uuid = [u('rS'), u('rA'), u('rF'), u('rF HasMember rA')];
    return await registry.found('GetAssociations', { uuid });
  };

  it('the one before is seen again, with the associations whose other end is', async () => {
    expect(await seen()).toEqual([]);
    await registry.store.remove((removal) => removal.delete([u('rA2'), u('rU HasMember rA2')]));
    expect(await registry.found('GetDocuments', { logicalID: [u('rA')] })).toEqual(['A']);
    expect(await seen()).toEqual(['S>A']);
    await registry.store.remove((removal) => removal.delete([u('rG'), u('rU HasMember rG'), u('rU')]));
    expect(await seen()).toEqual(['F>A', 'S>A', 'S>F', 'S>F>A']);
  });
});

describe('[ITI Suppl. XDS Metadata Update 3.18.4.1.2.3.7.1] $XDSDocumentEntryDocumentAvailability', () => {
  const patientId = patientNamed('availability');
  const { Online, Offline } = documentAvailabilities;
  let registry: NamedRegistry;
  beforeAll(async () => {
    registry = await aNamedRegistry();
    await registry.given(patientId, {
      silent: registeredEntry('silent'),
      online: registeredEntry('online', { documentAvailability: Online }),
      offline: registeredEntry('offline', { documentAvailability: Offline }),
    });
  });
  afterAll(() => registry?.database.close());

  const cases: [string, readonly string[] | undefined, string[]][] = [
    ['says nothing when absent', undefined, ['offline', 'online', 'silent']],
    ['Online is also what says nothing', [Online], ['online', 'silent']],
    ['Offline', [Offline], ['offline']],
    ['a list is OR', [Offline, Online], ['offline', 'online', 'silent']],
    ['an unknown value finds nothing', ['urn:x'], []],
  ];
  it.each(cases)('%s', async (_, documentAvailability, expected) => {
    const more = documentAvailability === undefined ? {} : { documentAvailability };
    const parameters = { patientId, status: [Approved], ...more };
    expect(await registry.found('FindDocuments', parameters)).toEqual(expected);
  });
});
