import { describe, expect, it } from 'vitest';
import { concerns, mentions } from './concerns.ts';
import type { RegistryError } from './registry-error.ts';

const error = (codeContext: string, location?: string): RegistryError => ({
  errorCode: 'XDSDocumentUniqueIdError',
  codeContext,
  severity: 'Error',
  ...(location === undefined ? {} : { location }),
});

describe('[ITI TF-3 4.2.4.1] the object an error is about', () => {
  it.each<[string, RegistryError, boolean]>([
    ['its location names it', error('nothing to add', '1.2.1'), true],
    [
      'a gateway put its community into the location, its text names it',
      error('1.2.1 is not there', 'urn:oid:9'),
      true,
    ],
    ['location and text name one that begins like it', error('1.2.10 is not held', '1.2.10'), false],
    ['without a location, its text names it', error('instance 1.2.1 is not held'), true],
    ['its text ends with it', error('there is no 1.2.1.'), true],
    ['its text names one that begins like it', error('instance 1.2.10 is not held'), false],
    ['its text names one below it', error('instance 1.2.1.5 is not held'), false],
    ['its text names one that ends like it', error('instance 9.1.2.1 is not held'), false],
    ['its text names one that begins like it, and then it', error('1.2.10 is held, 1.2.1 is not'), true],
    ['its text names it with an extension', error('document 1.2.1^x is unknown'), false],
  ])('%s', (_, given, expected) => expect(concerns(given, '1.2.1')).toBe(expected));

  it('any characters of an id are taken literally', () => {
    expect(mentions('document urn:x:a+b(c) is unknown', 'urn:x:a+b(c)')).toBe(true);
    expect(mentions('1x2', '1.2')).toBe(false);
    expect(mentions('anything', '')).toBe(false);
  });
});
