import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import { ask, feedOnePatient, namedProvision, send } from '../support/domain-traffic.ts';
import { oidOf, uuidOf } from '../support/registry-service.ts';
import { aRunningDomain, type TestDomain } from '../support/running-domain.ts';

const extraMetadata = [
  { name: 'urn:example:ward', values: ['7 & 8', '<9>'] },
  { name: 'urn:oid:1.2.3.4', values: ['x'] },
];

describe('[ITI TF-3 4.2.3.1.6] extra metadata', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await aRunningDomain();
  });
  afterAll(() => domain[Symbol.asyncDispose]());

  it('of every kind of object is kept and comes back', async () => {
    const patientId = await feedOnePatient(domain, 'P1');
    const provided = namedProvision({ set: 'S1', documents: { a: 'text' }, folders: ['F'], patientId });
    const { submissionSets, documentEntries, folders, associations } = provided.submission;
    const extended = <T extends RegistryObject>(objects: readonly T[]): T[] =>
      objects.map((object) => ({ ...object, extraMetadata }));
    const submission = {
      ...provided.submission,
      submissionSets: extended(submissionSets),
      documentEntries: extended(documentEntries),
      folders: extended(folders),
      associations: extended(associations),
    };
    expect(await send(domain, { ...provided, submission })).toEqual({ status: 'Success', errors: [] });
    const found = await ask(domain, {
      name: 'GetSubmissionSetAndContents',
      parameters: { entryUUID: uuidOf('S1') },
    });
    expect(found.map(({ kind }) => kind).sort()).toEqual([
      'Association',
      'Association',
      'DocumentEntry',
      'Folder',
      'SubmissionSet',
    ]);
    for (const object of found) expect(object.extraMetadata).toEqual(extraMetadata);
  });

  it('with a plain name is no extra metadata and refused', async () => {
    const patientId = await feedOnePatient(domain, 'P2');
    const provided = namedProvision({ set: 'S2', documents: { b: 'text' }, patientId });
    const [entry] = provided.submission.documentEntries;
    const documentEntries = [{ ...entry!, extraMetadata: [{ name: 'ward', values: ['7'] }] }];
    const { errors } = await send(domain, { ...provided, submission: { ...provided.submission, documentEntries } });
    expect(errors.map(({ errorCode }) => errorCode)).toEqual(['XDSRegistryMetadataError']);
    expect(await ask(domain, { name: 'GetDocuments', parameters: { uniqueId: [oidOf('b')] } })).toEqual([]);
  });
});
