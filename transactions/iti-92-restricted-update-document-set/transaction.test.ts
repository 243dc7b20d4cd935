import { describe, expect, it } from 'vitest';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { aSubmission, aSubmissionSet } from '../../test/support/metadata.ts';
import { anExchange, bodyIn, bodyText, partsOf } from '../../test/support/soap-bodies.ts';
import { registerDocumentSet } from '../iti-42-register-document-set-b/transaction.ts';
import { restrictedUpdateDocumentSet } from './transaction.ts';

const body = bodyIn(new URL('fixtures/request.xml', import.meta.url));
const homeCommunityId = 'urn:oid:1.3.6.1.4.1.21367.13.70.1';

describe('[ITI TF-2 3.92.4.1.2] ITI-92', () => {
  it('is ITI-42 under actions of its own', () => {
    const { id, name, source, audit, action, wsdl, asynchronous, ...messages } = restrictedUpdateDocumentSet;
    expect(registerDocumentSet).toMatchObject(messages);
    expect(action).toEqual({
      request: 'urn:ihe:iti:2018:RestrictedUpdateDocumentSet',
      response: 'urn:ihe:iti:2018:RestrictedUpdateDocumentSetResponse',
    });
  });

  it('carries logicalID, PreviousVersion and the community, and writes them as they were', async () => {
    const { message, findings } = restrictedUpdateDocumentSet.request.decode(body, partsOf({}));
    expect(findings).toEqual([]);
    const { submissionSets, documentEntries, associations } = message.submission;
    expect(submissionSets[0]).toMatchObject({ homeCommunityId });
    expect(documentEntries[0]).toMatchObject({
      logicalID: 'urn:uuid:20744602-ba65-44e9-87ee-a52303a5183e',
      homeCommunityId,
    });
    expect(associations).toMatchObject([{ submissionSetStatus: 'Original', previousVersion: '1' }]);
    const written = parseXml(Buffer.from(await bodyText(restrictedUpdateDocumentSet.request.encode(message))));
    expect(canonicalEbxml(written)).toBe(canonicalEbxml(body));
  });
});

describe('[ITI TF-2 3.92.5] the audit event of ITI-92', () => {
  it.each([
    ['initiator', '110106', homeCommunityId],
    ['responder', '110107', undefined],
  ] as const)('is an update at the %s and names the community when there is one', (side, eventId, home) => {
    const set = aSubmissionSet(home === undefined ? {} : { homeCommunityId: home });
    const request = { submission: aSubmission({ submissionSets: [set] }) };
    const outcome = { response: { status: 'Success' as const, errors: [] } };
    const [event] = restrictedUpdateDocumentSet.audit({ ...anExchange(side), request, outcome });
    expect(event).toMatchObject({ eventId: { code: eventId }, action: 'U', eventType: [{ code: 'ITI-92' }] });
    const details = home === undefined ? [] : [{ type: 'urn:ihe:iti:xca:2010:homeCommunityId', value: home }];
    expect(event?.objects.find(({ id }) => id === set.uniqueId)?.details).toEqual(details);
  });
});
