import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasCode, readCodeSets } from './code-sets.ts';

const own = readFileSync(new URL('../../config/affinity-domain-codes.yaml', import.meta.url), 'utf8');

describe('code set file', () => {
  it('of this package is read without problems and covers what the command line submits', () => {
    const { codeSets, problems } = readCodeSets(own);
    expect(problems).toEqual([]);
    expect(hasCode(codeSets, 'formatCode', '1.2.840.10008.5.1.4.1.1.88.59', '1.2.840.10008.2.6.1')).toBe(true);
    expect(hasCode(codeSets, 'confidentialityCode', 'N', '2.16.840.1.113883.5.25')).toBe(true);
    expect(codeSets.mimeTypes).toContain('application/dicom');
  });

  it('compares code and scheme, and does not restrict what it does not list', () => {
    const { codeSets } = readCodeSets("classCode:\n  - ['1', 1.2.3, One]\n");
    expect(hasCode(codeSets, 'classCode', '1', '1.2.3')).toBe(true);
    expect(hasCode(codeSets, 'classCode', '1', '1.2.4')).toBe(false);
    expect(hasCode(codeSets, 'typeCode', 'anything', '1')).toBe(true);
  });

  it.each([
    ['colour:\n  - [a, b, c]\n', 'colour is not a coded attribute'],
    ['classCode:\n  - [a, b, c]\n  - [a, b]\n', 'line 3: classCode'],
    ['classCode:\n  - [1, b, c]\n', 'line 2: classCode'],
    ['classCode: x\n', 'must be a list'],
    ['- a\n', 'list of attributes'],
    ['a: [\n', 'flow'],
  ])('names line and key of what is wrong in %j', (text, says) => {
    expect(readCodeSets(text).problems.join('\n').toLowerCase()).toContain(says.toLowerCase());
  });
});
