import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../runtime/transaction.ts';
import { describeRetrieveImaging } from './audit.ts';
import type { RetrieveDocumentSetResponse, RetrieveImagingDocumentSetRequest } from './messages.ts';

const document = (documentUniqueId: string) => ({ repositoryUniqueId: '2.25.88', documentUniqueId });
const request: RetrieveImagingDocumentSetRequest = {
  transferSyntaxUIDs: ['1.2.840.10008.1.2.1'],
  studies: [
    { studyInstanceUID: '2.25.1', series: [{ seriesInstanceUID: '2.25.11', documents: [document('2.25.111')] }] },
    {
      studyInstanceUID: '2.25.2',
      series: [
        { seriesInstanceUID: '2.25.21', documents: [document('2.25.211'), document('2.25.212')] },
        { seriesInstanceUID: '2.25.22', documents: [document('2.25.221')] },
      ],
    },
  ],
};

type RetrieveExchange = Exchange<RetrieveImagingDocumentSetRequest, RetrieveDocumentSetResponse>;
const exchange = (overrides: Partial<RetrieveExchange> = {}): RetrieveExchange => ({
  side: 'responder',
  at: new Date('2025-01-02T03:04:05Z'),
  messageId: 'urn:uuid:1',
  endpoint: 'https://ids.example/imaging',
  replyTo: 'http://www.w3.org/2005/08/addressing/anonymous',
  localAddress: '10.0.0.2',
  processId: '7',
  peerAddress: '10.0.0.1',
  request,
  outcome: { response: { status: 'Success', errors: [], documents: [] } },
  ...overrides,
});

const studiesOf = (events: ReturnType<typeof describeRetrieveImaging>) =>
  events.map((event) => ({ outcome: event.outcome, studies: event.objects.map((object) => object.id) }));

describe('[RAD TF-2 4.69.5] describeRetrieveImaging', () => {
  it.each([
    ['initiator', '110103', 'C'],
    ['responder', '110104', 'R'],
  ] as const)('[RAD TF-2 4.69.5] the %s records %s', (side, code, action) => {
    const [event] = describeRetrieveImaging(exchange({ side }));
    expect(event).toMatchObject({ eventId: { code }, action, outcome: 0, eventType: [{ code: 'RAD-69' }] });
    expect(event?.objects.map((object) => [object.idType.code, object.studies])).toEqual([
      ['110180', ['2.25.1']],
      ['110180', ['2.25.2']],
    ]);
    expect(event?.objects[1]?.details).toEqual([
      { type: 'Repository Unique Id', value: '2.25.88' },
      { type: 'Series Instance Unique Id', value: '2.25.21' },
      { type: 'Series Instance Unique Id', value: '2.25.22' },
      ...['2.25.211', '2.25.212', '2.25.221'].map((value) => ({ type: 'ihe:DocumentUniqueId', value })),
    ]);
  });

  it('[RAD TF-2 4.69.5] splits a PartialSuccess into what was handed over and what failed', () => {
    const failure = { errorCode: 'XDSDocumentUniqueIdError', severity: 'Error', codeContext: 'not held' } as const;
    const errors = [{ ...failure, location: '2.25.221' }];
    const events = describeRetrieveImaging(
      exchange({ outcome: { response: { status: 'PartialSuccess', errors, documents: [] } } }),
    );
    expect(studiesOf(events)).toEqual([
      { outcome: 0, studies: ['2.25.1', '2.25.2'] },
      { outcome: 8, studies: ['2.25.2'] },
    ]);
    expect(events[1]?.objects[0]?.details.map((each) => each.value)).toEqual(['2.25.88', '2.25.22', '2.25.221']);
  });

  it('[RAD TF-2 4.69.5] records a fault, and a request that could not be read', () => {
    expect(studiesOf(describeRetrieveImaging(exchange({ outcome: { fault: new Error('no answer') } })))).toEqual([
      { outcome: 8, studies: ['2.25.1', '2.25.2'] },
    ]);
    const unread = exchange({ request: undefined, outcome: { fault: new Error('not XML') } });
    expect(studiesOf(describeRetrieveImaging(unread))).toEqual([{ outcome: 12, studies: [] }]);
  });
});
