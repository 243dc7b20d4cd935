import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionalityFor } from '../../schemas/metadata/optionality.ts';
import { checkSubmission } from '../../schemas/metadata/rules/submission-rules.ts';
import { isError } from '../../schemas/rule.ts';
import { readCodeSets } from '../../schemas/vocabulary/code-sets.ts';
import { textFrom } from '../../test/support/provided-documents.ts';
import type {
  ProvideAndRegisterRequest,
  ProvidedDocument,
} from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import { UnknownCode } from './codes.ts';
import { provideFiles } from './provide-files.ts';
import { readSourceFile } from './read-file.ts';
import { type DescribedFile, type SubmissionOptions, submissionFromFiles } from './submission-from-files.ts';

const root = new URL('../../', import.meta.url);
const { codeSets } = readCodeSets(readFileSync(new URL('config/affinity-domain-codes.yaml', root), 'utf8'));
const patientId = 'P1^^^&1.3.6.1.4.1.21367.13.20.3000&ISO';

function anOption(changes: Partial<SubmissionOptions> = {}): SubmissionOptions {
  let ids = 0;
  return {
    patient: { patientId },
    codeSets,
    sourceId: '1.3.6.1.4.1.21367.4',
    now: new Date('2026-01-02T03:04:05Z'),
    newUUID: () => `urn:uuid:00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    ...changes,
  };
}
const aFile = (changes: Partial<DescribedFile> = {}): DescribedFile => ({
  name: 'letter.txt',
  mimeType: 'text/plain',
  size: 5,
  facts: {},
  ...changes,
});
const errorsOf = async (files: readonly DescribedFile[], options = anOption()) => {
  const { submission } = submissionFromFiles(files, options);
  const findings = await checkSubmission(submission, { column: optionalityFor('documentSource'), codeSets });
  return findings.filter(isError).map(({ rule, violation }) => `${rule.id} ${violation.at} ${violation.found}`);
};

describe('[ITI TF-3 4.2.3] a submission made from files', () => {
  it('keeps every rule a submission can break by itself', async () => {
    expect(await errorsOf([aFile(), aFile({ name: 'b.png', mimeType: 'image/png' })])).toEqual([]);
  });

  it('takes what the content says, and the defaults of the affinity domain for the rest', () => {
    const typeCode = [{ code: '11488-4', codingScheme: '2.16.840.1.113883.6.1' }];
    const facts = { uniqueId: '1.2.3^4', title: 'Note', languageCode: 'de', codes: { typeCode, classCode: typeCode } };
    const { entries } = submissionFromFiles([aFile({ facts })], anOption());
    expect(entries[0]).toMatchObject({
      uniqueId: '1.2.3^4',
      title: [{ value: 'Note' }],
      languageCode: 'de',
      typeCode: { code: '11488-4' },
      classCode: { code: '11488-4' },
      confidentialityCode: [{ code: 'N' }],
      creationTime: '20260102030405',
      sourcePatientId: patientId,
    });
  });

  it('takes given codes before those of the content, and refuses unknown ones with what there is', () => {
    const given = (value: string) =>
      submissionFromFiles([aFile()], anOption({ codes: { confidentialityCode: [value] } }));
    expect(given('R').entries[0]?.confidentialityCode[0]?.displayName).toEqual([{ value: 'restricted' }]);
    expect(() => given('X')).toThrow(UnknownCode);
    expect(() => given('R^^1.2.3')).toThrow(/is not in the value set.*N \(normal\)/);
  });

  it('says when the type of a document is not one the affinity domain has', () => {
    const codes = { typeCode: [{ code: '57113-1', codingScheme: '2.16.840.1.113883.6.1' }] };
    const { warnings, entries } = submissionFromFiles([aFile({ facts: { codes } })], anOption());
    expect(warnings).toEqual([{ name: 'letter.txt', warning: expect.stringContaining('57113-1') }]);
    expect(entries[0]?.typeCode?.code).toBe('34133-9');
  });

  it('gives two files with one id two uniqueIds', async () => {
    const same = aFile({ facts: { uniqueId: '1.2.3' } });
    const { entries, warnings } = submissionFromFiles([same, same], anOption());
    expect(entries[0]?.uniqueId).toBe('1.2.3');
    expect(entries[1]?.uniqueId).toMatch(/^2\.25\.\d+$/);
    expect(warnings).toHaveLength(1);
    expect(await errorsOf([same, same])).toEqual([]);
  });

  it('is free of value sets where the affinity domain has none', () => {
    const { entries } = submissionFromFiles([aFile()], anOption({ codeSets: { codes: {} } }));
    expect(entries[0]?.practiceSettingCode?.code).toBe('394802001');
  });
});

describe('[ITI TF-2 3.41] sending files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'source-'));
    await writeFile(path.join(folder, 'a.txt'), 'hello');
    await writeFile(
      path.join(folder, 'b.xml'),
      '<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3"/></ClinicalDocument>',
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  const send = async (names: string[], refusals: Partial<Record<string, string>>[] = []) => {
    const files = await Promise.all(names.map((name) => readSourceFile(path.join(folder, name))));
    const sent: { request: ProvideAndRegisterRequest; texts: string[] }[] = [];
    const result = await provideFiles(files, {
      ...anOption(),
      call: async (request) => {
        const texts: string[] = [];
        for (const { content } of request.documents as ProvidedDocument[]) texts.push(await textFrom(content));
        sent.push({ request, texts });
        const refusal = refusals[sent.length - 1];
        if (refusal === undefined) return { status: 'Success', errors: [] };
        const errors = Object.entries(refusal).map(([errorCode, codeContext = '']) => ({
          errorCode,
          codeContext,
          severity: 'Error' as const,
        }));
        return { status: 'Failure', errors };
      },
    });
    return { result, sent };
  };

  it('streams each file with its size and hash', async () => {
    const { sent, result } = await send(['a.txt', 'b.xml']);
    expect(result.response.status).toBe('Success');
    expect(sent[0]?.texts[0]).toBe('hello');
    expect(sent[0]?.request.submission.documentEntries[0]).toMatchObject({
      size: '5',
      hash: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
      mimeType: 'text/plain',
      title: [{ value: 'a' }],
    });
    expect(sent[0]?.request.documentIds).toEqual(['Document01', 'Document02']);
  });

  it('sends a document whose id stands for another one again, under a uniqueId of its own', async () => {
    const { sent, result } = await send(['a.txt', 'b.xml'], [{ XDSNonIdenticalHash: 'Document02: found 1.2.3' }]);
    expect(sent).toHaveLength(2);
    expect(result.response.status).toBe('Success');
    expect(result.entries[1]?.uniqueId).toMatch(/^2\.25\./);
    expect(result.warnings).toEqual([{ name: 'b.xml', warning: expect.stringContaining('another document') }]);
    expect(sent[1]?.texts[0]).toBe('hello');
  });

  it('leaves any other refusal as it is', async () => {
    const { sent, result } = await send(['b.xml'], [{ XDSNonIdenticalHash: '1.2.3', XDSUnknownPatientId: 'P1' }]);
    expect(sent).toHaveLength(1);
    expect(result.response.status).toBe('Failure');
  });
});

const samples = fileURLToPath(new URL('../shared/data/documents', root));

describe.skipIf(!existsSync(samples))('[ITI TF-3 4.2.3] real documents', () => {
  const files = existsSync(samples)
    ? readdirSync(samples, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    : [];
  for (const { name, parentPath } of files) {
    it(`${path.basename(parentPath)}/${name} gives metadata without faults`, async () => {
      const file = await readSourceFile(path.join(parentPath, name));
      expect(file.mimeType).toBe(
        { cda: 'text/xml', pdf: 'application/pdf', text: 'text/plain' }[path.basename(parentPath)] ?? file.mimeType,
      );
      expect(await errorsOf([file])).toEqual([]);
    });
  }
});
