import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { bodyIn, bodyText, partsOf } from '../../test/support/soap-bodies.ts';
import { openSchema, schemasPresent } from '../../test/support/xsd.ts';
import { requestCodec, responseCodec } from './codec.ts';
import { removeMetadata } from './transaction.ts';

const fixture = (name: string) => bodyIn(new URL(`fixtures/${name}.xml`, import.meta.url));
const decode = (name: string) => requestCodec.decode(fixture(name), partsOf({}));

describe('[ITI TF-2 3.62.4.1.2] the request of ITI-62', () => {
  it.each(['request', 'request-odd'])('%s is read without findings and written as it was', async (name) => {
    const { message, findings } = decode(name);
    expect(findings).toEqual([]);
    expect(message.objectRefs[0]?.entryUUID).toBe('urn:uuid:11111111-0000-4000-8000-000000000001');
    const written = parseXml(Buffer.from(await bodyText(requestCodec.encode(message))));
    expect(canonicalEbxml(written)).toBe(canonicalEbxml(fixture(name)));
  });

  it('tells everything its form has wrong at once', () => {
    const { message, findings } = decode('request-wrong');
    expect(findings.map(({ rule, violation }) => [rule.id, violation.at, violation.found])).toEqual([
      ['ebrim-attribute-present', 'ObjectRef.id', 'nothing'],
      ['ebrs-content-known', 'ObjectRefList', 'Association'],
      ['ebrs-content-known', 'RemoveObjectsRequest', 'element Slot'],
    ]);
    expect(message.deletionScope).toContain('DeleteRepositoryItemOnly');
  });

  it('is a fault when it is something else', () => {
    const response = parseXml(Buffer.from('<r xmlns="urn:x"/>'));
    expect(() => requestCodec.decode(response, partsOf({}))).toThrow(SoapFault);
    expect(() => responseCodec.decode(fixture('request'), partsOf({}))).toThrow(SoapFault);
  });
});

describe('[ITI TF-2 3.62.4.2] the response of ITI-62', () => {
  it('is read as it was written', async () => {
    const errors = [{ errorCode: 'ReferencesExistException', codeContext: 'urn:uuid:1', severity: 'Error' as const }];
    const refusal = removeMetadata.refuse(errors);
    expect(refusal).toEqual({ status: 'Failure', errors });
    const written = parseXml(Buffer.from(await bodyText(responseCodec.encode(refusal))));
    expect(responseCodec.decode(written, partsOf({}))).toEqual({ message: refusal, findings: [] });
  });
});

describe.skipIf(!schemasPresent)('what ITI-62 writes is valid by the published schemas', () => {
  it.each(['request', 'request-odd'])('%s', async (name) => {
    using schema = openSchema('iti/schema/ebRS/lcm.xsd');
    expect(schema.objections(await bodyText(requestCodec.encode(decode(name).message)))).toEqual([]);
  });
});
