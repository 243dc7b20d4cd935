import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { proveRule } from '../../test/support/prove-rule.ts';
import { bodyIn, bodyText, partsOf } from '../../test/support/soap-bodies.ts';
import { openSchema, schemasPresent } from '../../test/support/xsd.ts';
import { requestCodec, responseCodec } from './codec.ts';
import { documentsNamed } from './rules/documents-named.ts';
import { removeDocuments } from './transaction.ts';

const fixture = (name: string) => bodyIn(new URL(`fixtures/${name}.xml`, import.meta.url));
const repositoryUniqueId = '1.3.6.1.4.1.21367.13.40.7';
const first = { repositoryUniqueId, documentUniqueId: '1.2.42.1' };

describe('[ITI TF-2 3.86.4.1.2] the request of ITI-86', () => {
  it('names each document as ITI-43 does and is written as it was', async () => {
    const { message, findings } = requestCodec.decode(fixture('request'), partsOf({}));
    expect(findings).toEqual([]);
    const second = { homeCommunityId: 'urn:oid:1.2.3', repositoryUniqueId, documentUniqueId: '1.2.42.2^ext' };
    expect(message.documents).toEqual([first, second]);
    const written = parseXml(Buffer.from(await bodyText(requestCodec.encode(message))));
    expect(canonicalEbxml(written)).toBe(canonicalEbxml(fixture('request')));
  });

  it('tells which ids are missing, and is a fault when it is something else', () => {
    const { findings } = requestCodec.decode(fixture('request-wrong'), partsOf({}));
    expect(findings.map(({ violation }) => violation.at)).toEqual([
      'DocumentRequest[1].DocumentUniqueId',
      'DocumentRequest[2].RepositoryUniqueId',
    ]);
    const retrieve = parseXml(Buffer.from('<RetrieveDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007"/>'));
    expect(() => requestCodec.decode(retrieve, partsOf({}))).toThrow(SoapFault);
    expect(() => responseCodec.decode(fixture('request'), partsOf({}))).toThrow(SoapFault);
  });
});

proveRule(documentsNamed, {
  accepts: { 'one document': [{ documents: [first] }] },
  rejects: { 'nothing to remove': [{ documents: [] }] },
});

describe('[ITI TF-2 3.86.4.2] the response of ITI-86', () => {
  it('is read as it was written', async () => {
    const errors = [{ errorCode: 'XDSRemoveDocumentsError', codeContext: '1.2', severity: 'Error' as const }];
    expect(removeDocuments.refuse(errors)).toEqual({ status: 'Failure', errors });
    const partial = { status: 'PartialSuccess' as const, errors };
    const written = parseXml(Buffer.from(await bodyText(responseCodec.encode(partial))));
    expect(responseCodec.decode(written, partsOf({}))).toEqual({ message: partial, findings: [] });
  });
});

describe.skipIf(!schemasPresent)('what ITI-86 writes is valid by the published schema', () => {
  it('with the one document that schema allows', async () => {
    using schema = openSchema('toolkit-v3/rmd.xsd');
    expect(schema.objections(await bodyText(requestCodec.encode({ documents: [first] })))).toEqual([]);
  });
});
