import { describe, expect, it } from 'vitest';
import type { Field } from './field.ts';
import { associationFields, authorFields, documentEntryFields, folderFields, submissionSetFields } from './fields.ts';

/** Where each attribute is found, typed a second time from the standard: one line each, `attribute place`. */
const expected = {
  DocumentEntry: `
    author Classification 93606bcf-9494-43ec-9b4e-a7748d1a838d author list
    availabilityStatus @status
    classCode Classification 41a5887f-8865-4c09-adf7-e362475b143a code single
    comments Description 1024
    confidentialityCode Classification f4f85eac-e6cb-4883-b524-f2705394840f code list
    creationTime Slot creationTime single DTM
    documentAvailability Slot documentAvailability single
    entryUUID @id
    eventCodeList Classification 2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4 code list
    formatCode Classification a09d5840-386c-46f2-b5ad-9c3699a4309d code single
    hash Slot hash single SHA1
    healthcareFacilityTypeCode Classification f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1 code single
    homeCommunityId @home
    languageCode Slot languageCode single language
    legalAuthenticator Slot legalAuthenticator single XCN
    limitedMetadata Node ab9b591b-83ab-4d03-8f5d-f93b1fb92e85
    logicalID @lid
    mimeType @mimeType
    objectType @objectType
    patientId Identifier 58a6f841-87b3-4a3e-92fd-a8ffeff98427 XDSDocumentEntry.patientId CX
    practiceSettingCode Classification cccf5598-8b07-4b77-a05e-ae952c785ead code single
    referenceIdList Slot urn:ihe:iti:xds:2013:referenceIdList list CXi
    repositoryUniqueId Slot repositoryUniqueId single OID
    serviceStartTime Slot serviceStartTime single DTM
    serviceStopTime Slot serviceStopTime single DTM
    size Slot size single integer
    sourcePatientId Slot sourcePatientId single CX
    sourcePatientInfo Slot sourcePatientInfo list
    title Name 128
    typeCode Classification f0306f51-975f-434e-a61c-c59651d33983 code single
    uniqueId Identifier 2e82c1f6-a085-4c72-9da3-8640a32e42ab XDSDocumentEntry.uniqueId Identifier
    URI Slot URI single URI
    version VersionInfo`,
  SubmissionSet: `
    author Classification a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d author list
    availabilityStatus @status
    comments Description 1024
    contentTypeCode Classification aa543740-bdda-424e-8c96-df4873be8500 code single
    entryUUID @id
    homeCommunityId @home
    intendedRecipient Slot intendedRecipient list
    limitedMetadata Node 5003a9db-8d8d-49e6-bf0c-990e34ac7707
    logicalID @lid
    patientId Identifier 6b5aea1a-874d-4603-a4bc-96a0a7b38446 XDSSubmissionSet.patientId CX
    sourceId Identifier 554ac39e-e3fe-47fe-b233-965d2a147832 XDSSubmissionSet.sourceId OID
    submissionTime Slot submissionTime single DTM
    title Name 256
    uniqueId Identifier 96fdda7c-d067-4183-912e-bf5ee74998a8 XDSSubmissionSet.uniqueId OID
    version VersionInfo`,
  Folder: `
    availabilityStatus @status
    codeList Classification 1ba97051-7806-41a8-a48b-8fce7af683c5 code list
    comments Description 1024
    entryUUID @id
    homeCommunityId @home
    lastUpdateTime Slot lastUpdateTime single DTM
    limitedMetadata Node 2c144a76-29a9-4b7c-af54-b25409fe7d03
    logicalID @lid
    patientId Identifier f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a XDSFolder.patientId CX
    title Name 256
    uniqueId Identifier 75df8f67-9973-4fbe-a900-df66cefecc5a XDSFolder.uniqueId OID
    version VersionInfo`,
  Association: `
    associationPropagation Slot AssociationPropagation single
    availabilityStatus @status
    documentation Classification abd807a3-4432-4053-87b4-fd82c643d1f3 code single
    entryUUID @id
    homeCommunityId @home
    logicalID @lid
    newStatus Slot NewStatus single
    originalStatus Slot OriginalStatus single
    previousVersion Slot PreviousVersion single
    source @sourceObject
    submissionSetStatus Slot SubmissionSetStatus single
    target @targetObject
    type @associationType
    version VersionInfo`,
  Author: `
    authorPerson Slot authorPerson single XCN
    authorInstitution Slot authorInstitution list XON
    authorRole Slot authorRole list
    authorSpecialty Slot authorSpecialty list
    authorTelecommunication Slot authorTelecommunication list XTN`,
};

/** Datatypes whose names the standard fixes; the others are our own words and are not compared. */
const namedByTheStandard = new Set(['DTM', 'CX', 'CXi', 'XCN', 'XON', 'XTN', 'OID']);
const ours = / (SHA1|language|integer|Identifier|URI)$/;

function place(field: Field): string {
  const type = 'type' in field && field.type && namedByTheStandard.has(field.type.name) ? ` ${field.type.name}` : '';
  switch (field.as) {
    case 'slot':
      return `Slot ${field.name} ${field.multiplicity}${type}`;
    case 'xmlAttribute':
      return `@${field.name}`;
    case 'externalIdentifier':
      return `Identifier ${field.scheme.replace('urn:uuid:', '')} ${field.name}${type}`;
    case 'classification':
      return `Classification ${field.scheme.replace('urn:uuid:', '')} ${field.holds} ${field.multiplicity}`;
    case 'classificationNode':
      return `Node ${field.node.replace('urn:uuid:', '')}`;
    case 'internationalString':
      return `${field.element} ${field.maxLength}`;
    case 'versionInfo':
      return 'VersionInfo';
  }
}

const tables: Readonly<Record<keyof typeof expected, Readonly<Record<string, Field>>>> = {
  DocumentEntry: documentEntryFields,
  SubmissionSet: submissionSetFields,
  Folder: folderFields,
  Association: associationFields,
  Author: authorFields,
};

describe('[ITI TF-3 4.2.3] field tables', () => {
  it.each(Object.keys(tables) as (keyof typeof expected)[])(
    'place every attribute of %s as the standard does',
    (kind) => {
      const lines = Object.entries(tables[kind]).map(([name, field]) => `${name} ${place(field)}`);
      const typed = expected[kind]
        .trim()
        .split('\n')
        .map((line) => line.trim().replace(ours, ''));
      expect(lines.sort()).toEqual(typed.sort());
    },
  );

  it('give every value its datatype where the standard has one', () => {
    const typed = [
      'hash',
      'languageCode',
      'mimeType',
      'size',
      'sourcePatientInfo',
      'uniqueId',
      'URI',
      'homeCommunityId',
    ];
    for (const name of typed) expect(tables.DocumentEntry[name], name).toHaveProperty('type.name');
    expect(submissionSetFields.intendedRecipient).toHaveProperty('type.name');
  });

  it('point at a paragraph each', () => {
    for (const table of Object.values(tables))
      for (const [name, { source }] of Object.entries(table)) expect(source.section, name).not.toBe('');
  });
});
