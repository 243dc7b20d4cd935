import type { ClientCall } from '../../runtime/host.ts';
import { controlIdFrom, formatHl7DateTime } from '../../schemas/hl7v2/header.ts';
import type { Hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import type { AssigningAuthority, Identifier } from '../../schemas/hl7v2/identifier.ts';
import { sendPixQuery } from '../../transactions/iti-9-pix-query/client.ts';
import type { PixQueryRequest, PixQueryResponse } from '../../transactions/iti-9-pix-query/messages.ts';
import { defaultReceiver, type FeedSettings } from './feed-request.ts';

/** What came of a question for other identifiers — ITI TF-2 3.9.4.2.2.6. */
export type CrossReference =
  /** Cases 1 and 6; several identifiers of one domain are to be used all or not at all. */
  | { readonly outcome: 'found'; readonly identifiers: readonly Identifier[] }
  /** Case 2: the patient is known, but not in the domains asked for. */
  | { readonly outcome: 'none' }
  /** Case 3, cases 4 and 5, or a refusal of another kind; `text` is what the PIX Manager says, for a person. */
  | {
      readonly outcome: 'unknown identifier' | 'unknown domain' | 'refused';
      readonly text: string;
      readonly errors: readonly Hl7Error[];
    };

/**
 * Asks which other identifiers the patient with `identifier` has (ITI-9). `domains` are those asked for; none means all.
 *
 * Throws what the call throws when there is no answer.
 */
export async function crossReference(
  { identifier, domains = [] }: { readonly identifier: Identifier; readonly domains?: readonly AssigningAuthority[] },
  settings: FeedSettings & {
    readonly call: ClientCall<PixQueryRequest, PixQueryResponse>;
    readonly signal?: AbortSignal;
    readonly user?: string;
  },
): Promise<CrossReference> {
  const { sender, receiver = defaultReceiver, now, newUUID, call, signal, user } = settings;
  const request: PixQueryRequest = {
    header: {
      sendingApplication: sender.application,
      sendingFacility: sender.facility,
      receivingApplication: receiver.application,
      receivingFacility: receiver.facility,
      dateTime: formatHl7DateTime(now()),
      controlId: controlIdFrom(newUUID()),
      processingId: 'P',
      version: '2.5',
    },
    queryTag: controlIdFrom(newUUID()),
    identifier,
    domains,
    priority: 'I',
  };
  const options = { ...(signal === undefined ? {} : { signal }), ...(user === undefined ? {} : { user }) };
  return crossReferenceFrom(await sendPixQuery(call, request, options));
}

/** Reads the answer to a PIX Query by its case. */
export function crossReferenceFrom(response: PixQueryResponse): CrossReference {
  const { code, status, identifiers, errors } = response;
  if (code === 'AA' && status !== 'AE') {
    return identifiers.length === 0 ? { outcome: 'none' } : { outcome: 'found', identifiers };
  }
  const texts = errors.map(({ code, text, location, userMessage }) =>
    [`${code} ${text}`, location, userMessage].filter((part) => part !== undefined).join(', '),
  );
  return {
    outcome: unknownPart(errors),
    text: texts.join('; ') || `The query was answered with ${code} and no reason.`,
    errors,
  };
}

function unknownPart(errors: readonly Hl7Error[]): 'unknown identifier' | 'unknown domain' | 'refused' {
  const place = errors.find(({ code }) => code === '204')?.location ?? '';
  if (/^QPD\^1\^3\^1\^1$/.test(place)) return 'unknown identifier';
  return /^QPD\^1\^(3\^1\^4|4(\^\d+)?)$/.test(place) ? 'unknown domain' : 'refused';
}
