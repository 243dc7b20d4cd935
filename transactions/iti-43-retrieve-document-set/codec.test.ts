import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { bytesOf, textFrom } from '../../test/support/provided-documents.ts';
import { bodyIn, bodyText, bodyWithInlineContent, partsOf } from '../../test/support/soap-bodies.ts';
import { openSchema, schemasPresent, xdsBodies } from '../../test/support/xsd.ts';
import { requestCodec, responseCodec } from './codec.ts';
import { retrieveDocumentSet } from './transaction.ts';

const fixture = (name: string) => bodyIn(new URL(`fixtures/${name}.xml`, import.meta.url));
const repositoryUniqueId = '1.3.6.1.4.1.21367.13.40.7';
const decode = (name: string) => requestCodec.decode(fixture(name), partsOf({}));

describe('[ITI TF-2 3.43.4.1.2] the request of ITI-43', () => {
  it('names repository and document, and the community where it was given', async () => {
    const { message, findings } = decode('request');
    expect(findings).toEqual([]);
    expect(message.documents).toEqual([
      { repositoryUniqueId, documentUniqueId: '1.2.42.1' },
      { homeCommunityId: 'urn:oid:1.2.3', repositoryUniqueId, documentUniqueId: '1.2.42.2^ext' },
    ]);
    const written = parseXml(Buffer.from(await bodyText(requestCodec.encode(message))));
    expect(canonicalEbxml(written)).toBe(canonicalEbxml(fixture('request')));
  });

  it('may have layout around its ids and ask for a document twice', () => {
    const one = { repositoryUniqueId, documentUniqueId: '1.2.42.1' };
    expect(decode('request-odd')).toEqual({ message: { documents: [one, one] }, findings: [] });
  });

  it('is refused when an id is missing or nothing is asked for', () => {
    expect(decode('request-wrong').findings.map(({ violation }) => violation.at)).toEqual([
      'DocumentRequest[1].DocumentUniqueId',
      'DocumentRequest[2].RepositoryUniqueId',
    ]);
    const empty = parseXml(Buffer.from('<RetrieveDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007"/>'));
    expect(requestCodec.decode(empty, partsOf({})).findings).toHaveLength(1);
    expect(() => requestCodec.decode(fixture('response-partial'), partsOf({}))).toThrow(SoapFault);
  });
});

describe('[ITI TF-2 3.43.5] the response of ITI-43', () => {
  it('gives documents of parts and inline ones, and the errors of the others', async () => {
    const parts = partsOf({ 'one@repository': 'first' });
    const { message, findings } = responseCodec.decode(fixture('response-partial'), parts);
    expect(findings).toEqual([]);
    expect([message.status, message.errors[0]?.location]).toEqual(['PartialSuccess', '1.2.42.9']);
    const all: unknown[] = [];
    for await (const { content, ...document } of message.documents) {
      all.push({ ...document, content: await textFrom(content) });
    }
    expect(all).toEqual([
      {
        homeCommunityId: 'urn:oid:1.2.3',
        repositoryUniqueId,
        documentUniqueId: '1.2.42.2^ext',
        mimeType: 'text/xml',
        content: '<a/>',
      },
      { repositoryUniqueId, documentUniqueId: '1.2.42.1', mimeType: 'text/plain', content: 'first' },
    ]);
  });

  it('gives a document together with a warning about it, there and back', async () => {
    const location = '1.2.42.1';
    const warning = {
      errorCode: 'XDSRepositoryError',
      codeContext: 'a remark',
      severity: 'Warning' as const,
      location,
    };
    const document = { repositoryUniqueId, documentUniqueId: location, mimeType: 'text/plain' };
    const written = responseCodec.encode({
      status: 'Success',
      errors: [warning],
      documents: [{ ...document, content: bytesOf('served') }],
    });
    const { message, findings } = responseCodec.decode(parseXml(Buffer.from(await bodyText(written))), {
      async *[Symbol.asyncIterator]() {
        yield* written.parts;
      },
    });
    expect(findings).toEqual([]);
    expect([message.status, message.errors]).toEqual(['Success', [warning]]);
    for await (const { content, ...served } of message.documents) {
      expect({ ...served, text: await textFrom(content) }).toEqual({ ...document, text: 'served' });
    }
  });

  it('says no without documents', () => {
    const errors = [{ errorCode: 'XDSRepositoryBusy', codeContext: 'later', severity: 'Error' as const }];
    expect(retrieveDocumentSet.refuse(errors)).toEqual({ status: 'Failure', errors, documents: [] });
  });
});

describe.skipIf(!schemasPresent)('what ITI-43 writes is valid by the published schemas', () => {
  it('request and response', async () => {
    using schema = openSchema(xdsBodies);
    const ids = { repositoryUniqueId, documentUniqueId: '1.2.42.1' };
    expect(schema.objections(await bodyWithInlineContent(requestCodec.encode({ documents: [ids] })))).toEqual([]);
    const documents = [{ ...ids, mimeType: 'text/plain', content: bytesOf('x') }];
    const response = responseCodec.encode({ status: 'Success', errors: [], documents });
    expect(schema.objections(await bodyWithInlineContent(response))).toEqual([]);
  });
});
