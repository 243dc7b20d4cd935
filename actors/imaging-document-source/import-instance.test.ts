import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFile } from '../../schemas/dicom/write.ts';
import { aCtInstance, testImplementation } from '../../test/support/dicom.ts';
import { anImagingSource, type TestImagingSource } from '../../test/support/imaging-document-source.ts';

describe('[RAD TF-1 18.1] import of instances', () => {
  let source: TestImagingSource;
  beforeAll(async () => {
    source = await anImagingSource({ limits: { instanceBytes: 4 << 20 } });
  });
  afterAll(() => source[Symbol.asyncDispose]());

  const study = (n: number) => ({ StudyInstanceUID: `2.25.${n}0`, SeriesInstanceUID: `2.25.${n}1` });

  it('[RAD TF-1 18.1] stores the bytes as received and answers with identity, hash and size', async () => {
    const file = aCtInstance({ ...study(1), SOPInstanceUID: '2.25.100' });
    const { status, body } = await source.import(file);
    expect([status, body]).toEqual([
      201,
      {
        studyInstanceUID: '2.25.10',
        seriesInstanceUID: '2.25.11',
        sopInstanceUID: '2.25.100',
        sha1: expect.stringMatching(/^[0-9a-f]{40}$/),
        size: file.length,
        status: 'stored',
        findings: [],
      },
    ]);
    expect((await source.files()).some((name) => name.endsWith(String(body.sha1)))).toBe(true);
  });

  it('[RAD TF-1 18.1] takes the same bytes twice and refuses others under the same SOP Instance UID', async () => {
    const file = aCtInstance({ ...study(2), SOPInstanceUID: '2.25.200' });
    await source.import(file);
    expect(await source.import(file)).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    const files = await source.files();
    const changed = aCtInstance({ ...study(2), SOPInstanceUID: '2.25.200', StudyDescription: 'changed' });
    const { status, body } = await source.import(changed);
    expect([status, body.detail]).toEqual([
      409,
      expect.stringMatching(/2\.25\.200 is stored already in transfer syntax .* with other bytes/),
    ]);
    expect(await source.files()).toEqual(files);
  });

  it('[DICOM PS3.5 10] refuses a known SOP Instance UID in another series', async () => {
    await source.import(aCtInstance({ ...study(6), SOPInstanceUID: '2.25.600' }));
    const moved = aCtInstance({ ...study(6), SeriesInstanceUID: '2.25.69', SOPInstanceUID: '2.25.600' });
    const { status, body } = await source.import(moved);
    expect([status, body.detail]).toEqual([409, expect.stringMatching(/stored already in series 2\.25\.61 of study/)]);
  });

  it('[RAD TF-1 18.1] takes the same new instance from two senders at once', async () => {
    const file = aCtInstance({ ...study(3), SOPInstanceUID: '2.25.300' });
    const answers = await Promise.all([source.import(file), source.import(file), source.import(file)]);
    expect(answers.map(({ body }) => body.status).sort()).toEqual(['duplicate', 'duplicate', 'stored']);
  });

  it.each([
    ['a text', new TextEncoder().encode('hello '.repeat(1000)), 422, /not a DICOM file/],
    ['nothing', new Uint8Array(0), 422, /not a DICOM file/],
    ['an instance without study', aCtInstance({ StudyInstanceUID: undefined }), 422, /Study Instance UID/],
    ['a large text', new Uint8Array(3 << 20).fill(65), 422, /not a DICOM file/],
    ['more than is allowed', aCtInstance({ PixelData: new Uint8Array(5 << 20) }), 413, /limits\.instanceBytes/],
  ])('[RAD TF-1 18.1] refuses %s with the reason and keeps nothing', async (_, file, status, detail) => {
    const files = await source.files();
    const answer = await source.import(file);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
    expect(await source.files()).toEqual(files);
  });

  it('[RFC 9110 15.5] refuses another content type and another method', async () => {
    expect(await source.import(aCtInstance(), { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    const got = await fetch(`${source.url}/imaging/instances`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('[DICOM PS3.3 C.7.1.1] refuses a study of two patients, and says where else instances disagree', async () => {
    const id = { ...study(4), PatientID: 'P1' };
    await source.import(aCtInstance({ ...id, SOPInstanceUID: '2.25.400' }));
    const other = await source.import(aCtInstance({ ...id, SOPInstanceUID: '2.25.401', PatientID: 'P2' }));
    expect([other.status, other.body.detail]).toEqual([409, expect.stringMatching(/another Patient ID/)]);
    const renamed = await source.import(
      aCtInstance({ ...id, SOPInstanceUID: '2.25.402', PatientName: 'Moser-Lang^V' }),
    );
    expect(renamed).toMatchObject({
      status: 201,
      body: { findings: [expect.stringMatching(/^Patient Name .* differs/)] },
    });
  });

  it('[RAD TF-1 18.1] keeps nothing of a sender that vanishes half way', async () => {
    const files = await source.files();
    const file = aCtInstance({ ...study(5), SOPInstanceUID: '2.25.500', PixelData: new Uint8Array(1 << 20) });
    const { hostname, port } = new URL(source.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        const head = `POST /imaging/instances HTTP/1.1\r\nhost: x\r\ncontent-type: application/dicom\r\ncontent-length: ${file.length}\r\n\r\n`;
        socket.write(head);
        socket.write(file.subarray(0, 600_000), () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    await expect.poll(() => source.files(), { timeout: 10_000 }).toEqual(files);
    expect(await source.get('/imaging/studies/2.25.50')).toMatchObject({ status: 404 });
  });

  it('[RAD TF-1 18.1] lists studies newest first, in pages, and one by its UID', async () => {
    await using fresh = await anImagingSource();
    for (const n of [1, 2, 3]) await fresh.import(aCtInstance({ ...study(n), SOPInstanceUID: `2.25.${n}00` }));
    const uids = async (query: string) => {
      const { body } = await fresh.get(`/imaging/studies${query}`);
      return (body as { studyInstanceUID: string }[]).map((each) => each.studyInstanceUID);
    };
    const all = await uids('');
    expect([...all].sort()).toEqual(['2.25.10', '2.25.20', '2.25.30']);
    expect(await uids('?limit=2')).toEqual(all.slice(0, 2));
    expect(await uids(`?limit=2&after=${all[1]}`)).toEqual(all.slice(2));
    expect(await fresh.get('/imaging/studies?limit=0')).toMatchObject({ status: 400 });
    expect(await fresh.get('/imaging/studies/2.25.20')).toMatchObject({
      status: 200,
      body: { studyInstanceUID: '2.25.20', patientID: 'LOC-77', modalities: ['CT'], series: 1, instances: 1 },
    });
  });

  it('[RAD TF-3 4.66] withdraws what a rejection note names, whichever arrived first', async () => {
    await using fresh = await anImagingSource();
    const note = encodeFile(
      {
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59',
        SOPInstanceUID: '2.25.900',
        StudyInstanceUID: '2.25.10',
        SeriesInstanceUID: '2.25.901',
        PatientID: 'LOC-77',
        ConceptNameCodeSequence: [{ CodeValue: '113037', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Rejected' }],
        CurrentRequestedProcedureEvidenceSequence: [
          {
            StudyInstanceUID: '2.25.10',
            ReferencedSeriesSequence: [
              {
                SeriesInstanceUID: '2.25.11',
                ReferencedSOPSequence: ['2.25.100', '2.25.101'].map((uid) => ({
                  ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
                  ReferencedSOPInstanceUID: uid,
                })),
              },
            ],
          },
        ],
      },
      testImplementation,
    );
    await fresh.import(aCtInstance({ ...study(1), SOPInstanceUID: '2.25.100' }));
    await fresh.import(note);
    await fresh.import(aCtInstance({ ...study(1), SOPInstanceUID: '2.25.101' }));
    await fresh.import(aCtInstance({ ...study(1), SOPInstanceUID: '2.25.102' }));
    const { body } = await fresh.get('/imaging/studies/2.25.10');
    expect(body).toMatchObject({ instances: 4, rejectedInstances: 2 });
    const document = (documentUniqueId: string) => ({
      repositoryUniqueId: '1.3.6.1.4.1.21367.13.71.101',
      documentUniqueId,
    });
    const documents = ['2.25.100', '2.25.101', '2.25.102'].map(document);
    const answer = await fresh.retrieve({
      transferSyntaxUIDs: ['1.2.840.10008.1.2.1'],
      studies: [{ studyInstanceUID: '2.25.10', series: [{ seriesInstanceUID: '2.25.11', documents }] }],
    });
    expect(answer.errors.map(({ errorCode, location }) => [errorCode, location])).toEqual([
      ['XDSDocumentUniqueIdError', '2.25.100'],
      ['XDSDocumentUniqueIdError', '2.25.101'],
    ]);
  });
});
