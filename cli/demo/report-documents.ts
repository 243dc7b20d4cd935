import { escapeText } from '../../schemas/xml/escape.ts';

/** Who and what the reports of the demonstration are about. */
export interface ReportFacts {
  readonly documentId: string;
  readonly patientId: string;
  /** OID of the domain that assigned `patientId`. */
  readonly patientAuthority: string;
  readonly familyName: string;
  readonly givenName: string;
  /** `YYYYMMDD`. */
  readonly birthDate: string;
  readonly sex: 'F' | 'M';
  /** `YYYYMMDDhhmmss+0000`. */
  readonly time: string;
  readonly findings: readonly string[];
}

/** A radiology report as CDA R2 with a structured body — HL7 CDA R2. */
export function cdaReport(facts: ReportFacts): Buffer {
  const { documentId, patientId, patientAuthority, familyName, givenName, birthDate, sex, time } = facts;
  const paragraphs = facts.findings.map((line) => `        <paragraph>${escapeText(line)}</paragraph>`).join('\n');
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <id root="${documentId}"/>
  <code code="18748-4" codeSystem="2.16.840.1.113883.6.1" displayName="Diagnostic imaging study"/>
  <title>CT of the chest: report</title>
  <effectiveTime value="${time}"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="en-US"/>
  <recordTarget>
    <patientRole>
      <id extension="${escapeText(patientId)}" root="${patientAuthority}"/>
      <patient>
        <name><given>${escapeText(givenName)}</given><family>${escapeText(familyName)}</family></name>
        <administrativeGenderCode code="${sex}" codeSystem="2.16.840.1.113883.5.1"/>
        <birthTime value="${birthDate}"/>
      </patient>
    </patientRole>
  </recordTarget>
  <author>
    <time value="${time}"/>
    <assignedAuthor>
      <id root="1.3.6.1.4.1.21367.13.60.1" extension="radiologist-1"/>
      <assignedPerson><name><given>Rosa</given><family>Radiologist</family></name></assignedPerson>
      <representedOrganization><id root="1.3.6.1.4.1.21367.13.60"/><name>Hospital A</name></representedOrganization>
    </assignedAuthor>
  </author>
  <custodian>
    <assignedCustodian>
      <representedCustodianOrganization><id root="1.3.6.1.4.1.21367.13.60"/><name>Hospital A</name></representedCustodianOrganization>
    </assignedCustodian>
  </custodian>
  <component>
    <structuredBody>
      <component><section>
        <code code="59776-5" codeSystem="2.16.840.1.113883.6.1" displayName="Procedure findings"/>
        <title>Findings</title>
        <text>
${paragraphs}
        </text>
      </section></component>
    </structuredBody>
  </component>
</ClinicalDocument>
`);
}

/** The same report as one page of PDF 1.4 in Helvetica — ISO 32000-1. */
export function pdfReport(facts: ReportFacts): Buffer {
  const lines = [
    'CT of the chest: report',
    '',
    `Patient: ${facts.familyName}, ${facts.givenName}   born ${facts.birthDate}   ${facts.sex}`,
    `Made: ${facts.time}`,
    '',
    ...facts.findings,
  ];
  const text = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`).join('\n');
  const content = `BT /F1 11 Tf 14 TL 56 780 Td\n${text}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    `<< /Title (CT of the chest: report) /CreationDate (D:${facts.time.slice(0, 14)}Z) >>`,
  ];
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const xref = file.length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
