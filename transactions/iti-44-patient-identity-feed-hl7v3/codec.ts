import { expectBody } from '../../runtime/soap/expect-body.ts';
import type { MessageCodec } from '../../runtime/soap/transaction.ts';
import {
  acknowledgementInteraction,
  decodeAcknowledgement,
  encodeAcknowledgement,
} from '../../schemas/hl7v3/acknowledgement.ts';
import { decodeFeed } from './decode.ts';
import { encodeFeed } from './encode.ts';
import type { FeedInteraction, PatientIdentityFeedV3Request, PatientIdentityFeedV3Response } from './messages.ts';

/** The request of one interaction. What is wrong with its content is for the rules, which the handler applies. */
export function requestCodec(interaction: FeedInteraction): MessageCodec<PatientIdentityFeedV3Request> {
  return {
    decode(body) {
      expectBody(body, 'hl7v3', interaction);
      return { message: decodeFeed(interaction, body), findings: [] };
    },
    encode: (request) => ({ body: [encodeFeed(request)], parts: [] }),
  };
}

/** MCCI_IN000002UV01. */
export const responseCodec: MessageCodec<PatientIdentityFeedV3Response> = {
  decode(body) {
    expectBody(body, 'hl7v3', acknowledgementInteraction);
    return { message: decodeAcknowledgement(body), findings: [] };
  },
  encode: (response) => ({ body: [encodeAcknowledgement(response)], parts: [] }),
};
