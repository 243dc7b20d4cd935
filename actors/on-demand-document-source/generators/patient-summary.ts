import { createHash } from 'node:crypto';
import type { DocumentEntry } from '../../../schemas/metadata/nouns.ts';
import type { DocumentGenerator, GeneratedContent } from '../document-generator.ts';
import { writeSummary } from './patient-summary-cda.ts';
import { type SummaryLine, summaryLines } from './summary-lines.ts';

/**
 * A CDA document that lists what the affinity domain holds for a patient: title, type, date, author, status and
 * repository of every document — HL7 CDA R2, level 2.
 */
export const patientSummary: DocumentGenerator = {
  name: 'patient-summary',
  entry: {
    title: 'Patient summary: documents of the affinity domain',
    mimeType: 'text/xml',
    classCode: { code: 'SUMMARIES', codingScheme: '1.3.6.1.4.1.19376.1.2.6.1', displayName: 'Summaries' },
    typeCode: { code: '60591-5', codingScheme: '2.16.840.1.113883.6.1', displayName: 'Patient summary Document' },
    formatCode: {
      code: 'urn:ihe:iti:xds:2017:mimeTypeSufficient',
      codingScheme: '1.3.6.1.4.1.19376.1.2.3',
      displayName: 'mimeType Sufficient',
    },
  },
  async generate(context, holdings): Promise<GeneratedContent> {
    const entries = await holdings.documentsOf(context.patientId);
    const lines = summaryLines(entries);
    const service = serviceTimes(entries);
    const { title } = patientSummary.entry;
    return {
      fingerprint: fingerprintOf([context, lines]),
      ...service,
      write: (snapshot) => encoded(writeSummary({ ...context, ...service, title, lines, snapshot })),
    };
  },
};

function fingerprintOf(said: readonly [unknown, readonly SummaryLine[]]): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** From the first service of any document to the last; of a document without service times, when it was made. */
function serviceTimes(
  entries: readonly DocumentEntry[],
): Pick<GeneratedContent, 'serviceStartTime' | 'serviceStopTime'> {
  const starts = entries.flatMap((entry) => entry.serviceStartTime ?? entry.creationTime ?? []).sort();
  const stops = entries.flatMap((entry) => entry.serviceStopTime ?? entry.serviceStartTime ?? entry.creationTime ?? []);
  const [serviceStartTime] = starts;
  const serviceStopTime = stops.sort().at(-1);
  if (serviceStartTime === undefined || serviceStopTime === undefined) return {};
  return { serviceStartTime, serviceStopTime };
}

const chunk = 64 << 10;

/** Text in pieces of some size: a row of a table is too small to be sent alone. */
async function* encoded(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < chunk) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
