import { existsSync, readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { attribute, child, textOf, type XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
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

  it.each([
    ['10.0.0.1', '10.0.0.1', '2'],
    ['::1', '::1', '2'],
    ['fe80::1%eth0', 'fe80::1%eth0', '2'],
    ['::ffff:10.0.0.7', '10.0.0.7', '2'],
    ['registry', 'registry', '1'],
    ['registry.example:8101', 'registry.example:8101', '1'],
    ['local', 'local', '1'],
  ])('tells the address or name %s', (networkAccessPoint, written, type) => {
    const participants = [{ userId: 'u', isRequestor: true, roles: [sourceRole], networkAccessPoint }];
    const root = read({ ...event, participants });
    const participant = child(root, '', 'ActiveParticipant')!;
    expect(attribute(participant, 'NetworkAccessPointID')).toBe(written);
    expect(attribute(participant, 'NetworkAccessPointTypeCode')).toBe(type);
  });

  it('never omits a required id', () => {
    expect(text).toContain('ParticipantObjectID="UNKNOWN"');
  });

  it('stays well-formed and keeps details whole whatever the values are', () => {
    const odd = `<&>"'\r\n\u0000\u202e\ud800${'x'.repeat(1 << 16)}`;
    const query = `<q>${'é'.repeat(1 << 19)}</q>`;
    const objects = [{ ...event.objects[1]!, id: odd, query, details: [{ type: 'II', value: odd }] }];
    const root = read({ ...event, outcomeDescription: odd, objects });
    const object = child(root, '', 'ParticipantObjectIdentification')!;
    expect(attribute(object, 'ParticipantObjectID')).toBe(odd.replace(/[\u0000\ud800]/g, '\ufffd'));
    expect(Buffer.from(textOf(child(object, '', 'ParticipantObjectQuery')!), 'base64').toString()).toBe(query);
    const detail = child(object, '', 'ParticipantObjectDetail')!;
    expect(Buffer.from(attribute(detail, 'value')!, 'base64')).toEqual(Buffer.from(odd));
  });
});

function read(of: AuditEvent): XmlElement {
  return parseXml(Buffer.from(encodeAuditEvent(of, { auditSourceId: 'registry' })));
}
