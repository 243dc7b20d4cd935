import { randomUUID } from 'node:crypto';
import { contentFacts } from '../../actors/document-source/content/read-content.ts';
import { provideFiles } from '../../actors/document-source/provide-files.ts';
import type { SourceFile } from '../../actors/document-source/read-file.ts';
import { feedPatient } from '../../actors/patient-identity-source/feed-request.ts';
import { formatCx } from '../../schemas/datatypes/cx.ts';
import type { Identifier } from '../../schemas/hl7v2/identifier.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';
import { provideAndRegisterDocumentSet } from '../../transactions/iti-41-provide-and-register-document-set-b/transaction.ts';
import { failOnErrors } from '../answers.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { authorityNamed, commandLineFeed, pixManager } from '../patient-id.ts';
import { makePhantomStudy } from '../phantom/make-phantom-study.ts';
import { cdaReport, pdfReport } from './report-documents.ts';
import { type Scene, type Sent, sha1 } from './scene.ts';

const findings = [
  'Technique: 30 axial slices of 5 mm, synthetic phantom.',
  'Lungs: one round lesion in the right lung. Left lung clear.',
  'Impression: follow-up CT recommended. (Made-up patient, made-up findings.)',
];

/** Registers the patient, makes and publishes a CT study, and submits its report as CDA and PDF. */
export async function hospitalA(scene: Scene): Promise<Sent> {
  const sent = new Map<string, string>();
  await registerPatient(scene);
  await publishCt(scene, sent);
  await submitReports(scene, sent);
  return sent;
}

async function registerPatient({ session, narrator, patient }: Scene): Promise<void> {
  const ids: Identifier[] = [
    { id: patient.affinityId, authority: authorityNamed(session.domain, undefined) },
    patient.hospitalA,
    patient.hospitalB,
  ];
  const endpoint = session.domain.endpoint(pixManager, patientIdentityFeed.id);
  const call = session.peers.call(patientIdentityFeed, endpoint.url);
  for (const identifier of ids) {
    const of = identifier.authority.namespace;
    const actors = 'Patient Identity Source -> PIX Manager -> Document Registry';
    await narrator.step(`Feed the patient as ${of} knows her`, { transaction: 'ITI-8', actors }, async () => {
      const answer = await feedPatient(
        {
          trigger: 'A04',
          identifiers: [identifier],
          name: { family: patient.familyName, given: patient.givenName, typeCode: 'L' },
          birthDate: patient.birthDate,
          sex: patient.sex,
        },
        { ...commandLineFeed, call },
      );
      if (answer.code !== 'AA') throw new CommandError(`The feed was answered ${answer.code}.`, exitCodes.refused);
      return { says: `${identifier.id} accepted (AA)` };
    });
  }
}

async function publishCt({ session, narrator, patient, now, newUID }: Scene, sent: Map<string, string>): Promise<void> {
  const imaging = session.imaging();
  let study = '';
  await narrator.step(
    'Bring the CT into the imaging source',
    { transaction: '-', actors: 'modality -> Imaging Document Source (management)' },
    async () => {
      let octets = 0;
      let instances = 0;
      const slices = makePhantomStudy({
        newUID,
        patient: {
          patientName: `${patient.familyName}^${patient.givenName}`,
          patientID: patient.hospitalA.id,
          patientBirthDate: patient.birthDate,
          patientSex: patient.sex,
        },
        studyDate: now.slice(0, 8),
        studyTime: now.slice(8),
        timezoneOffsetFromUTC: '+0000',
        accessionNumber: `ACC-${patient.hospitalA.id}`,
      });
      for await (const slice of slices) {
        const stored = await imaging.importInstance(slice);
        sent.set(stored.sopInstanceUID, sha1(slice));
        study = stored.studyInstanceUID;
        octets += slice.length;
        instances++;
      }
      return { octets, says: `${instances} slices of study ${study}` };
    },
  );
  await narrator.step(
    'Publish the manifest of the study',
    { transaction: 'RAD-68', actors: 'Imaging Document Source -> Document Repository -> Document Registry (ITI-42)' },
    async () => {
      const published = await imaging.publish(study, affinityPatient(session.domain.state, patient.affinityId));
      if (published.status !== 'published')
        throw new CommandError(`The study is ${published.status}.`, exitCodes.refused);
      return { says: `manifest ${published.manifestUniqueId} refers to ${published.instances} instances` };
    },
  );
}

function affinityPatient(state: Scene['session']['domain']['state'], id: string): string {
  return formatCx({ id, authority: state.assigningAuthority.oid });
}

async function submitReports(
  { session, narrator, patient, now, newUID }: Scene,
  sent: Map<string, string>,
): Promise<void> {
  const { domain, peers } = session;
  const facts = {
    documentId: newUID(),
    patientId: patient.affinityId,
    patientAuthority: domain.state.assigningAuthority.oid,
    familyName: patient.familyName,
    givenName: patient.givenName,
    birthDate: patient.birthDate,
    sex: patient.sex,
    time: `${now}+0000`,
    findings,
  };
  const files = [
    sourceFile('report.xml', 'text/xml', cdaReport(facts)),
    sourceFile('report.pdf', 'application/pdf', pdfReport(facts)),
  ];
  const who = { transaction: 'ITI-41', actors: 'Document Source -> Document Repository -> Document Registry (ITI-42)' };
  await narrator.step('Submit the report as CDA and PDF', who, async () => {
    const endpoint = domain.endpoint('document-repository', provideAndRegisterDocumentSet.id);
    const { entries, response } = await provideFiles(files, {
      call: peers.call(provideAndRegisterDocumentSet, endpoint.url),
      patient: { patientId: affinityPatient(domain.state, patient.affinityId) },
      codeSets: domain.config.domain.codeSets,
      sourceId: '1.3.6.1.4.1.21367.13.90.100',
      now: new Date(),
      newUUID: () => `urn:uuid:${randomUUID()}`,
    });
    failOnErrors(response);
    for (const [index, entry] of entries.entries()) sent.set(entry.uniqueId!, files[index]!.hash!);
    return { octets: files.reduce((sum, file) => sum + file.size, 0), says: `${entries.length} documents registered` };
  });
}

function sourceFile(name: string, mimeType: string, bytes: Buffer): SourceFile {
  return {
    name,
    mimeType,
    size: bytes.length,
    hash: sha1(bytes),
    facts: contentFacts(mimeType, bytes),
    async *content() {
      yield bytes;
    },
  };
}
