import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../runtime/unavailable.ts';
import { type Manifest, readManifest } from '../../schemas/dicom/read-manifest.ts';
import { aCtInstance, dicomSampleFiles, haveDicomSamples, readDicomSample } from '../../test/support/dicom.ts';
import { anImagingSource } from '../../test/support/imaging-document-source.ts';

const patientId = 'PAT-1001^^^&1.3.6.1.4.1.21367.13.20.3000&ISO';
const study = '2.25.1001';
const instance = (n: number) => aCtInstance({ SOPInstanceUID: `2.25.100${n}`, InstanceNumber: n });

function manifestOf(bytes: Uint8Array): Manifest {
  const result = readManifest(bytes);
  if (result.status !== 'read') throw new Error(result.reason);
  return result.manifest;
}
const sopsOf = (manifest: Manifest) =>
  manifest.studies.flatMap((each) => each.series.flatMap((one) => one.instances.map((i) => i.sopInstanceUID)));

describe('[RAD TF-3 4.68.4.1.2] publishing a study', () => {
  it('[RAD TF-3 4.68.4.1.2] sends a manifest and its metadata, attribute by attribute', async () => {
    await using source = await anImagingSource();
    await source.import(instance(3));
    await source.import(instance(4));
    const { status, body } = await source.publish(study, { patientId });
    expect([status, body]).toEqual([
      200,
      {
        studyInstanceUID: study,
        status: 'published',
        manifestUniqueId: expect.stringMatching(/^2\.25\.\d+$/),
        entryUUID: expect.stringMatching(/^urn:uuid:/),
        series: 1,
        instances: 2,
        errors: [],
      },
    ]);
    const { submission, document } = source.sent[0]!;
    const manifest = manifestOf(document);
    expect(manifest).toMatchObject({
      sopInstanceUID: body.manifestUniqueId,
      patient: { patientID: 'LOC-77' },
      findings: [],
    });
    expect(manifest.studies[0]?.series[0]).toMatchObject({
      retrieveAETitle: 'AFFINITY',
      retrieveLocationUID: '1.3.6.1.4.1.21367.13.71.101',
    });
    expect(sopsOf(manifest)).toEqual(['2.25.1003', '2.25.1004']);
    expect(submission.documentEntries).toMatchObject([
      {
        entryUUID: body.entryUUID,
        uniqueId: body.manifestUniqueId,
        mimeType: 'application/dicom',
        patientId,
        sourcePatientId: 'LOC-77^^^&1.3.6.1.4.1.21367.13.20.1000&ISO',
        sourcePatientInfo: [
          'PID-3|LOC-77^^^&1.3.6.1.4.1.21367.13.20.1000&ISO',
          'PID-5|Moser^Vera',
          'PID-7|19700304',
          'PID-8|F',
        ],
        formatCode: { code: '1.2.840.10008.5.1.4.1.1.88.59', codingScheme: '1.2.840.10008.2.6.1' },
        typeCode: { code: '18748-4' },
        classCode: { code: 'IMAGES' },
        eventCodeList: [
          { code: 'CT', codingScheme: '1.2.840.10008.2.16.4' },
          { code: '43799004', codingScheme: '2.16.840.1.113883.6.96' },
        ],
        referenceIdList: [
          'A77^^^&1.3.6.1.4.1.21367.13.202.2000&ISO^urn:ihe:iti:xds:2013:accession',
          '2.25.1001^^^^urn:ihe:iti:xds:2016:studyInstanceUID',
        ],
        serviceStartTime: '20250102020405',
        creationTime: '20260102030405',
        title: [{ value: 'CT thorax' }],
        author: [{ authorInstitution: ['St. Anna Hospital'] }],
      },
    ]);
    expect(submission.associations).toMatchObject([
      { source: submission.submissionSets[0]?.entryUUID, target: body.entryUUID, submissionSetStatus: 'Original' },
    ]);
    expect(await source.get(`/imaging/studies/${study}`)).toMatchObject({
      body: { manifest: { entryUUID: body.entryUUID } },
    });
  });

  it('[RAD TF-3 4.68.4.1.2] answers an unchanged study with its manifest, and replaces that of a changed one', async () => {
    await using source = await anImagingSource();
    await source.import(instance(3));
    const first = (await source.publish(study, { patientId })).body;
    expect((await source.publish(study, { patientId })).body).toEqual({ ...first, status: 'unchanged' });
    expect(source.sent).toHaveLength(1);
    await source.import(instance(4));
    const second = (await source.publish(study, { patientId })).body;
    expect(second).toMatchObject({ status: 'replaced', instances: 2 });
    expect(second.manifestUniqueId).not.toBe(first.manifestUniqueId);
    expect(source.sent[1]?.submission.associations).toMatchObject([
      {},
      { type: 'urn:ihe:iti:2007:AssociationType:RPLC', source: second.entryUUID, target: first.entryUUID },
    ]);
    await source.import(instance(5));
    await source.publish(study, { patientId });
    expect(source.sent[2]?.submission.associations[1]).toMatchObject({ target: second.entryUUID });
  });

  it('[RAD TF-3 4.68.4.1.2] publishes once however many ask at the same time', async () => {
    await using source = await anImagingSource();
    await source.import(instance(3));
    const answers = await Promise.all([1, 2, 3].map(() => source.publish(study, { patientId })));
    expect(answers.map(({ body }) => body.status).sort()).toEqual(['published', 'unchanged', 'unchanged']);
    expect(source.sent).toHaveLength(1);
  });

  it('[RAD TF-3 4.68.4.1.2] keeps nothing of a refused manifest and passes the errors on', async () => {
    await using source = await anImagingSource();
    await source.import(instance(3));
    const error = { errorCode: 'XDSUnknownPatientId', codeContext: 'who', severity: 'Error' } as const;
    source.answerWith(async () => ({ status: 'Failure', errors: [error] }));
    const files = await source.files();
    expect(await source.publish(study, { patientId })).toMatchObject({
      status: 422,
      body: { status: 'refused', errors: [error] },
    });
    expect(await source.files()).toEqual(files);
    source.answerWith(async () => ({ status: 'Success', errors: [] }));
    expect(await source.publish(study, { patientId })).toMatchObject({ status: 200, body: { status: 'published' } });
  });

  it('[RAD TF-3 4.68.4.1.2] sends the same manifest again when the answer got lost', async () => {
    await using source = await anImagingSource();
    await source.import(instance(3));
    source.answerWith(async () => {
      throw new Unavailable('the repository does not answer');
    });
    expect(await source.publish(study, { patientId })).toMatchObject({ status: 503 });
    const duplicate = { errorCode: 'XDSDuplicateUniqueIdInRegistry', codeContext: 'known', severity: 'Error' } as const;
    source.answerWith(async () => ({ status: 'Failure', errors: [duplicate] }));
    const { body } = await source.publish(study, { patientId });
    expect(body).toMatchObject({
      status: 'unchanged',
      manifestUniqueId: source.sent[0]!.submission.documentEntries[0]!.uniqueId,
    });
    expect(source.sent[1]).toEqual(source.sent[0]);
  });

  it.each([
    ['an unknown study', '2.25.7', { patientId }, 404, /no study 2\.25\.7/],
    ['a patient id that is no CX', study, { patientId: '1001' }, 400, /patientId: is not a CX/],
    ['an unknown key', study, { patientId, colour: 'red' }, 400, /colour/],
    ['no patient', study, {}, 400, /patientId/],
  ])('[RAD TF-3 4.68.4.1.2] refuses %s with the reason', async (_, uid, request, status, detail) => {
    await using source = await anImagingSource();
    await source.import(instance(3));
    const answer = await source.publish(uid, request);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
    expect(source.sent).toEqual([]);
  });

  it('[ITI TF-2 3.42.4.1.3.5] does not replace a manifest across patients', async () => {
    await using source = await anImagingSource();
    await source.import(instance(3));
    await source.publish(study, { patientId });
    const answer = await source.publish(study, { patientId: patientId.replace('1001', '1002') });
    expect([answer.status, answer.body.detail]).toEqual([409, expect.stringMatching(/another patient/)]);
  });

  it('[RAD TF-3 4.68.4.1.2] refuses a body that is not JSON, too large, or of another type', async () => {
    await using source = await anImagingSource();
    const send = (body: string, type = 'application/json') =>
      fetch(`${source.url}/imaging/studies/${study}/publish`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
    expect((await send('{')).status).toBe(400);
    expect((await send('{}', 'text/plain')).status).toBe(415);
    expect((await send(JSON.stringify({ patientId: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await source.get(`/imaging/studies/${study}/erase`)).status).toBe(404);
  });
});

describe.skipIf(!haveDicomSamples)('[RAD TF-3 4.68.4.1.2] publishing the shared studies', () => {
  const folders = [...new Set(dicomSampleFiles('studies').map((file) => file.split('/')[1]!))];

  it.each(folders)(
    '[RAD TF-3 4.68.4.1.2] %s: every instance but manifests, as the manifest that came with it',
    async (folder) => {
      await using source = await anImagingSource();
      const files = dicomSampleFiles(`studies/${folder}`).filter((file) => file.endsWith('.dcm'));
      const studies = new Set<string>();
      const instances = new Set<string>();
      for (const file of files) {
        const { status, body } = await source.import(readDicomSample(file));
        expect([file, status, body.detail]).toEqual([file, 201, undefined]);
        studies.add(String(body.studyInstanceUID));
        instances.add(String(body.sopInstanceUID));
      }
      const published = new Set<string>();
      for (const uid of studies) {
        expect((await source.publish(uid, { patientId })).body).toMatchObject({ status: 'published' });
        for (const sop of sopsOf(manifestOf(source.sent.at(-1)!.document))) published.add(sop);
      }
      const manifests = files.filter((file) => /kos\.dcm$|MADO_KOS/.test(file));
      expect(published.size).toBe(instances.size - manifests.length);
      for (const file of manifests) {
        const theirs = sopsOf(manifestOf(readDicomSample(file)));
        expect([...published].sort()).toEqual([...theirs].sort());
      }
    },
  );
});
