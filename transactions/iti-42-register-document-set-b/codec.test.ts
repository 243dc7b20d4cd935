import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { bodyIn, bodyText, partsOf } from '../../test/support/soap-bodies.ts';
import { requestCodec, responseCodec } from './codec.ts';
import { registerDocumentSet } from './transaction.ts';

const fixture = (name: string) => bodyIn(new URL(`fixtures/${name}.xml`, import.meta.url));
const decode = (name: string) => requestCodec.decode(fixture(name), partsOf({}));

describe('[ITI TF-2 3.42.4.1.2] the request of ITI-42', () => {
  for (const name of ['request', 'request-odd']) {
    it(`${name} is read without findings and written as it was`, async () => {
      const { message, findings } = decode(name);
      expect(findings).toEqual([]);
      expect(message.submission.submissionSets[0]?.uniqueId).toBe('1.3.6.1.4.1.21367.13.70.2');
      expect(message.submission.documentEntries[0]).toMatchObject({ repositoryUniqueId: '1.3.6.1.4.1.21367.13.40.7' });
      const written = parseXml(Buffer.from(await bodyText(requestCodec.encode(message))));
      expect(canonicalEbxml(written)).toBe(canonicalEbxml(fixture(name)));
    });
  }

  it('tells everything that is wrong with its ebRIM at once', () => {
    const { findings } = decode('request-wrong');
    expect(new Set(findings.map(({ rule }) => rule.id))).toEqual(
      new Set(['ebrim-slot-once', 'ebrim-slot-not-empty', 'ebrim-classification-known', 'ebrim-package-kind']),
    );
  });

  it('is a fault when it is something else', () => {
    expect(() => requestCodec.decode(fixture('response-failure'), partsOf({}))).toThrow(SoapFault);
  });
});

describe('[ITI TF-2 3.42.4.2] the response of ITI-42', () => {
  it('gives every error, Error by default', () => {
    const { message } = responseCodec.decode(fixture('response-failure'), partsOf({}));
    expect(message).toEqual({
      status: 'Failure',
      errors: [
        { errorCode: 'XDSUnknownPatientId', codeContext: 'PAT-9', severity: 'Error', location: 'register' },
        { errorCode: 'XDSRegistryMetadataError', codeContext: 'creationTime', severity: 'Error' },
      ],
    });
  });

  it('says no with every error it is given', () => {
    const errors = [{ errorCode: 'XDSRegistryBusy', codeContext: 'later', severity: 'Error' as const }];
    expect(registerDocumentSet.refuse(errors)).toEqual({ status: 'Failure', errors });
    expect(() => responseCodec.decode(fixture('request'), partsOf({}))).toThrow(SoapFault);
  });
});
