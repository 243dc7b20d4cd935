import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../test/support/soap-packages.ts';
import { writePackage } from './package.ts';
import { WholeText } from './whole-text.ts';

const large = 'é'.repeat(10_000);
const texts: Record<string, readonly string[]> = {
  'no text': [],
  'small pieces': Array.from({ length: 5000 }, (_, i) => `<x n="${i}"/>`),
  'large pieces': [large, large, large],
  'both, beyond ASCII': ['a', large, '\u{1f600}', '', large, 'z'],
};

describe('a body that is at hand as text', () => {
  it.each(Object.entries(texts))('%s: pieces, octets and bytes are the same text', async (_, text) => {
    const whole = new WholeText(text);
    expect(whole.pieces.join('')).toBe(text.join(''));
    expect(whole.octets).toBe(Buffer.byteLength(text.join('')));
    expect((await bytesOf(whole)).toString()).toBe(text.join(''));
  });

  it('makes one piece of many small ones, and leaves large ones as they are', () => {
    expect(new WholeText(texts['small pieces']!).pieces.length).toBeLessThan(10);
    expect(new WholeText(['a', 'b', large, large, 'c']).pieces).toEqual(['ab', large, large, 'c']);
  });

  const message = (body: Iterable<string>) =>
    writePackage({ packaging: 'simple', action: 'urn:a', headers: '', body, parts: [] });
  const envelope = (text: string) => expect.stringContaining(`<s:Body>${text}</s:Body></s:Envelope>`);

  it.each([100, 5_000_000])(
    'becomes a message, whole or (%i characters) in chunks while it is made',
    async (length) => {
      const pieces = Array.from({ length: 100 }, (_, i) => String(i % 10).repeat(length / 100));
      let made = 0;
      const { headers, body } = await message(
        (function* () {
          for (const piece of pieces) {
            made += piece.length;
            yield piece;
          }
        })(),
      );
      expect(made).toBeLessThan(2_500_000);
      const bytes = await bytesOf(body);
      expect(bytes.toString()).toEqual(envelope(pieces.join('')));
      expect(headers['content-length']).toBe(length === 100 ? String(bytes.length) : undefined);
    },
  );

  it('that cannot be made fails before anything is sent', async () => {
    const broken = (function* () {
      yield 'x'.repeat(1_000_000);
      throw new Error('row lost');
    })();
    await expect(message(broken)).rejects.toThrow('row lost');
  });
});
