import { describe, expect, it } from 'vitest';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { policyFindings, type StoredQueryPolicy } from './query-policy.ts';
import type { AnsweredQuery } from './selections/selections.ts';

const status = [availabilityStatuses.Approved];
const known = 'known^^^&1.2&ISO';
const registry = { compositeOf: async (patientId: string) => (patientId === known ? [known] : []) };
const found = async (query: AnsweredQuery, policy: Partial<StoredQueryPolicy>) => {
  const findings = await policyFindings({ unknownPatient: 'empty', mostResults: 10, ...policy }, query, registry);
  return findings.map(({ rule, violation }) => `${rule.code} ${violation.found}`);
};

const documentsOf = (...patientId: string[]): AnsweredQuery => ({
  name: 'FindDocumentsForMultiplePatients',
  parameters: { patientId, status },
});

describe('[ITI TF-2 3.18.4.1.3] queried-patient-known', () => {
  const refuse = { unknownPatient: 'refuse' } as const;
  it('rejects every unknown or subsumed patient of a query, each by its id', async () => {
    expect(await found(documentsOf('a', known, 'b'), refuse)).toEqual([
      'XDSUnknownPatientId a',
      'XDSUnknownPatientId b',
    ]);
    const all: AnsweredQuery = {
      name: 'GetAll',
      parameters: { patientId: 'c', documentEntryStatus: status, submissionSetStatus: status, folderStatus: status },
    };
    expect(await found(all, refuse)).toEqual(['XDSUnknownPatientId c']);
  });
  it('accepts known patients, and queries that name none', async () => {
    expect(await found(documentsOf(known), refuse)).toEqual([]);
    expect(await found({ name: 'GetDocuments', parameters: { uniqueId: ['1.2'] } }, refuse)).toEqual([]);
    const codes: AnsweredQuery = {
      name: 'FindDocumentsForMultiplePatients',
      parameters: { classCode: ['a^^b'], status },
    };
    expect(await found(codes, refuse)).toEqual([]);
  });
  it('is not asked where an unknown patient is one without objects', async () => {
    expect(await found(documentsOf('a'), {})).toEqual([]);
  });
});

describe('[ITI TF-2 3.51.4.1.2] patient-id-alone', () => {
  const refuse = { patientIdOnly: 'refuse' } as const;
  const alone = 'XDSStoredQueryParamNumber patient ids only';
  it('rejects a query across patients that says no more than which', async () => {
    expect(await found(documentsOf(known), refuse)).toEqual([alone]);
    const folders: AnsweredQuery = {
      name: 'FindFoldersForMultiplePatients',
      parameters: { patientId: [known], status, metadataLevel: '2' },
    };
    expect(await found(folders, refuse)).toEqual([alone]);
  });
  it('accepts one that says more, and every query of one patient', async () => {
    const more: AnsweredQuery = {
      name: 'FindDocumentsForMultiplePatients',
      parameters: { patientId: [known], status, creationTimeFrom: '2025' },
    };
    expect(await found(more, refuse)).toEqual([]);
    expect(await found({ name: 'FindDocuments', parameters: { patientId: known, status } }, refuse)).toEqual([]);
  });
  it('is not asked of a registry that answers patient ids alone', async () => {
    expect(await found(documentsOf(known), {})).toEqual([]);
    expect(await found(documentsOf(known), { patientIdOnly: 'answer' })).toEqual([]);
  });
  it('is told beside an unknown patient', async () => {
    expect(await found(documentsOf('a'), { ...refuse, unknownPatient: 'refuse' })).toEqual([
      alone,
      'XDSUnknownPatientId a',
    ]);
  });
});
