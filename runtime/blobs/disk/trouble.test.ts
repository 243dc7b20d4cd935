import { describe, expect, it } from 'vitest';
import { StorageFull, Unavailable } from '../../unavailable.ts';
import { storage } from './trouble.ts';

const failing = (code: string) => Promise.reject(Object.assign(new Error(`${code}: /secret/path`), { code }));

describe('trouble of a disk', () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    it(`is a full storage when it is ${code}`, async () => {
      await expect(storage(failing(code))).rejects.toThrow(StorageFull);
    });
  }

  for (const code of ['EIO', 'EROFS', 'EACCES', 'EMFILE', 'ENOENT', 'ESTALE']) {
    it(`is an outage when it is ${code}, which is told, and the path is not`, async () => {
      const error = await storage(failing(code)).catch((caught: Error) => caught);
      expect(error).toBeInstanceOf(Unavailable);
      expect(error).not.toBeInstanceOf(StorageFull);
      expect((error as Error).message).toContain(code);
      expect((error as Error).message).not.toContain('secret');
    });
  }

  it('is anything else as it came', async () => {
    await expect(storage(failing('ERR_INVALID_ARG_TYPE'))).rejects.not.toThrow(Unavailable);
    expect(await storage(Promise.resolve(1))).toBe(1);
  });
});
