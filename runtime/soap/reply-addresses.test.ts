import { describe, expect, it } from 'vitest';
import { parseReplyPattern, replyAddresses } from './reply-addresses.ts';

const addresses = (...entries: string[]) => replyAddresses(entries.map((entry) => parseReplyPattern(entry)!));
const found = (name: string, ...entries: string[]) =>
  new Promise<string>((resolve) => {
    addresses(...entries).lookup(name, { all: true }, (error, all) => {
      resolve(error === null ? (all as { address: string }[]).map(({ address }) => address).join() : error.message);
    });
  });

describe('addresses answers may be sent to', () => {
  const allowed: readonly (readonly [address: string, entry: string])[] = [
    ['https://ehr.example/replies', 'ehr.example'],
    ['https://EHR.example:8443/x?y=1', 'ehr.example'],
    ['https://ehr.example/', 'https://ehr.example'],
    ['https://ehr.example:443/', 'https://ehr.example'],
    ['https://ehr.example:8443/', 'https://ehr.example:8443'],
    ['https://ehr.example:9/', 'https://ehr.example:*'],
    ['http://ehr.example/', 'http://ehr.example/'],
    ['https://a.b.hospital.example/', '*.hospital.example'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:*'],
    ['http://[::1]:8080/', 'http://[0:0:0:0:0:0:0:1]:8080'],
    ['http://localhost/', 'http://localhost'],
    ['https://10.1.2.3/', '10.1.2.3'],
  ];
  it.each(allowed)('%s is allowed by %s', (address, entry) => {
    expect(addresses('other.example', entry).refusalOf(address)).toBeUndefined();
  });

  const refused: readonly (readonly [address: string, entry: string, reason: RegExp])[] = [
    ['https://evil.example/', 'ehr.example', /not listed/],
    ['https://ehr.example.evil.example/', 'ehr.example', /not listed/],
    ['https://evil-hospital.example/', '*.hospital.example', /not listed/],
    ['https://hospital.example/', '*.hospital.example', /not listed/],
    ['http://ehr.example/', 'ehr.example', /not listed/],
    ['http://ehr.example/', 'https://ehr.example', /not listed/],
    ['https://ehr.example:8443/', 'https://ehr.example', /not listed/],
    ['https://user:secret@ehr.example/', 'ehr.example', /credentials/],
    ['ftp://ehr.example/', 'ehr.example', /not an http/],
    ['file:///etc/passwd', 'ehr.example', /not an http/],
    ['http://www.w3.org/2005/08/addressing/none', 'ehr.example', /not listed/],
    ['ehr.example', 'ehr.example', /not an http/],
    ['http://127.0.0.2/', 'http://127.0.0.1', /not listed/],
    ['http://2130706433/', 'http://ehr.example', /not listed/],
  ];
  it.each(refused)('%s is refused by %s', (address, entry, reason) => {
    expect(addresses(entry).refusalOf(address)).toMatch(reason);
  });

  it('are none at all when none is listed', () => {
    expect(addresses().refusalOf('https://ehr.example/')).toMatch(/listen\.asynchronous\.replyTo lists no address/);
  });

  it('do not include this machine or its link because of where a name leads', async () => {
    expect(await found('localhost', 'http://ehr.example', '*.example')).toMatch(
      /leads to (127\.0\.0\.1|::1), which is not listed/,
    );
    expect(await found('localhost', 'http://localhost')).toMatch(/127\.0\.0\.1|::1/);
    expect(await found('127.0.0.1', 'http://127.0.0.1')).toBe('127.0.0.1');
    for (const ip of [
      '127.9.9.9',
      '169.254.169.254',
      '0.0.0.0',
      'fe80::1',
      '::ffff:127.0.0.1',
      '::ffff:169.254.169.254',
      '224.0.0.1',
    ]) {
      expect(await found(ip, 'http://ehr.example')).toMatch(/which is not listed/);
    }
    expect(await found('10.0.0.1', 'http://ehr.example')).toBe('10.0.0.1');
  });

  it.each(['', 'ftp://x', 'https://', 'ehr.example/path', 'a b', '*', 'https://*', 'x:y', 'https://user@x'])(
    '%j is no entry of the list',
    (text) => expect(parseReplyPattern(text)).toBeUndefined(),
  );
});
