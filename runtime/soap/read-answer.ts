import type { Decoded } from '../../schemas/rule.ts';
import { defaultXmlLimits, type XmlLimits } from '../../schemas/xml/parse.ts';
import { Unavailable } from '../unavailable.ts';
import { checkAnswerAddressing } from './addressing.ts';
import { addressingHeadersOf } from './addressing-rules.ts';
import { checkUnderstood, type Envelope, readEnvelope } from './envelope.ts';
import { SoapFault } from './fault.ts';
import { readFault } from './fault-body.ts';
import { defaultMtomLimits, type MtomLimits } from './mtom-read.ts';
import { readPackage } from './package.ts';
import type { Part, SoapTransaction } from './transaction.ts';
import type { ReceivedAnswer } from './transport.ts';

/** An answer whose envelope is at hand; its parts are still on the wire. */
export interface OpenedAnswer {
  readonly envelope: Envelope;
  readonly parts: AsyncIterable<Part>;
}

/** Reads the envelope of an answer; throws Unavailable when it is no SOAP message, SoapFault when it cannot be read. */
export async function openAnswer(
  answer: ReceivedAnswer,
  {
    mtomLimits = defaultMtomLimits,
    xmlLimits = defaultXmlLimits,
  }: { readonly mtomLimits?: MtomLimits; readonly xmlLimits?: XmlLimits },
): Promise<OpenedAnswer> {
  if (![200, 400, 413, 415, 500].includes(answer.status) || !isSoap(answer)) {
    throw new Unavailable(`The peer answered HTTP ${answer.status} without a SOAP message.`);
  }
  return inTheirName(async () => {
    const { envelope: bytes, parts } = await readPackage(answer, { limits: mtomLimits, from: 'answer' });
    return { envelope: readEnvelope(bytes, xmlLimits), parts };
  });
}

/** Checks what an answer says of itself, then decodes it; throws the fault it may be. */
export async function decodeAnswer<Req, Res>(
  { action, response }: SoapTransaction<Req, Res>,
  { envelope, parts }: OpenedAnswer,
  messageId: string,
): Promise<Decoded<Res>> {
  return inTheirName(() => {
    const fault = readFault(envelope.body);
    if (fault !== undefined) throw fault;
    checkUnderstood(envelope, 'ignore');
    checkAnswerAddressing(addressingHeadersOf(envelope), messageId, [action.response, ...(action.accept ?? [])]);
    return response.decode(envelope.body, parts);
  });
}

/** What our own readers call the sender's fault is here the answering peer's. */
async function inTheirName<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof SoapFault) || error.received) throw error;
    throw new SoapFault('Receiver', `The answer cannot be read: ${error.message}`, { received: true, cause: error });
  }
}

/** The media type is one of a SOAP message. */
export function isSoap({ headers }: ReceivedAnswer): boolean {
  return /^\s*(multipart\/related|application\/soap\+xml|text\/xml)/i.test(headers['content-type'] ?? '');
}
