import { describe, expect, it } from 'vitest';
import { associationTypes } from '../../schemas/vocabulary/association-types.ts';
import { availabilityStatuses } from '../../schemas/vocabulary/statuses.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { canonicalEbxml } from '../../test/support/canonical-ebxml.ts';
import { aSubmission } from '../../test/support/metadata.ts';
import { anExchange, bodyIn, bodyText, partsOf } from '../../test/support/soap-bodies.ts';
import { registerDocumentSet } from '../iti-42-register-document-set-b/transaction.ts';
import { updateDocumentSet } from './transaction.ts';

const body = bodyIn(new URL('fixtures/request.xml', import.meta.url));

describe('[ITI TF-2 3.57.4.1.2] ITI-57', () => {
  it('is ITI-42 under actions of its own', () => {
    const { id, name, source, audit, action, wsdl, asynchronous, ...messages } = updateDocumentSet;
    expect(registerDocumentSet).toMatchObject(messages);
    expect(action).toEqual({
      request: 'urn:ihe:iti:2010:UpdateDocumentSet',
      response: 'urn:ihe:iti:2010:UpdateDocumentSetResponse',
    });
  });

  it('carries logicalID, the annotations and the two associations of its own, and writes them as they were', async () => {
    const { message, findings } = updateDocumentSet.request.decode(body, partsOf({}));
    expect(findings).toEqual([]);
    const { documentEntries, associations } = message.submission;
    expect(documentEntries[0]).toMatchObject({ logicalID: 'urn:uuid:20744602-ba65-44e9-87ee-a52303a5183e' });
    expect(associations).toMatchObject([
      { submissionSetStatus: 'Original', previousVersion: '1', associationPropagation: 'no' },
      {
        type: associationTypes.UpdateAvailabilityStatus,
        originalStatus: availabilityStatuses.Approved,
        newStatus: availabilityStatuses.Deprecated,
      },
      { type: associationTypes.APND },
      { type: associationTypes.SubmitAssociation, target: 'Addendum01' },
    ]);
    const written = parseXml(Buffer.from(await bodyText(updateDocumentSet.request.encode(message))));
    expect(canonicalEbxml(written)).toBe(canonicalEbxml(body));
  });
});

describe('[ITI TF-2 3.57.5] the audit event of ITI-57', () => {
  it.each([
    ['initiator', '110106'],
    ['responder', '110107'],
  ] as const)('is an update at the %s', (side, eventId) => {
    const request = { submission: aSubmission() };
    const outcome = { response: { status: 'Success' as const, errors: [] } };
    const events = updateDocumentSet.audit({ ...anExchange(side), request, outcome });
    expect(events).toMatchObject([{ eventId: { code: eventId }, action: 'U', eventType: [{ code: 'ITI-57' }] }]);
    const set = request.submission.submissionSets[0]!;
    expect(events[0]?.objects.map(({ id }) => id)).toEqual([set.patientId, set.uniqueId]);
  });
});
