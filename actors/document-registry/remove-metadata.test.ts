import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import {
  aCall,
  aNamedSubmission,
  aRegistryService,
  files,
  type NamedSubmission,
  oidOf,
  type RegistryService,
  relates,
  uuidOf,
} from '../../test/support/registry-service.ts';
import { removeMetadata } from './remove-metadata.ts';

type Name = string | readonly [source: Name, type: keyof typeof associationTypes, target: Name];

describe('[ITI TF-2 3.62.4.1.3] removing metadata', () => {
  let service: RegistryService;
  beforeAll(async () => {
    service = await aRegistryService();
  });
  afterAll(() => service.database.close());

  /** Registers things under names that begin with a test's own letter. */
  async function register(...submissions: readonly NamedSubmission[]): Promise<void> {
    for (const submission of submissions) {
      expect(await service.register(aNamedSubmission(submission))).toEqual({ status: 'Success', errors: [] });
    }
  }

  /** The entryUUID of a named thing, or of the Association between two. */
  async function idOf(name: Name): Promise<string> {
    if (typeof name === 'string') return uuidOf(name);
    const [source, type, target] = name;
    const ends = [await idOf(source), await idOf(target)].map((id) => id.replace('urn:uuid:', ''));
    const rows = await service.database.query<{ id: string }>(
      'select entry_uuid as id from association where source = $1 and target = $2 and type = $3',
      [...ends, associationTypes[type]],
    );
    expect(rows, JSON.stringify(name)).toHaveLength(1);
    return `urn:uuid:${rows[0]!.id}`;
  }

  const handle = () => removeMetadata({ store: service.store, removal: 'allow' });
  async function remove(...names: readonly Name[]): Promise<string[]> {
    const ids = await Promise.all(names.map(idOf));
    const objectRefs = ids.map((entryUUID) => ({ kind: 'ObjectRef' as const, entryUUID }));
    const { status, errors } = await handle()({ objectRefs }, aCall());
    return [status, ...new Set(errors.map(({ errorCode }) => errorCode))];
  }
  /** Lines of the registry's state that are about names beginning with a letter. */
  const state = async (letter: string) =>
    (await service.state()).filter((line) => new RegExp(` \\(?${letter}`).test(line));
  const original = (set: string, document: string): Name[] => [set, document, [set, 'HasMember', document]];

  it('removes a submission whole, and neither half of it', async () => {
    await register({ set: 'aS', documents: ['aD'] });
    expect(await remove('aS')).toEqual(['Failure', 'ReferencesExistException']);
    expect(await remove('aD', ['aS', 'HasMember', 'aD'])).toEqual(['Failure', 'XDSUnreferencedObjectException']);
    expect(await state('a')).toHaveLength(3);
    expect(await remove(...original('aS', 'aD'))).toEqual(['Success']);
    expect(await state('a')).toEqual([]);
    const gone = await service.database.query('select from registry_object where unique_id = $1', [oidOf('aD')]);
    expect(gone).toEqual([]);
  });

  it('refuses an object that is not registered, and then removes nothing', async () => {
    await register({ set: 'bS', documents: ['bD'] });
    expect(await remove(...original('bS', 'bD'), 'nobody')).toEqual(['Failure', 'UnresolvedReferenceException']);
    expect(await state('b')).toHaveLength(3);
  });

  it('names every object that is in the way', async () => {
    await register({ set: 'cS', documents: ['cD', 'cE'] });
    const objectRefs = [uuidOf('cD'), 'urn:uuid:nonsense'].map((entryUUID) => ({
      kind: 'ObjectRef' as const,
      entryUUID,
    }));
    const { errors } = await handle()({ objectRefs }, aCall());
    expect(errors.map(({ errorCode, codeContext }) => [errorCode, codeContext.split(':').length > 1])).toEqual([
      ['UnresolvedReferenceException', true],
      ['ReferencesExistException', true],
    ]);
    expect(errors[0]?.codeContext).toContain('urn:uuid:nonsense');
    expect(errors[1]?.codeContext).toContain(uuidOf('cD'));
  });

  it('takes a document out of its Folder, which stays empty', async () => {
    await register({ set: 'dS', documents: ['dD'], folders: ['dF'], more: files('dS', 'dF', 'dD') });
    const member: Name = ['dF', 'HasMember', 'dD'];
    expect(await remove(member)).toEqual(['Failure', 'ReferencesExistException']);
    expect(await remove(['dS', 'HasMember', member])).toEqual(['Failure', 'XDSUnreferencedObjectException']);
    expect(await remove(member, ['dS', 'HasMember', member])).toEqual(['Success']);
    expect((await state('d')).map((line) => line.replace(/ \d{14}$/, ''))).toEqual([
      'DocumentEntry dD Approved',
      'Folder dF Approved',
      'HasMember dS -> dD Approved',
      'HasMember dS -> dF Approved',
      'SubmissionSet dS Approved',
    ]);
  });

  it.each(['APND', 'XFRM_RPLC'] as const)('keeps an original while %s points at it', async (type) => {
    const [S, D, T, E] = ['S', 'D', 'T', 'E'].map((letter) => `e${type}${letter}`) as [string, string, string, string];
    await register({ set: S, documents: [D] }, { set: T, documents: [E], more: [relates(E, type, D)] });
    expect(await remove(...original(S, D))).toEqual(['Failure', 'ReferencesExistException']);
    expect(await remove(...original(T, E))).toEqual(['Failure', 'ReferencesExistException']);
    expect(await remove(...original(T, E), [E, type, D])).toEqual(['Success']);
    expect(await remove(...original(S, D))).toEqual(['Success']);
  });

  it('removes a relationship alone', async () => {
    await register(
      { set: 'fS', documents: ['fD'] },
      { set: 'fT', documents: ['fE'], more: [relates('fE', 'APND', 'fD')] },
    );
    expect(await remove(['fE', 'APND', 'fD'])).toEqual(['Success']);
    expect(await state('f')).toHaveLength(6);
  });

  it('removes an original with its RPLC and leaves the replacement', async () => {
    await register(
      { set: 'gS', documents: ['gD'] },
      { set: 'gT', documents: ['gE'], more: [relates('gE', 'RPLC', 'gD')] },
    );
    expect(await remove(...original('gS', 'gD'), ['gE', 'RPLC', 'gD'])).toEqual(['Success']);
    expect(await state('g')).toEqual([
      'DocumentEntry gE Approved',
      'HasMember gT -> gE Approved',
      'SubmissionSet gT Approved',
    ]);
  });

  it('leaves what was replaced deprecated when the replacement goes', async () => {
    await register(
      { set: 'hS', documents: ['hD'] },
      { set: 'hT', documents: ['hE'], more: [relates('hE', 'RPLC', 'hD')] },
    );
    expect(await remove(...original('hT', 'hE'))).toEqual(['Failure', 'ReferencesExistException']);
    expect(await remove(...original('hT', 'hE'), ['hE', 'RPLC', 'hD'])).toEqual(['Success']);
    expect(await state('h')).toContain('DocumentEntry hD Deprecated');
  });

  it('removes a chain of submissions in one request', async () => {
    await register(
      { set: 'iS', documents: ['iD'] },
      { set: 'iT', documents: ['iE'], more: [relates('iE', 'RPLC', 'iD')] },
      { set: 'iU', documents: ['iG'], more: [relates('iG', 'APND', 'iE')] },
    );
    const all = [...original('iS', 'iD'), ...original('iT', 'iE'), ...original('iU', 'iG')];
    expect(await remove(...all, ['iE', 'RPLC', 'iD'], ['iG', 'APND', 'iE'])).toEqual(['Success']);
    expect(await state('i')).toEqual([]);
  });

  it('makes room: ids of what is removed can be registered again', async () => {
    await register({ set: 'jS', documents: ['jD'] });
    expect(await remove(...original('jS', 'jD'))).toEqual(['Success']);
    await register({ set: 'jS', documents: ['jD'] });
    expect(await state('j')).toHaveLength(3);
  });

  it('lets nobody relate anything to what is being removed', async () => {
    for (const n of [1, 2, 3, 4]) {
      const [S, D, T, E] = ['S', 'D', 'T', 'E'].map((letter) => `k${n}${letter}`) as [string, string, string, string];
      await register({ set: S, documents: [D] });
      const ids = await Promise.all(original(S, D).map(idOf));
      const objectRefs = ids.map((entryUUID) => ({ kind: 'ObjectRef' as const, entryUUID }));
      const late = aNamedSubmission({ set: T, documents: [E], more: [relates(E, 'APND', D)] });
      const [removed, related] = await Promise.all([handle()({ objectRefs }, aCall()), service.register(late)]);
      const codes = [removed, related].map(({ errors }) => errors.map(({ errorCode }) => errorCode).join());
      // One of the two was first; never both.
      expect([
        ['', 'UnresolvedReferenceException'],
        ['ReferencesExistException', ''],
      ]).toContainEqual(codes);
    }
    const dangling = await service.database.query(
      'select from association a where not exists (select from registry_object o where o.entry_uuid = a.target)',
    );
    expect(dangling).toEqual([]);
  });

  it('lets no two removals take the last members of a SubmissionSet from each other', async () => {
    await register({ set: 'lS', documents: ['lD', 'lE'] });
    const outcomes = await Promise.all([
      remove('lD', ['lS', 'HasMember', 'lD']),
      remove('lE', ['lS', 'HasMember', 'lE']),
    ]);
    expect(outcomes.flat().sort()).toEqual(['Failure', 'Success', 'XDSUnreferencedObjectException']);
  });

  it('removes nothing where the operator forbids it', async () => {
    await register({ set: 'mS', documents: ['mD'] });
    const refusing = removeMetadata({ store: service.store, removal: 'refuse' });
    const { status, errors } = await refusing({ objectRefs: [] }, aCall());
    expect([status, errors[0]?.errorCode]).toEqual(['Failure', 'XDSRegistryError']);
    expect(await state('m')).toHaveLength(3);
  });
});
