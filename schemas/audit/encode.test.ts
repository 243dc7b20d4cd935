import { existsSync, readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from './audit-event.ts';
import { dcm, destinationRole, iheTransaction, rfc3881, sourceRole } from './describe.ts';
import { encodeAuditEvent } from './encode.ts';

const xsd = new URL('../../../shared/data/schemas/audit/dicom2017c.xsd', import.meta.url);

const event: AuditEvent = {
  eventId: dcm('110112', 'Query'),
  eventType: [iheTransaction('ITI-18', 'Registry Stored Query')],
  action: 'E',
  dateTime: new Date('2025-01-02T03:04:05.678Z'),
  outcome: 4,
  outcomeDescription: 'a <warning> & "more"',
  participants: [
    {
      userId: 'http://www.w3.org/2005/08/addressing/anonymous',
      alternativeUserId: '123',
      isRequestor: true,
      roles: [sourceRole],
      networkAccessPoint: '10.0.0.1',
    },
    {
      userId: 'https://registry/x?a=b&c',
      isRequestor: false,
      roles: [destinationRole],
      networkAccessPoint: 'registry',
    },
  ],
  objects: [
    { id: 'p1^^^&1.2.3&ISO', idType: rfc3881('2', 'Patient Number'), typeCode: 1, role: 1, details: [] },
    {
      id: 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d',
      idType: iheTransaction('ITI-18', 'Registry Stored Query'),
      typeCode: 2,
      role: 24,
      query: '<AdhocQueryRequest/>',
      details: [{ type: 'QueryEncoding', value: 'UTF-8' }],
    },
    { id: '1.2.3', idType: dcm('110180', 'Study Instance UID'), typeCode: 2, role: 3, details: [], studies: ['1.2.3'] },
    { id: '', idType: rfc3881('9', 'Report Number'), typeCode: 2, role: 3, lifeCycle: 6, details: [] },
  ],
};

describe('[DICOM PS3.15 A.5] audit message', () => {
  const text = encodeAuditEvent(event, { auditSourceId: 'registry', enterpriseSiteId: 'site' });

  it.skipIf(!existsSync(xsd))('is valid by the published schema', () => {
    const schema = XmlDocument.fromBuffer(readFileSync(xsd));
    const validator = XsdValidator.fromDoc(schema);
    const document = XmlDocument.fromString(text);
    try {
      expect(() => validator.validate(document)).not.toThrow();
    } finally {
      document.dispose();
      validator.dispose();
      schema.dispose();
    }
  });

  it('carries details and queries as base64 and codes as csd-code', () => {
    expect(text).toContain(`value="${Buffer.from('UTF-8').toString('base64')}"`);
    expect(text).toContain(Buffer.from('<AdhocQueryRequest/>').toString('base64'));
    expect(text).toContain('csd-code="110112"');
  });

  it('tells addresses from names and never omits a required id', () => {
    expect(text).toContain('NetworkAccessPointID="10.0.0.1" NetworkAccessPointTypeCode="2"');
    expect(text).toContain('NetworkAccessPointID="registry" NetworkAccessPointTypeCode="1"');
    expect(text).toContain('ParticipantObjectID="UNKNOWN"');
  });
});
