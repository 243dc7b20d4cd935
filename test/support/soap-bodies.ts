import { readFileSync } from 'node:fs';
import type { EncodedMessage, Part } from '../../runtime/soap/transaction.ts';
import { collect } from '../../schemas/sequence.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { bytesOf } from './provided-documents.ts';

/** The body element in a fixture file, by URL. */
export function bodyIn(file: URL): XmlElement {
  return parseXml(readFileSync(file));
}

/** The text of an encoded body. */
export async function bodyText({ body }: EncodedMessage): Promise<string> {
  return (await collect(body)).join('');
}

/** Parts in wire order, by Content-ID, as texts. */
export async function* partsOf(texts: Readonly<Record<string, string>>): AsyncGenerator<Part> {
  for (const [contentId, text] of Object.entries(texts)) {
    yield { contentId, contentType: 'application/octet-stream', content: bytesOf(text) };
  }
}

/** An exchange between two hosts at one moment, for audit descriptions. */
export function anExchange(side: 'initiator' | 'responder') {
  return {
    side,
    at: new Date('2025-01-02T03:04:05Z'),
    messageId: 'urn:uuid:1',
    endpoint: 'https://repository.example/repository',
    replyTo: 'http://www.w3.org/2005/08/addressing/anonymous',
    localAddress: '10.0.0.1',
    processId: '42',
    peerAddress: '10.0.0.2',
  } as const;
}

/** The body as a schema sees it: XOP stands for base64, which is put back — XOP 1.0 3.2. */
export async function bodyWithInlineContent(message: EncodedMessage): Promise<string> {
  return (await bodyText(message)).replaceAll(/<xop:Include [^>]*\/>/g, 'eA==');
}
