import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionalityFor } from '../../schemas/metadata/optionality.ts';
import { checkSubmission } from '../../schemas/metadata/rules/submission-rules.ts';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { type CodeSets, readCodeSets } from '../../schemas/vocabulary/code-sets.ts';
import { aRegistryService, type RegistryService } from '../../test/support/registry-service.ts';
import type { RegisterDocumentSetRequest } from '../../transactions/iti-42-register-document-set-b/messages.ts';
import { defaultCodesFile } from '../package-root.ts';
import { patientSizes, usualPatients } from './patient-sizes.ts';
import { seededRandom } from './random.ts';
import { type Seeding, SeedRefused, seedDomain } from './seed-domain.ts';

describe('entries per patient', () => {
  it.each([
    [1, 1],
    [5000, 1],
    [300, 10],
    [10, 10],
    [20_000, 19_000],
    [10_000, 2],
    [100_000, usualPatients(100_000)],
  ])('%d entries of %d patients add up, each from 1 to 5,000', (entries, patients) => {
    const sizes = patientSizes(seededRandom(7), { entries, patients });
    expect(sizes).toHaveLength(patients);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(entries);
    expect([Math.min(...sizes) >= 1, Math.max(...sizes) <= 5000]).toEqual([true, true]);
  });

  it('are skewed: half of the patients have few, a few have most, one has 5,000', () => {
    const sizes = patientSizes(seededRandom(1), { entries: 200_000, patients: usualPatients(200_000) });
    sizes.sort((a, b) => b - a);
    expect(sizes[0]).toBe(5000);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(5);
    const tenth = sizes.slice(0, Math.floor(sizes.length / 10)).reduce((sum, size) => sum + size, 0);
    expect(tenth).toBeGreaterThan(100_000);
  });

  it('are refused when they cannot be', () => {
    expect(() => patientSizes(seededRandom(1), { entries: 5, patients: 6 })).toThrow('6 patients');
    expect(() => patientSizes(seededRandom(1), { entries: 10_001, patients: 2 })).toThrow('need 3 patients');
  });
});

describe('a seeding', () => {
  let service: RegistryService;
  let codeSets: CodeSets;
  beforeAll(async () => {
    service = await aRegistryService();
    ({ codeSets } = readCodeSets(await readFile(defaultCodesFile(), 'utf8')));
  });
  afterAll(() => service.database.close());

  /** Registers in `service`, and keeps what was sent. */
  const seeding = (sent: RegisterDocumentSetRequest[], changes: Partial<Seeding> = {}): Seeding => ({
    ...{ entries: 400, patients: 14, seed: 3, batch: 60, senders: 3, authority: '1.2.3', codeSets },
    feed: async ({ patient }) => {
      await service.store.feed((patients) => patients.add(patient.identifiers.map(({ id }) => `${id}^^^&1.2.3&ISO`)));
      return { code: 'AA' } as never;
    },
    register: (request) => {
      sent.push(request);
      return service.register(request.submission);
    },
    ...changes,
  });
  const seeded = async (changes: Partial<Seeding> = {}) => {
    const sent: RegisterDocumentSetRequest[] = [];
    return { ...(await seedDomain(seeding(sent, changes))), sent };
  };

  it('is registered without a finding: folders, replacements and addenda among it', async () => {
    const { entries, submissions, sent } = await seeded();
    expect(submissions).toBe(sent.length);
    for (const { submission } of sent)
      expect(await checkSubmission(submission, { column: optionalityFor('documentRepository'), codeSets })).toEqual([]);
    const count = async (what: string) =>
      (await service.database.query<{ n: number }>(`select count(*) n from ${what}`))[0]!.n;
    expect(await count('document_entry')).toBe(entries);
    expect(await count("patient where patient_id like 'SEED-3-%'")).toBe(14);
    const related = (type: string) =>
      sent.flatMap(({ submission }) => submission.associations.filter((a) => a.type === type)).length;
    expect(related(associationTypes.APND)).toBeGreaterThan(0);
    expect(related(associationTypes.RPLC)).toBeGreaterThan(0);
    expect(await count("document_entry where availability_status like '%:Deprecated'")).toBeGreaterThanOrEqual(
      related(associationTypes.RPLC),
    );
    expect(await count('folder')).toBeGreaterThan(0);
    expect(Math.max(...sent.map(({ submission }) => submission.documentEntries.length))).toBe(60);
  });

  it('is the same for the same seed, whatever runs beside it, and refused the second time', async () => {
    const one = await seeded({ seed: 4, entries: 100, patients: 5, senders: 1 });
    const sent: RegisterDocumentSetRequest[] = [];
    const again = seeding(sent, { seed: 4, entries: 100, patients: 5, senders: 5 });
    await expect(seedDomain(again)).rejects.toThrow(SeedRefused);
    const first = new Map(one.sent.map((request) => [request.submission.submissionSets[0]!.uniqueId, request]));
    expect(sent.length).toBeGreaterThan(0);
    for (const request of sent) expect(request).toEqual(first.get(request.submission.submissionSets[0]!.uniqueId));
  });
});
