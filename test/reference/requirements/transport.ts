import { other, tf2 } from '../../../schemas/spec-ref.ts';
import type { RequirementSection } from '../requirement.ts';

const endpoint = 'runtime/soap/endpoint.test.ts';
const client = 'runtime/soap/client.test.ts';

/** What every SOAP message keeps. */
export const transportSections: readonly RequirementSection[] = [
  {
    title: 'Transport: SOAP, WS-Addressing, MTOM',
    requirements: [
      {
        row: 'T-1',
        source: tf2('V.3.1'),
        statement: 'Messages are SOAP 1.2.',
        code: 'VersionMismatch',
        proofs: [[endpoint, 'names what it speaks, and the header it did not understand']],
      },
      {
        row: 'T-2',
        source: tf2('V.3.2.2'),
        statement: 'wsa:Action with mustUnderstand decides which transaction a message is; the HTTP header does not.',
        rules: ['wsa-action-present', 'wsa-action-must-understand', 'wsa-action-served'],
        proofs: [
          [endpoint, '[T-2, T-3, T-7] accepts what the standards leave to senders'],
          [endpoint, '[T-2, T-3, T-4] refuses, when strict, what IHE requires'],
          [client, 'sends Action with mustUnderstand, MessageID, anonymous ReplyTo and To'],
        ],
      },
      {
        row: 'T-3',
        source: tf2('V.3.2.2'),
        statement:
          'A request says where it wants its answer: on the same connection, or at an address that is allowed.',
        rules: ['wsa-reply-to-present', 'wsa-replies-where-allowed', 'wsa-endpoint-reference-sound'],
        proofs: [
          [endpoint, '[T-2, T-3, T-7] accepts what the standards leave to senders'],
          [endpoint, '[T-2, T-3, T-4] refuses, when strict, what IHE requires'],
        ],
      },
      {
        row: 'T-4',
        source: tf2('V.3.2.2'),
        statement: 'An answer relates to the MessageID of its request and has an action of its own.',
        rules: ['wsa-message-id-present', 'wsa-message-id-iri'],
        proofs: [
          [endpoint, 'answers with the response action and the request MessageID in RelatesTo'],
          [client, 'and frees the connection'],
        ],
      },
      {
        row: 'T-5',
        source: other('WS-Addressing 1.0 SOAP Binding', '6.4'),
        statement: 'Addressing that is missing, double or unknown is answered with the fault made for it.',
        rules: ['wsa-headers-once', 'wsa-headers-filled'],
        proofs: [[endpoint, 'answers %s with the fault that is due']],
      },
      {
        row: 'T-6',
        source: tf2('V.3.3'),
        statement: 'Faults are for envelope, addressing and unreadable bodies; what ebXML says wrong is a response.',
        code: 'Sender fault, or the codes of the rules',
        proofs: [
          [endpoint, 'refuses %s'],
          [endpoint, 'lets the transaction say no, with every finding of decoding and rules'],
        ],
      },
      {
        row: 'T-7',
        source: tf2('3.40.4.1.2'),
        statement:
          'A security header that must be understood is refused where none is evaluated, unless the domain ignores it.',
        code: 'MustUnderstand',
        proofs: [[endpoint, '[T-2, T-3, T-7] accepts what the standards leave to senders']],
      },
    ],
  },
];
