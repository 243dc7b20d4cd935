import type { Row, Sql } from '../../../runtime/sql/database.ts';
import type {
  PatientAttributes,
  ReferencedValueType,
  SeriesAttributes,
  StudyAttributes,
} from '../../../schemas/dicom/read-header.ts';

/** The study an instance belongs to, as far as it is known. */
export interface KnownStudy {
  readonly patient: PatientAttributes;
  readonly study: StudyAttributes;
}

/** One instance as a manifest refers to it. */
export interface ContentInstance {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly valueType: ReferencedValueType;
  readonly acquisition?: string;
}

/** A study with everything a manifest may refer to, in a stable order. */
export interface StudyContent extends KnownStudy {
  readonly series: readonly (SeriesAttributes & { readonly instances: readonly ContentInstance[] })[];
}

/** What is known of a study's patient and order, or undefined. */
export async function findStudy(sql: Sql, studyInstanceUID: string): Promise<KnownStudy | undefined> {
  const rows = await sql.query(
    'select patient, attributes from study where study_uid = $1',
    [studyInstanceUID],
    'find-study',
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const attributes = row.attributes as Partial<StudyAttributes>;
  const study = { procedureCodes: [], requests: [], ...attributes, studyInstanceUID };
  return { patient: row.patient as PatientAttributes, study };
}

/**
 * What a manifest of the study refers to: no manifests, no rejection notes, nothing they withdrew. Series are ordered by
 * number, instances by number; undefined for an unknown study.
 */
export async function studyContent(sql: Sql, studyInstanceUID: string): Promise<StudyContent | undefined> {
  const known = await findStudy(sql, studyInstanceUID);
  if (known === undefined) return undefined;
  const rows = await sql.query(
    `select i.series_uid, s.attributes, i.sop_class_uid, i.sop_uid, i.value_type, i.acquisition
     from instance i join series s on (s.study_uid, s.series_uid) = (i.study_uid, i.series_uid)
     where i.study_uid = $1 and i.purpose = 'content' and not exists (
       select from rejection r
       where r.sop_uid = i.sop_uid and r.series_uid = i.series_uid and r.study_uid = i.study_uid
     )
     order by length(s.attributes->>'seriesNumber'), s.attributes->>'seriesNumber', i.series_uid,
       length(i.instance_number), i.instance_number, i.sop_uid`,
    [studyInstanceUID],
    'study-content',
  );
  const series = new Map<string, SeriesAttributes & { instances: ContentInstance[] }>();
  for (const row of rows) {
    const seriesInstanceUID = String(row.series_uid);
    const attributes = row.attributes as Partial<SeriesAttributes>;
    const entry = series.get(seriesInstanceUID) ?? {
      anatomicRegions: [],
      ...attributes,
      seriesInstanceUID,
      instances: [],
    };
    series.set(seriesInstanceUID, entry);
    entry.instances.push(contentInstance(row));
  }
  return { ...known, series: [...series.values()] };
}

function contentInstance(row: Row): ContentInstance {
  return {
    sopClassUID: String(row.sop_class_uid),
    sopInstanceUID: String(row.sop_uid),
    valueType: row.value_type as ReferencedValueType,
    ...(row.acquisition === null ? {} : { acquisition: String(row.acquisition) }),
  };
}
