import { parseCx } from '../../../schemas/datatypes/cx.ts';
import { dtmFromDate } from '../../../schemas/datatypes/dtm.ts';
import { unescapeHl7 } from '../../../schemas/datatypes/hl7-escape.ts';
import { escapeAttribute, escapeText } from '../../../schemas/xml/escape.ts';
import type { GeneratedContent, GeneratorContext, SnapshotIdentity } from '../document-generator.ts';
import type { SummaryLine } from './summary-lines.ts';

/** All a summary says. */
export interface Summary extends GeneratorContext, Pick<GeneratedContent, 'serviceStartTime' | 'serviceStopTime'> {
  readonly title: string;
  readonly lines: readonly SummaryLine[];
  readonly snapshot: SnapshotIdentity;
}

const columns = [
  'title',
  'type',
  'date',
  'author',
  'status',
  'repository',
] as const satisfies readonly (keyof SummaryLine)[];
const headings: Readonly<Record<(typeof columns)[number], string>> = {
  title: 'Title',
  type: 'Type',
  date: 'Date',
  author: 'Author',
  status: 'Status',
  repository: 'Repository',
};

/** The text of the document in pieces: header, one section, a row for each line — HL7 CDA R2 4.2 and 4.3. */
export function* writeSummary(summary: Summary): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">';
  yield identity(summary) + recordTarget(summary) + author(summary) + custodian(summary) + service(summary);
  yield '<component><structuredBody><component><section>';
  yield '<title>Documents</title><text>';
  yield* table(summary.lines);
  yield '</text></section></component></structuredBody></component></ClinicalDocument>\n';
}

function identity({ snapshot, title, metadata }: Summary): string {
  const { code, codingScheme: codeSystem } = metadata.confidentialityCode;
  return (
    element('typeId', { root: '2.16.840.1.113883.1.3', extension: 'POCD_HD000040' }) +
    element('id', { root: snapshot.uniqueId }) +
    element('code', {
      code: '60591-5',
      codeSystem: '2.16.840.1.113883.6.1',
      displayName: 'Patient summary Document',
    }) +
    `<title>${escapeText(title)}</title>` +
    element('effectiveTime', { value: `${dtmFromDate(snapshot.at)}+0000` }) +
    element('confidentialityCode', { code, codeSystem }) +
    element('languageCode', { code: metadata.languageCode })
  );
}

function recordTarget({ patientId, sourcePatientInfo }: Summary): string {
  const { id, authority } = parseCx(patientId) ?? { id: patientId, authority: '' };
  const field = (name: string) => sourcePatientInfo.find((line) => line.startsWith(`${name}|`))?.slice(name.length + 1);
  const name = nameOf(field('PID-5'));
  const birthDate = field('PID-7');
  const gender = { F: 'F', M: 'M', O: 'UN', A: 'UN' }[field('PID-8') ?? ''];
  const known =
    (name === '' ? '<name nullFlavor="UNK"/>' : `<name>${name}</name>`) +
    (gender === undefined
      ? ''
      : element('administrativeGenderCode', { code: gender, codeSystem: '2.16.840.1.113883.5.1' })) +
    (birthDate === undefined ? '' : element('birthTime', { value: birthDate }));
  return (
    `<recordTarget><patientRole>${element('id', { root: authority, extension: id })}` +
    `<patient>${known}</patient></patientRole></recordTarget>`
  );
}

/** An XPN of PID-5 as parts of a PN. */
function nameOf(xpn = ''): string {
  const [family = '', given = '', middle = ''] = (xpn.split('~')[0] ?? '').split('^').map(unescapeHl7);
  const part = (name: string, value: string) => (value === '' ? '' : `<${name}>${escapeText(value)}</${name}>`);
  return part('given', given) + part('given', middle) + part('family', family);
}

function author({ snapshot, organization }: Summary): string {
  return (
    `<author>${element('time', { value: `${dtmFromDate(snapshot.at)}+0000` })}<assignedAuthor>` +
    element('id', { root: organization.oid, extension: 'on-demand-document-source' }) +
    '<assignedAuthoringDevice><softwareName>affinity-domain On-Demand Document Source</softwareName>' +
    `</assignedAuthoringDevice><representedOrganization>${organizationOf(organization)}</representedOrganization>` +
    '</assignedAuthor></author>'
  );
}

function custodian({ organization }: Summary): string {
  return (
    '<custodian><assignedCustodian><representedCustodianOrganization>' +
    `${organizationOf(organization)}</representedCustodianOrganization></assignedCustodian></custodian>`
  );
}

function organizationOf({ name, oid }: Summary['organization']): string {
  return `${element('id', { root: oid })}<name>${escapeText(name)}</name>`;
}

function service({ serviceStartTime: low, serviceStopTime: high }: Summary): string {
  if (low === undefined || high === undefined) return '';
  // CDA wants a zone with a time of day and none with a day.
  const moment = (dtm: string) => (dtm.length > 8 ? `${dtm}+0000` : dtm);
  const bounds = element('low', { value: moment(low) }) + element('high', { value: moment(high) });
  return (
    '<documentationOf><serviceEvent classCode="PCPR">' +
    `<effectiveTime>${bounds}</effectiveTime></serviceEvent></documentationOf>`
  );
}

function* table(lines: readonly SummaryLine[]): Generator<string> {
  if (lines.length === 0) {
    yield '<paragraph>The affinity domain holds no documents of this patient.</paragraph>';
    return;
  }
  yield `<table><thead><tr>${columns.map((name) => `<th>${headings[name]}</th>`).join('')}</tr></thead><tbody>`;
  for (const line of lines) {
    yield `<tr>${columns.map((name) => `<td>${escapeText(line[name])}</td>`).join('')}</tr>`;
  }
  yield '</tbody></table>';
}

function element(name: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  return `<${name}${written.join('')}/>`;
}
