import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { formatPatientId } from '../../schemas/hl7v2/identifier.ts';
import type { Slot } from '../../schemas/metadata/nouns.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { aFeedMessage, affinityAuthority, anIdentifier } from '../../test/support/feed-messages.ts';
import {
  aCall,
  aNamedSubmission,
  aRegistryService,
  files,
  type NamedSubmission,
  type RegistryService,
  refers,
  relates,
  uuidOf,
} from '../../test/support/registry-service.ts';
import { changeLink, type LinkChangePolicy } from './link-change.ts';

const opened: RegistryService[] = [];
afterEach(async () => {
  for (const { database } of opened.splice(0)) await database.close();
});

const hospital = { oid: '1.2.3', type: 'ISO' };
const localId = (id: string) => anIdentifier(id, hospital);
const cx = (id: string) => formatPatientId(anIdentifier(id));
const localCx = (id: string) => formatPatientId(localId(id));
const contentTypeCode = { code: 'x', codingScheme: '1.2', displayName: 'X' };

/** A registry that knows the patients Old and New; entries are of the local identifier given, `L` by default. */
async function open(conflicts: LinkChangePolicy['conflicts'] = 'drop') {
  const service = await aRegistryService();
  opened.push(service);
  await service.store.feed((patients) => patients.add([cx('Old'), cx('New'), cx('Other')]));
  const handler = changeLink({
    store: service.store,
    authority: affinityAuthority,
    policy: { contentTypeCode, conflicts },
    now: () => service.clock.now,
    newUUID: () => `urn:uuid:${randomUUID()}`,
  });
  const { header } = aFeedMessage('A04', [anIdentifier('New')]);
  return {
    register: async (named: NamedSubmission, sourcePatientId = localCx('L'), extraMetadata: readonly Slot[] = []) => {
      const submission = aNamedSubmission({ patientId: cx('Old'), ...named });
      const documentEntries = submission.documentEntries.map((entry) => ({ ...entry, sourcePatientId }));
      const associations = submission.associations.map((association) => ({ ...association, extraMetadata }));
      expect((await service.register({ ...submission, documentEntries, associations })).errors).toEqual([]);
    },
    /** Registers a document once more, as another entry with the same uniqueId. */
    again: async (set: string, name: string) => {
      const submission = aNamedSubmission({ patientId: cx('Old'), set, documents: [name] });
      const entry = { ...submission.documentEntries[0]!, entryUUID: 'Document01', sourcePatientId: localCx('L') };
      const associations = [{ ...submission.associations[0]!, target: 'Document01' }];
      expect((await service.register({ ...submission, documentEntries: [entry], associations })).errors).toEqual([]);
    },
    deprecate: (id: string) =>
      service.store.submit((registry) => registry.setAvailabilityStatus([id], availabilityStatuses.Deprecated)),
    change: async (ids: { now?: string; local?: string; before?: string; subsumed?: string } = {}) => {
      const { now = 'New', local = 'L', before = 'Old', subsumed } = ids;
      const answer = await handler(
        {
          header: { ...header, sendingApplication: '1.2.3.4.900' },
          identifiers: [anIdentifier(now), localId(local)],
          priorIdentifiers: [anIdentifier(before), ...(subsumed === undefined ? [] : [localId(subsumed)])],
        },
        aCall(),
      );
      return answer.code;
    },
    entries: async () => {
      const rows = await service.database.query<{ line: string }>(
        `select unique_id || ' ' || version || ' ' || split_part(patient_id, '^', 1) || ' ' ||
         split_part(availability_status, ':', 7) || case when latest then '' else ' former' end as line
         from (select unique_id, version, patient_id, availability_status, latest from document_entry
         union all select unique_id, version, patient_id, availability_status, latest from folder) x`,
      );
      return rows.map(({ line }) => named(line)).sort();
    },
    texts: async (name: string) => {
      const rows = await service.database.query<{ ebrim: string }>(
        `select ebrim from document_entry where latest and unique_id = $1`,
        [aNamedSubmission({ set: 'x', documents: [name] }).documentEntries[0]!.uniqueId],
      );
      return rows.map(({ ebrim }) => ebrim);
    },
    state: service.state,
  };
}

function named(line: string): string {
  return line.replace(/\b1\.2((\.\d+)+)/g, (_, letters: string) =>
    String.fromCharCode(...letters.slice(1).split('.').map(Number)),
  );
}

describe('[ITI TF-2 3.64.4.1.3] a link change', () => {
  it('gives the entries of the local identifier a version under the new patient, and leaves the others', async () => {
    const { register, change, entries, texts } = await open();
    await register({ set: 'S', documents: ['a', 'b'] });
    await register({ set: 'T', documents: ['c'] }, localCx('K'));
    expect(await change()).toBe('AA');
    expect(await entries()).toEqual([
      'a 1 Old Deprecated former',
      'a 2 New Approved',
      'b 1 Old Deprecated former',
      'b 2 New Approved',
      'c 1 Old Approved',
    ]);
    const [text] = await texts('a');
    expect(text).toContain(`value="${cx('New').replaceAll('&', '&amp;')}"`);
    expect(text).toContain('versionName="2"');
  });

  it('moves the entries of a local identifier that was merged to the one that is left', async () => {
    const { register, change, entries, texts } = await open();
    await register({ set: 'S', documents: ['a'] }, localCx('Gone'));
    await register({ set: 'T', documents: ['b'] });
    expect(await change({ subsumed: 'Gone' })).toBe('AA');
    expect(await entries()).toEqual(['a 1 Old Deprecated former', 'a 2 New Approved', 'b 1 Old Approved']);
    expect((await texts('a'))[0]).toContain(`>${localCx('L').replaceAll('&', '&amp;')}<`);
  });

  it('within one patient only says who the document is of at its source', async () => {
    const { register, change, entries } = await open();
    await register({ set: 'S', documents: ['a'] }, localCx('Gone'));
    expect(await change({ now: 'Old', subsumed: 'Gone' })).toBe('AA');
    expect(await entries()).toEqual(['a 1 Old Deprecated former', 'a 2 Old Approved']);
  });

  it('moves a document that was registered twice with both of its entries', async () => {
    const { register, change, entries, again } = await open();
    await register({ set: 'S', documents: ['a'] });
    await again('T', 'a');
    expect(await change()).toBe('AA');
    expect(await entries()).toEqual([
      'a 1 Old Deprecated former',
      'a 1 Old Deprecated former',
      'a 2 New Approved',
      'a 2 New Approved',
    ]);
    expect(await change({ now: 'Old', before: 'New' })).toBe('AA');
  });

  it('leaves deprecated entries where they are', async () => {
    const { register, change, entries } = await open();
    await register({ set: 'S', documents: ['a'] });
    await register({ set: 'T', documents: ['b'], more: [relates('b', 'RPLC', 'a')] });
    expect(await change()).toBe('AA');
    expect(await entries()).toEqual(['a 1 Old Deprecated', 'b 1 Old Deprecated former', 'b 2 New Approved']);
  });

  it('takes relationships and whole Folders along, and the memberships by reference', async () => {
    const { register, change, entries, state } = await open('refuse');
    await register({ set: 'S', documents: ['a'], folders: ['F'], more: files('S', 'F', 'a') });
    await register({ set: 'T', documents: ['b'], more: [relates('b', 'APND', 'a')] });
    await register({ set: 'U', documents: ['z'], patientId: cx('Other'), more: [refers('U', 'a')] }, localCx('Z'));
    expect(await change()).toBe('AA');
    expect((await entries()).filter((line) => line.includes('New'))).toEqual([
      'F 2 New Approved',
      'a 2 New Approved',
      'b 2 New Approved',
    ]);
    const lines = await state();
    expect(lines.filter((line) => line === 'APND b -> a Approved')).toHaveLength(2);
    expect(lines.filter((line) => line === 'HasMember F -> a Approved')).toHaveLength(2);
    expect(lines).toContain('HasMember U -> a Deprecated');
    expect(lines).toContain('HasMember U -> a Approved');
  });

  it('takes no membership for one by reference that only carries the word', async () => {
    const { register, change, state } = await open();
    await register({ set: 'S', documents: ['a'] }, localCx('L'), [{ name: 'urn:example:kind', values: ['Reference'] }]);
    expect(await change()).toBe('AA');
    expect((await state()).filter((line) => line.startsWith('HasMember S -> a'))).toEqual([
      'HasMember S -> a Approved',
    ]);
  });

  it('leaves a Folder that holds something else, and what tied the entry to it is lost, or all is refused', async () => {
    for (const conflicts of ['drop', 'refuse'] as const) {
      const { register, change, entries } = await open(conflicts);
      await register({ set: 'S', documents: ['a'], folders: ['F'], more: files('S', 'F', 'a') });
      await register({ set: 'T', documents: ['c'], more: files('T', 'F', 'c') }, localCx('K'));
      expect(await change()).toBe(conflicts === 'drop' ? 'AA' : 'AE');
      expect(await entries()).toEqual(
        conflicts === 'drop'
          ? ['F 1 Old Approved', 'a 1 Old Deprecated former', 'a 2 New Approved', 'c 1 Old Approved']
          : ['F 1 Old Approved', 'a 1 Old Approved', 'c 1 Old Approved'],
      );
    }
  });

  it('leaves a Folder that the entry was taken out of', async () => {
    const { register, change, entries, deprecate } = await open();
    const [membership, filing] = files('S', 'F', 'a');
    const more = [
      { ...membership!, entryUUID: uuidOf('filed') },
      { ...filing!, target: uuidOf('filed') },
    ];
    await register({ set: 'S', documents: ['a'], folders: ['F'], more });
    await deprecate(uuidOf('filed'));
    expect(await change()).toBe('AA');
    expect(await entries()).toEqual(['F 1 Old Approved', 'a 1 Old Deprecated former', 'a 2 New Approved']);
  });

  it('of a local identifier nothing is registered for changes nothing', async () => {
    const { register, change, entries, state } = await open();
    await register({ set: 'S', documents: ['a'] });
    expect(await change({ local: 'Unheard' })).toBe('AA');
    expect(await entries()).toEqual(['a 1 Old Approved']);
    expect((await state()).filter((line) => line.startsWith('SubmissionSet'))).toHaveLength(1);
  });

  it('to a patient nobody knows is refused, and nothing moves', async () => {
    const { register, change, entries } = await open();
    await register({ set: 'S', documents: ['a'] });
    expect(await change({ now: 'Nobody' })).toBe('AE');
    expect(await entries()).toEqual(['a 1 Old Approved']);
  });

  it('that is made twice at the same moment moves once', async () => {
    const { register, change, entries } = await open();
    await register({ set: 'S', documents: ['a'] });
    expect(await Promise.all([change(), change()])).toEqual(['AA', 'AA']);
    expect(await entries()).toEqual(['a 1 Old Deprecated former', 'a 2 New Approved']);
  });
});
