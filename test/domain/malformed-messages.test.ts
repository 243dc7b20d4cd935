import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { feedOnePatient, findDocuments, provide } from '../support/domain-traffic.ts';
import { connectTo, readAtLeast, write } from '../support/raw-http.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';
import { insides, postSoap } from '../support/soap-answers.ts';

const { soap11, soap12, wsa } = namespaces;
const action = 'urn:ihe:iti:2007:RegistryStoredQuery';
const headers = `<a:Action>${action}</a:Action><a:MessageID>urn:uuid:1</a:MessageID>`;
const envelope = ({ soap = soap12, header = headers, body = '<x/>' }: Record<string, string> = {}) =>
  `<s:Envelope xmlns:s="${soap}" xmlns:a="${wsa}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
const soapType = 'application/soap+xml; charset=UTF-8';
const multipart = 'multipart/related; type="application/xop+xml"; boundary=B';
const root = `--B\r\nContent-Type: application/xop+xml; type="application/soap+xml"\r\nContent-ID: <root>\r\n\r\n${envelope()}\r\n`;

const faults: readonly [what: string, contentType: string, body: string | Uint8Array, status: number, says: RegExp][] =
  [
    ['nothing', soapType, '', 400, /not XML/],
    ['no XML', soapType, 'hello', 400, /not XML .* root element is missing/],
    ['XML cut short', soapType, envelope().slice(0, -9), 400, /not XML/],
    [
      'a DTD',
      soapType,
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${envelope({ body: '<x>&e;</x>' })}`,
      400,
      /not XML/,
    ],
    [
      'octets that are no UTF-8',
      soapType,
      Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe, 0x3c, 0x2f, 0x61, 0x3e]),
      400,
      /not XML/,
    ],
    [
      'elements nested too deep',
      soapType,
      envelope({ body: '<x>'.repeat(5000) + '</x>'.repeat(5000) }),
      400,
      /not XML/,
    ],
    ['no envelope', soapType, '<x/>', 400, /no SOAP envelope/],
    ['SOAP 1.1', 'text/xml', envelope({ soap: soap11 }), 500, /SOAP 1\.1; this service speaks SOAP 1\.2/],
    ['an empty Body', soapType, envelope({ body: '' }), 400, /Body holds 0 elements/],
    ['two elements in the Body', soapType, envelope({ body: '<x/><y/>' }), 400, /Body holds 2 elements/],
    ['the Body of another transaction', soapType, envelope(), 400, /The body holds x in namespace none/],
    [
      'no Action',
      soapType,
      envelope({ header: '<a:MessageID>urn:uuid:1</a:MessageID>' }),
      400,
      /wsa:Action is required/,
    ],
    [
      'no MessageID',
      soapType,
      envelope({ header: `<a:Action>${action}</a:Action>` }),
      400,
      /wsa:MessageID is required/,
    ],
    ['two Actions', soapType, envelope({ header: headers + headers }), 400, /found 2 of them/],
    [
      'an Action nobody serves',
      soapType,
      envelope({ header: headers.replace(action, 'urn:x') }),
      400,
      /found urn:x \(served are/,
    ],
    [
      'an answer wanted elsewhere',
      soapType,
      envelope({ header: `${headers}<a:ReplyTo><a:Address>http://127.0.0.1:1/</a:Address></a:ReplyTo>` }),
      400,
      /listen\.asynchronous\.replyTo lists no address|on the connection of (its|the) request only/,
    ],
    [
      'a header that must be understood and is not',
      soapType,
      envelope({ header: `${headers}<h:New xmlns:h="urn:h" s:mustUnderstand="1"/>` }),
      500,
      /must be understood and are not: \{urn:h\}New/,
    ],
    ['JSON', 'application/json', '{}', 415, /Content-Type \(application\/json\) is not read/],
    ['an unknown charset', 'application/soap+xml; charset=EBCDIC', envelope(), 415, /charset ebcdic is not read/],
    ['a package without a boundary', 'multipart/related; type="application/xop+xml"', root, 400, /boundary/],
    ['a package with another boundary', multipart.replace('=B', '=C'), `${root}--B--`, 400, /boundary/],
    ['a package cut short', multipart, root, 400, /ends before its closing boundary/],
    [
      'a package whose root is a picture',
      multipart,
      '--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--',
      415,
      /root part's Content-Type/,
    ],
    ['a package without the root it names', `${multipart}; start="<gone>"`, `${root}--B--`, 400, /root|start/],
  ];

describe('malformed messages, over the sockets of a running domain', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await aRunningDomain();
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  it.each(faults)(
    '[ITI TF-2 V.3.2] %s gets a fault that says what is wrong',
    async (_, contentType, body, status, says) => {
      const answer = await postSoap(domain.url('ITI-18'), { contentType, body: Buffer.from(body) });
      expect([answer.status, answer.fault]).toEqual([status, expect.stringMatching(says)]);
      expect(answer.raw).not.toMatch(insides);
      expect(answer.raw).not.toContain('passwd');
    },
  );

  const http: readonly [what: string, text: (path: string) => string, says: RegExp][] = [
    ['a GET', (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD, POST/i],
    ['another path', () => 'POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', /^HTTP\/1\.1 404 /],
    ['no HTTP', () => 'MSH|^~\\&|A|B\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['headers without end', (path) => `POST ${path} HTTP/1.1\r\n${'X-A: b\r\n'.repeat(10_000)}`, /^HTTP\/1\.1 431 /],
    [
      'a compressed body',
      (path) =>
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Type: ${soapType}\r\nContent-Length: 1\r\n\r\nx`,
      /^HTTP\/1\.1 415 [\s\S]*Content-Encoding gzip is not read/,
    ],
    [
      'a body whose chunks are none',
      (path) =>
        `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: ${soapType}\r\n\r\nzz\r\n`,
      /^(HTTP\/1\.1 400 |$)/,
    ],
  ];

  it.each(http)('[RFC 9110] %s gets an HTTP answer', async (_, text, says) => {
    const url = domain.url('ITI-18');
    const socket = await connectTo(url);
    await write(socket, Buffer.from(text(new URL(url).pathname)));
    socket.setTimeout(500, () => socket.end());
    const answer = (await readAtLeast(socket, Number.POSITIVE_INFINITY)).toString();
    expect(answer).toMatch(says);
    expect(answer).not.toMatch(insides);
  });

  const vt = '\x0b';
  const end = '\x1c\r';
  const mllp: readonly [what: string, sent: string, answer: RegExp | 'closed'][] = [
    ['text without a frame', 'x'.repeat(200), 'closed'],
    ['a frame whose end is wrong', `${vt}MSH|^~\\&|\x1cX`, 'closed'],
    ['a frame without a message', `${vt}${end}`, /\rMSA\|AR\r/],
    ['a frame of no HL7', `${vt}hello${end}`, /\rMSA\|AR\r/],
    ['a message without a type', `${vt}MSH|^~\\&|A|B|C|D|20250101||||P|2.3.1\r${end}`, /\rMSA\|AR\r/],
    ['a message nobody serves', `${vt}MSH|^~\\&|A|B|C|D|20250101||ORU^R01|7|P|2.3.1\r${end}`, /\rMSA\|A[ER]\|7/],
    ['a feed without a patient', `${vt}MSH|^~\\&|A|B|C|D|20250101||ADT^A04|8|P|2.3.1\rEVN|A04\r${end}`, /\rMSA\|AE\|8/],
    ['a message of more than a mebibyte', `${vt}${'x'.repeat(1_100_000)}${end}`, 'closed'],
  ];

  it.each(mllp)('[ITI TF-2 C.2] %s gets its acknowledgment or a closed connection', async (_, sent, says) => {
    for (const actor of ['document-registry', 'patient-identifier-cross-reference-manager']) {
      const socket = await connectTo(domain.url('ITI-8', actor));
      const reading = readAtLeast(socket, says === 'closed' ? Number.POSITIVE_INFINITY : 50);
      await write(socket, Buffer.from(sent, 'latin1'));
      const answer = (await reading).toString('latin1');
      if (says === 'closed') expect(answer).toBe('');
      else expect(answer).toMatch(says);
      expect(answer).not.toMatch(insides);
      socket.destroy();
    }
  });

  it('after all that it serves as before, and no error was its own', async () => {
    const patientId = await feedOnePatient(domain, 'P1');
    expect(await provide(domain, { set: 'S1', documents: { a: 'x' }, patientId })).toMatchObject({ status: 'Success' });
    expect(await findDocuments(domain, patientId)).toHaveLength(1);
    expect((await domain.logged()).filter(({ level }) => (level as number) >= 50)).toEqual([]);
  });
});
