import { pino } from 'pino';
import { request as httpRequest } from 'undici';
import { listenHttp } from '../../runtime/http/listen.ts';
import { createSoapClient, type SoapClient } from '../../runtime/soap/client.ts';
import { createSoapEndpoint, type SoapEndpointOptions } from '../../runtime/soap/endpoint.ts';
import type { SoapEndpoint } from '../../runtime/soap/endpoint-types.ts';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { httpTransport, openHttpConnections } from '../../runtime/soap/http-transport.ts';
import { localTransport } from '../../runtime/soap/local-transport.ts';
import type { MessageCodec, Part, SoapTransaction } from '../../runtime/soap/transaction.ts';
import type { SoapTransport } from '../../runtime/soap/transport.ts';
import type { Exchange } from '../../runtime/transaction.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import type { RegistryError } from '../../schemas/errors/registry-error.ts';
import type { Finding, Rule } from '../../schemas/rule.ts';
import type { Sequence } from '../../schemas/sequence.ts';
import { other } from '../../schemas/spec-ref.ts';
import { attribute, textOf } from '../../schemas/xml/element.ts';
import { escapeText } from '../../schemas/xml/escape.ts';
import { bytesOf } from './soap-packages.ts';

/** A message of the test transactions: a text, and files when the transaction carries them. */
export interface Note {
  readonly text: string;
  readonly errors?: readonly RegistryError[];
  /** Instead of `text`, when the body is to be made while it is sent. */
  readonly pieces?: Sequence<string>;
  readonly files?: Sequence<Part>;
}

const source = other('test', '1');

/** A Warning for a text that whispers, an Error for one that is empty: found in decoding. */
function findingsOf(text: string): Finding[] {
  const rule = { id: 'text-is-there', source, statement: 'The text is there.', code: 'XDSRegistryError' } as const;
  if (text === 'whisper') return [{ rule, violation: { at: 'note', found: text, severity: 'Warning' } }];
  return text === '' ? [{ rule, violation: { at: 'note', found: 'nothing' } }] : [];
}

const noShouting: Rule<Note> = {
  id: 'no-shouting',
  source,
  statement: 'The text has a small letter in it.',
  code: 'XDSRegistryMetadataError',
  *check({ text }) {
    if (text !== '' && text === text.toUpperCase()) yield { at: 'note', found: text };
  },
};

function codecOf(name: string): MessageCodec<Note> {
  return {
    decode(body, parts) {
      if (body.name !== name) throw new SoapFault('Sender', `The body must be ${name}, found ${body.name}.`);
      const text = textOf(body);
      if (text === 'undecodable') throw new Error('secret detail of decoding');
      const errors = (attribute(body, 'errors') ?? '').split('|').filter((line) => line !== '');
      const all = errors.map((line): RegistryError => {
        const [errorCode = '', codeContext = ''] = line.split('~');
        return { errorCode, codeContext, severity: 'Error' };
      });
      return { message: { text, errors: all, files: parts }, findings: findingsOf(text) };
    },
    encode({ text, errors = [], pieces, files = [] }) {
      if (text === 'unencodable') throw new Error('secret detail of encoding');
      const lines = errors.map(({ errorCode, codeContext }) => `${errorCode}~${codeContext}`).join('|');
      const body = pieces ?? [
        `<t:${name} xmlns:t="urn:test" errors="${escapeText(lines)}">`,
        escapeText(text),
        `</t:${name}>`,
      ];
      return { body, parts: files as readonly Part[] };
    },
  };
}

/** A transaction with the given packaging; its audit events name side, request and outcome. */
export function noteTransaction(packaging: 'simple' | 'mtom'): SoapTransaction<Note, Note> {
  return {
    id: packaging === 'simple' ? 'ITI-18' : 'ITI-43',
    name: `Note (${packaging})`,
    source,
    kind: 'soap',
    action: {
      request: `urn:test:${packaging}`,
      response: `urn:test:${packaging}Response`,
      accept: [`urn:test:${packaging}Answer`],
    },
    packaging,
    request: codecOf('Request'),
    response: codecOf('Response'),
    rules: [noShouting],
    refuse: (errors) => ({ text: 'refused', errors }),
    codes: { internal: 'XDSRepositoryError', busy: 'XDSRegistryBusy' },
    audit: (exchange) => [auditOf(exchange)],
  };
}

function auditOf({ side, request, outcome, at, peerAddress, user, messageId }: Exchange<Note, Note>): AuditEvent {
  if (request?.text === 'unauditable') throw new Error('cannot be described');
  const said = 'fault' in outcome ? `fault ${outcome.fault.name}` : `answer ${outcome.response.text}`;
  return {
    eventId: { code: '1', codeSystemName: 'test', originalText: side },
    eventType: [],
    action: 'E',
    dateTime: at,
    outcome: 'fault' in outcome ? 8 : 0,
    outcomeDescription: `${side}: ${request?.text ?? 'undecoded'} -> ${said}`,
    participants: [{ userId: user ?? messageId, isRequestor: true, roles: [], networkAccessPoint: peerAddress }],
    objects: [],
  };
}

/** One endpoint with a client, in memory or over a socket, and what both logged and audited. */
export interface TestBench extends AsyncDisposable {
  readonly client: SoapClient;
  readonly transport: SoapTransport;
  readonly endpoint: SoapEndpoint;
  readonly url: string;
  /** outcomeDescription of every audit event, in order. */
  readonly audited: string[];
  readonly auditEvents: AuditEvent[];
  readonly logged: Record<string, unknown>[];
  /** Sends bytes as they are. */
  post(message: RawMessage): Promise<RawAnswer>;
}

/** A message below the client: header names in lower case. */
export interface RawMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const ways = ['memory', 'socket'] as const;

/** Opens a bench; what `serve` binds is at its endpoint. */
export async function openBench(
  way: (typeof ways)[number],
  serve: (endpoint: SoapEndpoint) => unknown,
  options: Partial<SoapEndpointOptions> = {},
): Promise<TestBench> {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ base: undefined }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const auditEvents: AuditEvent[] = [];
  const audited: string[] = [];
  const audit = (events: readonly AuditEvent[]) => {
    auditEvents.push(...events);
    audited.push(...events.map((event) => event.outcomeDescription ?? ''));
  };
  const endpoint = createSoapEndpoint({ log, audit, ...options });
  serve(endpoint);
  const client = createSoapClient({ log, audit });
  const shared = { client, endpoint, audited, auditEvents, logged };
  if (way === 'memory') {
    const transport = localTransport(endpoint, 'local:test');
    return {
      ...shared,
      transport,
      url: 'local:test',
      post: (m) => postLocally(transport, m),
      async [Symbol.asyncDispose]() {},
    };
  }
  const listener = await listenHttp({ host: '127.0.0.1', port: 0, soap: new Map([['/soap', endpoint]]), log });
  const connections = openHttpConnections();
  const url = `${listener.url}/soap`;
  return {
    ...shared,
    url,
    transport: httpTransport(url, connections),
    post: (message) => postOverSocket(url, message),
    async [Symbol.asyncDispose]() {
      await connections.close();
      await listener.close(1000);
    },
  };
}

async function postLocally(transport: SoapTransport, { headers, body }: RawMessage): Promise<RawAnswer> {
  async function* once() {
    yield Buffer.from(body as string);
  }
  const answer = await transport.send({ headers, body: once() }, new AbortController().signal);
  return { status: answer.status, headers: answer.headers, text: (await bytesOf(answer.body)).toString() };
}

async function postOverSocket(url: string, { headers, body }: RawMessage): Promise<RawAnswer> {
  const answer = await httpRequest(url, { method: 'POST', headers, body: Buffer.from(body as string) });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers as Record<string, string>, text };
}

/** Parts of an envelope for tests to break; every value is XML as it stands. */
export interface RawEnvelope {
  readonly action?: string;
  readonly messageId?: string;
  readonly replyTo?: string;
  readonly more?: string;
  readonly body?: string;
  readonly soap?: string;
}

const anonymous = '<a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address>';

/** A good request of the simple transaction, unless a part of it is said otherwise. */
export function rawEnvelope({
  action = '<a:Action s:mustUnderstand="1">urn:test:simple</a:Action>',
  messageId = '<a:MessageID>urn:uuid:1</a:MessageID>',
  replyTo = `<a:ReplyTo>${anonymous}</a:ReplyTo>`,
  more = '',
  body = '<t:Request xmlns:t="urn:test">hello</t:Request>',
  soap = 'http://www.w3.org/2003/05/soap-envelope',
}: RawEnvelope = {}): string {
  return (
    `<s:Envelope xmlns:s="${soap}" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>` +
    `${action}${messageId}${replyTo}${more}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

/** The envelope as a plain SOAP message. */
export function plainMessage(envelope: string): RawMessage {
  return { headers: { 'content-type': 'application/soap+xml; charset=UTF-8' }, body: envelope };
}

/** A part whose content is one text. */
export function textPart(contentId: string, text: string): Part {
  async function* content() {
    yield Buffer.from(text);
  }
  return { contentId, contentType: 'text/plain', content: content() };
}
