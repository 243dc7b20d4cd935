import { describe, expect, it } from 'vitest';
import { aProvideAndRegisterRequest } from '../../test/support/provided-documents.ts';
import { anExchange } from '../../test/support/soap-bodies.ts';
import { provideAndRegisterDocumentSet } from '../iti-41-provide-and-register-document-set-b/transaction.ts';
import { provideAndRegisterImagingDocumentSet } from './transaction.ts';

describe('[RAD TF-2 4.68] RAD-68', () => {
  it('is ITI-41 on the wire', () => {
    const { id, name, source, audit, ...wire } = provideAndRegisterImagingDocumentSet;
    expect(id).toBe('RAD-68');
    expect(provideAndRegisterDocumentSet).toMatchObject(wire);
    expect(wire.action.request).toBe('urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b');
  });

  it('is audited under its own code', () => {
    const outcome = { response: { status: 'Success' as const, errors: [] } };
    const request = aProvideAndRegisterRequest();
    const [event] = provideAndRegisterImagingDocumentSet.audit({ ...anExchange('initiator'), request, outcome });
    expect(event).toMatchObject({ eventId: { code: '110106' }, eventType: [{ code: 'RAD-68' }] });
  });
});
