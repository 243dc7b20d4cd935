import { mkdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isFileError, reasonOf } from './file-error.ts';

const errorOf = (work: () => Promise<unknown>) =>
  work().then(
    () => new Error('nothing went wrong'),
    (error: Error) => error,
  );

describe('what the operating system says of a path', () => {
  it.each([
    ['a file that is not there', () => readFile('/no/such/file'), 'there is no such file or folder'],
    ['a file where a folder is wanted', () => mkdir('/etc/hostname/below'), 'part of the path is a file, not a folder'],
    ['a name that is taken', () => mkdir('/etc/hostname'), 'a file of this name is there already'],
    ['a folder where a file is wanted', () => readFile('/etc'), 'it is a folder'],
  ])('is told in words: %s', async (_, work, reason) => {
    expect(reasonOf(await errorOf(work))).toBe(reason);
  });

  it('is told apart from a bug', async () => {
    expect(isFileError(await errorOf(() => readFile('/no/such/file')))).toBe(true);
    expect(isFileError(new TypeError('x is not a function'))).toBe(false);
    expect(reasonOf(new TypeError('x is not a function'))).toBe('x is not a function');
  });
});
