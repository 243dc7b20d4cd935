import { describe, expect, it } from 'vitest';
import { formatHl7Text } from '../../schemas/hl7v2/format.ts';
import { parseHl7Message } from '../../schemas/hl7v2/parse.ts';
import { anIdentifier } from '../../test/support/feed-messages.ts';
import { proveRule } from '../../test/support/prove-rule.ts';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { linkChangeAccepted } from './answers.ts';
import { describeLinkChange } from './audit.ts';
import { requestCodec, responseCodec } from './codec.ts';
import type { LinkChangeRequest } from './messages.ts';
import { linkChangeIdentifiers, linkChangePriorIdentifiers } from './rules/link-change-identifiers.ts';

const text = [
  'MSH|^~\\&|1.2.3.4.900|XREF|REG|AFFDOM|20250102060000||ADT^A43^ADT_A43|N0001|P|2.5',
  'EVN||20250102060000',
  'PID|||X-22^^^&1.2.3.4.9&ISO~A-1001^^^&1.2.3.4.1&ISO|| ',
  'MRG|X-11^^^&1.2.3.4.9&ISO',
  '',
].join('\r');
const local = anIdentifier('A-1001', { oid: '1.2.3.4.1', type: 'ISO' });
const now = anIdentifier('X-22', { oid: '1.2.3.4.9', type: 'ISO' });
const before = anIdentifier('X-11', { oid: '1.2.3.4.9', type: 'ISO' });
const request = requestCodec.decode(parseHl7Message(Buffer.from(text))).message;

describe('[ITI TF-2 3.64.4.1.2] a link change', () => {
  it('is read as it is meant, and written as it was read', () => {
    expect(request).toMatchObject({ identifiers: [now, local], priorIdentifiers: [before] });
    expect(formatHl7Text(requestCodec.encode(request))).toBe(text);
  });

  it('is acknowledged, and the acknowledgment read', () => {
    const answer = linkChangeAccepted(request);
    const { segments } = responseCodec.encode(answer);
    expect(responseCodec.decode({ segments }).message).toEqual({ code: 'AA', acknowledges: 'N0001', errors: [] });
  });

  it('[ITI TF-2 3.64.5.1] is audited as one Update of every patient it names', () => {
    const outcome = { response: linkChangeAccepted(request) };
    const [event, ...more] = describeLinkChange({ ...anExchange('responder'), request, outcome });
    expect(more).toEqual([]);
    expect([event!.action, event!.outcome, event!.objects.map(({ id }) => id)]).toEqual([
      'U',
      0,
      ['X-22^^^&1.2.3.4.9&ISO', 'A-1001^^^&1.2.3.4.1&ISO', 'X-11^^^&1.2.3.4.9&ISO'],
    ]);
  });
});

const changed = (changes: Partial<LinkChangeRequest>): readonly [LinkChangeRequest] => [{ ...request, ...changes }];

proveRule(linkChangeIdentifiers, {
  accepts: { 'a patient and a local identifier': [request] },
  rejects: {
    'one identifier': changed({ identifiers: [now] }),
    'three identifiers': changed({ identifiers: [now, local, local] }),
    'one without number': changed({ identifiers: [now, { ...local, id: '' }] }),
    'one without OID': changed({ identifiers: [now, anIdentifier('A', { namespace: 'HOSP' })] }),
  },
});
proveRule(linkChangePriorIdentifiers, {
  accepts: {
    'the patient it was': [request],
    'and a local identifier that was merged': changed({ priorIdentifiers: [before, local] }),
  },
  rejects: {
    none: changed({ priorIdentifiers: [] }),
    three: changed({ priorIdentifiers: [before, local, local] }),
    'one without OID': changed({ priorIdentifiers: [anIdentifier('X', {})] }),
  },
});
