import { SoapFault } from '../../runtime/soap/fault.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import {
  acknowledgementInteraction,
  decodeAcknowledgement,
  encodeAcknowledgement,
} from '../../schemas/hl7v3/acknowledgement.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import { decodeFeed } from './decode.ts';
import { encodeFeed } from './encode.ts';
import type { FeedInteraction, PatientIdentityFeedV3Request, PatientIdentityFeedV3Response } from './messages.ts';

/** The request of one interaction. What is wrong with its content is for the rules, which the handler applies. */
export function requestCodec(interaction: FeedInteraction): MessageCodec<PatientIdentityFeedV3Request> {
  return {
    decode(body) {
      expectElement(body, interaction);
      return { message: decodeFeed(interaction, body), findings: [] };
    },
    encode: (request) => ({ body: [encodeFeed(request)], parts: [] }),
  };
}

/** MCCI_IN000002UV01. */
export const responseCodec: MessageCodec<PatientIdentityFeedV3Response> = {
  decode(body) {
    expectElement(body, acknowledgementInteraction);
    return { message: decodeAcknowledgement(body), findings: [] };
  },
  encode: (response) => ({ body: [encodeAcknowledgement(response)], parts: [] }),
};

function expectElement({ ns, name }: XmlElement, expected: string): void {
  if (ns === namespaces.hl7v3 && name === expected) return;
  throw new SoapFault('Sender', `The body holds ${name} in namespace ${ns || 'none'}, not ${expected} of HL7 v3.`);
}
