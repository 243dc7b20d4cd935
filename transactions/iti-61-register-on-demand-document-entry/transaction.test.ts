import { describe, expect, it } from 'vitest';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { aSubmission } from '../../test/support/metadata.ts';
import { anExchange, bodyIn, bodyText, partsOf } from '../../test/support/soap-bodies.ts';
import { registerDocumentSet } from '../iti-42-register-document-set-b/transaction.ts';
import { registerOnDemandDocumentEntry } from './transaction.ts';

describe('[ITI TF-2 3.61] ITI-61', () => {
  it('is ITI-42 on the wire, under its own actions', () => {
    const { id, name, source, audit, action, wsdl, asynchronous, ...wire } = registerOnDemandDocumentEntry;
    expect(id).toBe('ITI-61');
    expect(registerDocumentSet).toMatchObject(wire);
    expect(action).toEqual({
      request: 'urn:ihe:iti:2010:RegisterOnDemandDocumentEntry',
      response: 'urn:ihe:iti:2010:RegisterOnDemandDocumentResponse',
      accept: ['urn:ihe:iti:2010:RegisterOnDemandDocumentEntryResponse'],
    });
  });

  it('[ITI TF-2 3.61.4.1.2] reads an entry without creationTime, hash and size and writes it as it was', async () => {
    const { request } = registerOnDemandDocumentEntry;
    const body = bodyIn(new URL('fixtures/request.xml', import.meta.url));
    const { message, findings } = request.decode(body, partsOf({}));
    expect(findings).toEqual([]);
    const [entry] = message.submission.documentEntries;
    expect(entry).toMatchObject({ objectType: 'urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248' });
    expect([entry?.creationTime, entry?.hash, entry?.size]).toEqual([undefined, undefined, undefined]);
    const written = parseXml(Buffer.from(await bodyText(request.encode(message))));
    expect(canonicalEbxml(written)).toBe(canonicalEbxml(body));
  });

  it.each([
    ['initiator', '110106', 'R'],
    ['responder', '110107', 'C'],
  ] as const)('[ITI TF-2 3.61.5] is audited by the %s as event %s %s under its own code', (side, code, action) => {
    const outcome = { response: { status: 'Success' as const, errors: [] } };
    const request = { submission: aSubmission() };
    const events = registerOnDemandDocumentEntry.audit({ ...anExchange(side), request, outcome });
    expect(events).toMatchObject([{ eventId: { code }, action, outcome: 0, eventType: [{ code: 'ITI-61' }] }]);
  });
});
