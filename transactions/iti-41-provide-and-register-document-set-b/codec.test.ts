import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { MissingPart } from '../../schemas/errors/document-content-error.ts';
import { checkAll } from '../../schemas/rule.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { aProvideAndRegisterRequest, textFrom } from '../../test/support/provided-documents.ts';
import { bodyIn, bodyText, bodyWithInlineContent, partsOf } from '../../test/support/soap-bodies.ts';
import { openSchema, schemasPresent, xdsBodies } from '../../test/support/xsd.ts';
import { requestCodec, responseCodec } from './codec.ts';
import { provideAndRegisterDocumentSet } from './transaction.ts';

const fixture = (name: string) => bodyIn(new URL(`fixtures/${name}.xml`, import.meta.url));
const decode = (name: string, parts: Record<string, string> = {}) => requestCodec.decode(fixture(name), partsOf(parts));

async function documentsOf(message: ReturnType<typeof decode>['message']) {
  const all: [string, string][] = [];
  for await (const { id, content } of message.documents) all.push([id, await textFrom(content)]);
  return all;
}

describe('[ITI TF-2 3.41.4.1.2] the request of ITI-41', () => {
  it('is metadata at once and documents when they are asked for', async () => {
    const { message, findings } = decode('request', { 'first@source': 'hello' });
    expect(findings).toEqual([]);
    expect(message.documentIds).toEqual(['Document01']);
    expect(message.submission.documentEntries[0]?.uniqueId).toBe('1.3.6.1.4.1.21367.13.70.1');
    expect(await documentsOf(message)).toEqual([['Document01', 'hello']]);
  });

  it('may mix inline and packaged documents in any order', async () => {
    const { message, findings } = decode('request-odd', {
      stray: 'x',
      'first+1@source': 'one',
      'third@source': 'three',
    });
    expect(findings).toEqual([]);
    expect(message.documentIds).toEqual(['Document03', 'Document02', 'Document01']);
    expect(message.submission.submissionSets).toHaveLength(1);
    expect(await documentsOf(message)).toEqual([
      ['Document02', 'hello'],
      ['Document01', 'one'],
      ['Document03', 'three'],
    ]);
  });

  it('breaks off when a part it names is not in the package', async () => {
    const { message } = decode('request', { 'another@source': 'hello' });
    await expect(documentsOf(message)).rejects.toThrow(MissingPart);
  });

  it('is judged by all its rules at once', async () => {
    const { message, findings } = decode('request-wrong');
    expect(findings.map(({ rule }) => rule.id)).toEqual(['provide-and-register-document-id', 'ebrs-document-content']);
    const broken = await checkAll(provideAndRegisterDocumentSet.rules, message, undefined);
    expect([...findings, ...broken].map(({ rule, violation }) => `${rule.code} ${violation.at}`)).toEqual([
      'XDSRepositoryMetadataError Document[4]',
      'XDSRepositoryError Document[5]',
      'XDSRepositoryMetadataError Document Document01',
      'XDSMissingDocument DocumentEntry Document02',
      'XDSMissingDocumentMetadata Document Document09',
      'XDSMissingDocumentMetadata Document ',
      'XDSRepositoryDuplicateUniqueIdInMessage DocumentEntry Document02.uniqueId',
    ]);
  });

  it('is a finding without SubmitObjectsRequest and a fault when it is something else', () => {
    const empty = parseXml(Buffer.from('<p:ProvideAndRegisterDocumentSetRequest xmlns:p="urn:ihe:iti:xds-b:2007"/>'));
    expect(requestCodec.decode(empty, partsOf({})).findings.map(({ rule }) => rule.id)).toEqual([
      'provide-and-register-submit-objects-request',
    ]);
    expect(() => requestCodec.decode(parseXml(Buffer.from('<a/>')), partsOf({}))).toThrow(SoapFault);
  });

  it('is written as it was read', async () => {
    const { message } = decode('request', { 'first@source': 'hello' });
    const documents = [{ id: 'Document01', content: (async function* () {})() }];
    const encoded = requestCodec.encode({ ...message, documents });
    const text = await bodyText(encoded);
    expect(encoded.parts.map(({ contentType }) => contentType)).toEqual(['text/plain']);
    expect(text).toContain(`href="cid:${encoded.parts[0]?.contentId}"`);
    const withSameCid = text.replace(encoded.parts[0]!.contentId, 'first@source');
    expect(canonicalEbxml(parseXml(Buffer.from(withSameCid)))).toBe(canonicalEbxml(fixture('request')));
  });

  it('cannot be passed on as it was received', () => {
    const { message } = decode('request');
    expect(() => requestCodec.encode(message)).toThrow(TypeError);
  });
});

describe('[ITI TF-2 3.41.4.2] the response of ITI-41', () => {
  it('keeps warnings of a Success, both ways', async () => {
    const { message } = responseCodec.decode(fixture('response-warning'), partsOf({}));
    expect(message).toEqual({
      status: 'Success',
      errors: [{ errorCode: 'XDSExtraMetadataNotSaved', codeContext: 'slot urn:x', severity: 'Warning' }],
    });
    const text = await bodyText(responseCodec.encode(message));
    expect(responseCodec.decode(parseXml(Buffer.from(text)), partsOf({})).message).toEqual(message);
  });

  it('is a fault when it is something else', () => {
    expect(() => responseCodec.decode(fixture('request'), partsOf({}))).toThrow(SoapFault);
  });
});

describe.skipIf(!schemasPresent)('what ITI-41 writes is valid by the published schemas', () => {
  it('request and refusal', async () => {
    using schema = openSchema(xdsBodies);
    const request = requestCodec.encode(aProvideAndRegisterRequest());
    expect(schema.objections(await bodyWithInlineContent(request))).toEqual([]);
    const errors = [{ errorCode: 'XDSMissingDocument', codeContext: 'x', severity: 'Error' as const }];
    const refusal = responseCodec.encode(provideAndRegisterDocumentSet.refuse(errors));
    expect(schema.objections(await bodyWithInlineContent(refusal))).toEqual([]);
  });
});
