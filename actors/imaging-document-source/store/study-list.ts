import type { Row, Sql } from '../../../runtime/sql/database.ts';

/** One line of the list of studies. Empty values are left out. */
export interface StudySummary {
  readonly studyInstanceUID: string;
  readonly patientID?: string;
  readonly patientName?: string;
  readonly studyDate?: string;
  readonly studyDescription?: string;
  readonly accessionNumber?: string;
  readonly modalities: readonly string[];
  readonly series: number;
  readonly instances: number;
  readonly rejectedInstances: number;
  /** Octets of all encodings. */
  readonly bytes: number;
  /** The manifest the registry has of it. */
  readonly manifest?: { readonly uniqueId: string; readonly entryUUID: string; readonly patientId: string };
}

/** Which part of the list: the newest `limit` studies, or those older than the study `after`; or one study. */
export interface StudyListPage {
  readonly limit: number;
  readonly after?: string;
  readonly studyInstanceUID?: string;
}

/** Studies held here, newest first. Series and instances count everything stored, rejected ones included. */
export async function listStudies(sql: Sql, page: StudyListPage): Promise<StudySummary[]> {
  const rows = await sql.query(
    `select s.study_uid, s.patient, s.attributes, c.*, m.unique_id, m.entry_uuid, m.patient_id
     from (
       select * from study
       where ($2::text is null or (since, study_uid) < (select since, study_uid from study where study_uid = $2))
         and ($3::text is null or study_uid = $3)
       order by since desc, study_uid desc limit $1
     ) s
     left join manifest m on m.study_uid = s.study_uid and m.state = 'published'
     cross join lateral (
       select count(distinct i.series_uid) as series, count(*) as instances, coalesce(sum(e.bytes), 0) as bytes,
         count(*) filter (where exists (
           select from rejection r
           where r.sop_uid = i.sop_uid and r.series_uid = i.series_uid and r.study_uid = i.study_uid
         )) as rejected,
         array(
           select distinct t.attributes->>'modality' from series t
           where t.study_uid = s.study_uid and t.attributes ? 'modality' order by 1
         ) as modalities
       from instance i
       cross join lateral (select sum(size) as bytes from encoding where sop_uid = i.sop_uid) e
       where i.study_uid = s.study_uid
     ) c
     order by s.since desc, s.study_uid desc`,
    [page.limit, page.after ?? null, page.studyInstanceUID ?? null],
    'list-studies',
  );
  return rows.map(summary);
}

function summary(row: Row): StudySummary {
  const patient = row.patient as { patientID?: string; patientName?: string };
  const study = row.attributes as { studyDate?: string; studyDescription?: string; accessionNumber?: string };
  return {
    studyInstanceUID: String(row.study_uid),
    patientID: patient.patientID,
    patientName: patient.patientName,
    studyDate: study.studyDate,
    studyDescription: study.studyDescription,
    accessionNumber: study.accessionNumber,
    modalities: row.modalities as string[],
    series: Number(row.series),
    instances: Number(row.instances),
    rejectedInstances: Number(row.rejected),
    bytes: Number(row.bytes),
    manifest:
      row.unique_id === null
        ? undefined
        : { uniqueId: String(row.unique_id), entryUUID: String(row.entry_uuid), patientId: String(row.patient_id) },
  };
}
