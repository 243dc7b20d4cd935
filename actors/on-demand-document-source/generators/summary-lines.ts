import { padDtm } from '../../../schemas/datatypes/dtm.ts';
import { parseXcn } from '../../../schemas/datatypes/xcn.ts';
import { parseXon } from '../../../schemas/datatypes/xon.ts';
import { type Author, type DocumentEntry, firstText } from '../../../schemas/metadata/nouns.ts';

/** One document as a line of the summary tells it; '' where nothing is known. */
export interface SummaryLine {
  readonly title: string;
  readonly type: string;
  readonly date: string;
  readonly author: string;
  readonly status: string;
  readonly repository: string;
}

/** One line for each entry, the newest document first. */
export function summaryLines(entries: readonly DocumentEntry[]): SummaryLine[] {
  const dated = entries.map((entry) => ({ entry, time: padDtm(entry.creationTime ?? entry.serviceStartTime ?? '') }));
  const key = ({ entry, time }: (typeof dated)[number]) => `${time} ${entry.entryUUID}`;
  dated.sort((a, b) => (key(a) < key(b) ? 1 : -1));
  return dated.map(({ entry }) => lineFrom(entry));
}

function lineFrom(entry: DocumentEntry): SummaryLine {
  const { typeCode, availabilityStatus = '' } = entry;
  return {
    title: firstText(entry.title) || (entry.uniqueId ?? ''),
    type: typeCode === undefined ? '' : firstText(typeCode.displayName) || typeCode.code,
    date: readable(entry.creationTime ?? entry.serviceStartTime ?? ''),
    author: entry.author.map(authorName).filter(Boolean).join('; '),
    status: availabilityStatus.slice(availabilityStatus.lastIndexOf(':') + 1),
    repository: entry.repositoryUniqueId ?? '',
  };
}

/** A DTM as people read it, no more precise than it is: `2025-01-02 03:04:05 UTC`. */
function readable(dtm: string): string {
  const day = [dtm.slice(0, 4), dtm.slice(4, 6), dtm.slice(6, 8)].filter(Boolean).join('-');
  const time = [dtm.slice(8, 10), dtm.slice(10, 12), dtm.slice(12, 14)].filter(Boolean).join(':');
  return time === '' ? day : `${day} ${time.length === 2 ? `${time}:00` : time} UTC`;
}

function authorName({ authorPerson, authorInstitution }: Author): string {
  const person = authorPerson === undefined ? undefined : parseXcn(authorPerson);
  const names = [person?.prefix, person?.givenName, person?.familyName].filter(Boolean).join(' ');
  const [institution = ''] = authorInstitution.map((xon) => parseXon(xon)?.name ?? '');
  return [names || (person?.id ?? ''), institution].filter(Boolean).join(', ');
}
