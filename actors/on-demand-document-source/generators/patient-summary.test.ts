import { describe, expect, it } from 'vitest';
import { dtm } from '../../../schemas/datatypes/dtm.ts';
import { type DocumentEntry, international } from '../../../schemas/metadata/nouns.ts';
import { namespaces } from '../../../schemas/vocabulary/namespaces.ts';
import { availabilityStatuses } from '../../../schemas/vocabulary/statuses.ts';
import { children, textOf, type XmlElement } from '../../../schemas/xml/element.ts';
import { parseXml } from '../../../schemas/xml/parse.ts';
import { aDocumentEntry, aPatientId } from '../../../test/support/metadata.ts';
import { textFrom } from '../../../test/support/provided-documents.ts';
import { openSchema, schemasPresent } from '../../../test/support/xsd.ts';
import { onDemandDocumentSourceConfig } from '../config.ts';
import type { GeneratorContext } from '../document-generator.ts';
import { patientSummary } from './patient-summary.ts';

const { organization, metadata } = onDemandDocumentSourceConfig.parse({});
const context: GeneratorContext = {
  patientId: aPatientId,
  sourcePatientInfo: ['PID-5|Müller^Änne^Maria', 'PID-7|19700304', 'PID-8|F'],
  organization,
  metadata,
};
const { Approved, Deprecated } = availabilityStatuses;
const documents: DocumentEntry[] = [
  aDocumentEntry({ entryUUID: 'urn:uuid:1', availabilityStatus: Approved }),
  aDocumentEntry({
    entryUUID: 'urn:uuid:2',
    availabilityStatus: Deprecated,
    title: international('Lab <results> & "more"'),
    creationTime: '2026',
    serviceStartTime: '20251231',
    serviceStopTime: '2026',
    author: [],
    repositoryUniqueId: '1.2.3',
  }),
];
const snapshot = { uniqueId: '2.25.42', at: new Date('2026-02-03T04:05:06Z') };

const generate = (entries: readonly DocumentEntry[], about = context) =>
  patientSummary.generate(about, { documentsOf: async () => entries });
async function text(entries: readonly DocumentEntry[], about = context): Promise<string> {
  return textFrom((await generate(entries, about)).write(snapshot));
}
/** Texts of all elements of a name, in document order. */
function texts(element: XmlElement, name: string): string[] {
  const own = element.name === name ? [textOf(element)] : [];
  return [...own, ...element.children.flatMap((child) => (typeof child === 'string' ? [] : texts(child, name)))];
}

describe('[HL7 CDA R2 4.3] the patient summary', () => {
  it('has the id of its snapshot and names the patient', async () => {
    const document = parseXml(Buffer.from(await text(documents)));
    const [id] = children(document, namespaces.hl7v3, 'id');
    expect(id?.attributes).toMatchObject([{ name: 'root', value: '2.25.42' }]);
    expect(texts(document, 'given')).toEqual(['Änne', 'Maria']);
    expect(texts(document, 'family')).toEqual(['Müller']);
    const [patient] = children(document, namespaces.hl7v3, 'recordTarget');
    expect(JSON.stringify(patient)).toContain('PAT-1001');
  });

  it('lists every document, the newest first', async () => {
    const document = parseXml(Buffer.from(await text(documents)));
    expect(texts(document, 'th')).toEqual(['Title', 'Type', 'Date', 'Author', 'Status', 'Repository']);
    expect(texts(document, 'td')).toEqual([
      ...['Lab <results> & "more"', 'Diagnostic imaging study', '2026', '', 'Deprecated', '1.2.3'],
      ...['Chest, two views', 'Diagnostic imaging study', '2025-01-02 03:04:05 UTC'],
      ...['Dr Ada Kellner, St. Anna Hospital', 'Approved', '1.3.6.1.4.1.21367.13.40.7'],
    ]);
  });

  it('is about the time from the first service to the last', async () => {
    const { serviceStartTime = '', serviceStopTime = '' } = await generate(documents);
    expect([serviceStartTime, serviceStopTime]).toEqual(['202501020300', '2026']);
    expect([dtm.check(serviceStartTime), dtm.check(serviceStopTime)]).toEqual([undefined, undefined]);
    expect(await generate([])).not.toHaveProperty('serviceStartTime');
  });

  it('has one fingerprint as long as it says the same, whatever the order of the entries', async () => {
    const { fingerprint } = await generate(documents);
    expect((await generate([...documents].reverse())).fingerprint).toBe(fingerprint);
    const [first, second] = documents as [DocumentEntry, DocumentEntry];
    const changed = [{ ...first, availabilityStatus: Deprecated }, second];
    expect((await generate(changed)).fingerprint).not.toBe(fingerprint);
    expect((await generate(documents, { ...context, sourcePatientInfo: [] })).fingerprint).not.toBe(fingerprint);
  });

  it('is made in pieces, however many documents there are', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => aDocumentEntry({ entryUUID: `urn:uuid:${n}` }));
    const pieces: number[] = [];
    for await (const piece of (await generate(many)).write(snapshot)) pieces.push(piece.length);
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces)).toBeLessThan(100_000);
  });
});

describe.skipIf(!schemasPresent)('[HL7 CDA R2] the patient summary is valid by the published schema', () => {
  it.each([
    ['with documents', documents, context],
    ['without documents', [], context],
    ['of a patient whose name is not known', documents, { ...context, sourcePatientInfo: [] }],
  ] as const)('%s', async (_, entries, about) => {
    using schema = openSchema('cda-sdtc/infrastructure/cda/CDA_SDTC.xsd');
    expect(schema.objections(await text(entries, about))).toEqual([]);
  });
});
