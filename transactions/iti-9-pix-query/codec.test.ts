import { describe, expect, it } from 'vitest';
import { formatHl7Message } from '../../schemas/hl7v2/format.ts';
import type { MessageHeader } from '../../schemas/hl7v2/header.ts';
import { hl7Error } from '../../schemas/hl7v2/hl7-error.ts';
import { parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { proveRule } from '../../test/support/prove-rule.ts';
import { pixFound, pixRefused } from './answers.ts';
import { describeAudit } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { PixQueryRequest } from './messages.ts';
import { queriedIdentifier } from './rules/queried-identifier.ts';
import { queryPriority } from './rules/query-priority.ts';
import { queryTag } from './rules/query-tag.ts';

const header: MessageHeader = {
  sendingApplication: 'EHR',
  sendingFacility: 'CLINIC',
  receivingApplication: 'PIXM',
  receivingFacility: 'XREF',
  dateTime: '20250102040000',
  controlId: 'Q0001',
  processingId: 'P',
  version: '2.5',
};
const wire =
  'MSH|^~\\&|EHR|CLINIC|PIXM|XREF|20250102040000||QBP^Q23^QBP_Q21|Q0001|P|2.5\r' +
  'QPD|IHE PIX Query|T1|A-1001^^^HOSPA&1.2.3.4.1&ISO|^^^&1.2.3.4.9&ISO\rRCP|I\r';
const query: PixQueryRequest = {
  header,
  queryTag: 'T1',
  identifier: { id: 'A-1001', authority: { namespace: 'HOSPA', oid: '1.2.3.4.1', type: 'ISO' } },
  domains: [{ oid: '1.2.3.4.9', type: 'ISO' }],
  priority: 'I',
};
const text = (message: Parameters<typeof formatHl7Message>[0]) => Buffer.from(formatHl7Message(message)).toString();

describe('[ITI TF-2 3.9.4.1.2] PIX Query', () => {
  it('is read and written as the standard prints it', () => {
    const { message, findings } = requestCodec.decode(parseHl7Message(Buffer.from(wire)));
    expect(findings).toEqual([]);
    expect(message).toMatchObject(query);
    expect(text(requestCodec.encode(query))).toBe(wire);
  });

  it('misses its segments as findings, all at once', () => {
    const { findings } = requestCodec.decode(parseHl7Message(Buffer.from(wire.split('\r')[0]!)));
    expect(findings.map(({ violation }) => violation.at)).toEqual(['QPD', 'RCP']);
  });
});

describe('[ITI TF-2 3.9.4.2.2] its answer', () => {
  const found = [{ id: 'B-77', authority: { namespace: 'AFFDOM', oid: '1.2.3.4.9', type: 'ISO' } }];

  it('has one PID with the identifiers and the two repetitions of PID-5, and the query letter for letter', () => {
    const received = requestCodec.decode(parseHl7Message(Buffer.from(wire))).message;
    const lines = text(responseCodec.encode(pixFound(received, found))).split('\r');
    expect(lines).toContain('MSA|AA|Q0001');
    expect(lines).toContain('QAK|T1|OK');
    expect(lines).toContain('QPD|IHE PIX Query|T1|A-1001^^^HOSPA&1.2.3.4.1&ISO|^^^&1.2.3.4.9&ISO');
    expect(lines).toContain('PID|||B-77^^^AFFDOM&1.2.3.4.9&ISO||~^^^^^^S');
  });

  it('has no PID when nothing is found, and ERR when it is refused', () => {
    const nothing = text(responseCodec.encode(pixFound(query, [])));
    expect(nothing).toContain('QAK|T1|NF');
    expect(nothing).not.toContain('PID|');
    const refused = text(responseCodec.encode(pixRefused(query, [hl7Error('204', { location: 'QPD^1^3^1^1' })])));
    expect(refused).toContain('MSA|AE|Q0001');
    expect(refused).toContain('ERR||QPD^1^3^1^1|204^Unknown Key Identifier^HL70357|E');
    expect(refused).toContain('QAK|T1|AE');
  });

  it.each([
    pixFound(query, found),
    pixFound(query, []),
    pixRefused(query, [hl7Error('204', { location: 'QPD^1^3^1^4' })]),
  ])('reads back what was written (%#)', (response) =>
    expect(responseCodec.decode(responseCodec.encode(response)).message).toEqual(response),
  );
});

proveRule(queryTag, { accepts: { 'a tag': [query] }, rejects: { 'no tag': [{ ...query, queryTag: '' }] } });
proveRule(queriedIdentifier, {
  accepts: { 'an identifier with its domain': [query] },
  rejects: {
    'no identifier': [{ ...query, identifier: { ...query.identifier, id: '' } }],
    'no domain': [{ ...query, identifier: { id: 'A', authority: {} } }],
  },
});
proveRule(queryPriority, {
  accepts: { immediate: [query], 'nothing said': [{ ...query, priority: undefined } as unknown as PixQueryRequest] },
  rejects: { deferred: [{ ...query, priority: 'D' }] },
});

describe('[ITI TF-2 3.9.5.1] audit of a PIX Query', () => {
  const context = {
    side: 'responder' as const,
    at: new Date(0),
    messageId: 'Q0001',
    endpoint: 'mllp://localhost:2575',
    replyTo: '',
    localAddress: '127.0.0.1',
    processId: '1',
    peerAddress: '127.0.0.2',
  };

  it('names every patient identifier and holds the whole query', () => {
    const response = pixFound(query, [{ id: 'B-77', authority: { oid: '1.2.3.4.9', type: 'ISO' } }]);
    const [event] = describeAudit({ ...context, request: query, outcome: { response } });
    expect(event).toMatchObject({ action: 'E', outcome: 0, eventId: { code: '110112' } });
    expect(event!.objects.map((object) => object.typeCode)).toEqual([1, 1, 2]);
    expect(event!.objects[2]!.query).toBe(wire);
  });

  it('says nothing of a message that could not be read', () => {
    expect(describeAudit({ ...context, outcome: { fault: new Error('x') } })).toEqual([]);
  });
});
