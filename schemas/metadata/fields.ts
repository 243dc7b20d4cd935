import { cx } from '../datatypes/cx.ts';
import { cxi } from '../datatypes/cxi.ts';
import type { Datatype } from '../datatypes/datatype.ts';
import { dtm } from '../datatypes/dtm.ts';
import { sha1Hex } from '../datatypes/hash.ts';
import { identifier } from '../datatypes/identifier.ts';
import { language } from '../datatypes/language.ts';
import { mimeType } from '../datatypes/mime.ts';
import { oid, oidUrn } from '../datatypes/oid.ts';
import { patientInfoLine } from '../datatypes/patient-info.ts';
import { recipient } from '../datatypes/recipient.ts';
import { size } from '../datatypes/size.ts';
import { uri } from '../datatypes/uri.ts';
import { uuid } from '../datatypes/uuid.ts';
import { xcn } from '../datatypes/xcn.ts';
import { xon } from '../datatypes/xon.ts';
import { xtn } from '../datatypes/xtn.ts';
import { other, type SpecRef, tf3 } from '../spec-ref.ts';
import { classificationSchemes, identificationSchemes, limitedMetadataNodes } from '../vocabulary/schemes.ts';
import type {
  ClassificationField,
  ClassificationNodeField,
  ExternalIdentifierField,
  FieldTable,
  InternationalStringField,
  SlotField,
  VersionInfoField,
  XmlAttributeField,
} from './field.ts';
import type { Association, Author, DocumentEntry, Folder, SubmissionSet } from './nouns.ts';

/** Characters of a slot Value, a nodeRepresentation and an ExternalIdentifier value — ebRIM 3.0, type LongName. */
export const longNameLength = 256;
/** Characters of a LocalizedString — ebRIM 3.0, type FreeFormText. */
export const freeTextLength = 1024;
/** Characters of VersionInfo@versionName — ebRIM 3.0, type String16. */
const versionNameLength = 16;

type Single = SlotField & { readonly multiplicity: 'single' };
type List = SlotField & { readonly multiplicity: 'list' };

const metadataUpdate = (attribute: string): SpecRef => other('ITI Suppl. XDS Metadata Update', attribute);

function slot(name: string, source: SpecRef, type?: Datatype): Single {
  return { as: 'slot', name, multiplicity: 'single', maxLength: longNameLength, source, ...(type && { type }) };
}
function slotList(name: string, source: SpecRef, type?: Datatype): List {
  return { as: 'slot', name, multiplicity: 'list', maxLength: longNameLength, source, ...(type && { type }) };
}
function xmlAttribute(name: string, source: SpecRef, type?: Datatype): XmlAttributeField {
  return { as: 'xmlAttribute', name, maxLength: longNameLength, source, ...(type && { type }) };
}
function externalIdentifier(
  identification: { readonly scheme: string; readonly name: string },
  source: SpecRef,
  type: Datatype,
): ExternalIdentifierField {
  return { as: 'externalIdentifier', ...identification, maxLength: longNameLength, source, type };
}
function code(
  scheme: string,
  source: SpecRef,
): ClassificationField & { readonly holds: 'code'; readonly multiplicity: 'single' } {
  return { as: 'classification', scheme, holds: 'code', multiplicity: 'single', source };
}
function codeList(
  scheme: string,
  source: SpecRef,
): ClassificationField & { readonly holds: 'code'; readonly multiplicity: 'list' } {
  return { as: 'classification', scheme, holds: 'code', multiplicity: 'list', source };
}
function authors(
  scheme: string,
  source: SpecRef,
): ClassificationField & { readonly holds: 'author'; readonly multiplicity: 'list' } {
  return { as: 'classification', scheme, holds: 'author', multiplicity: 'list', source };
}
function flag(node: string, source: SpecRef): ClassificationNodeField {
  return { as: 'classificationNode', node, source };
}
function text(element: 'Name' | 'Description', maxLength: number, source: SpecRef): InternationalStringField {
  return { as: 'internationalString', element, maxLength, source };
}
const versionInfo: VersionInfoField = {
  as: 'versionInfo',
  maxLength: versionNameLength,
  source: metadataUpdate('version'),
};
const logicalID = xmlAttribute('lid', metadataUpdate('logicalID'), uuid);

const entryScheme = classificationSchemes.DocumentEntry;
const entryIdentifier = identificationSchemes.DocumentEntry;

/** DocumentEntry as rim:ExtrinsicObject — ITI TF-3 4.2.3.2. */
export const documentEntryFields = {
  author: authors(entryScheme.author, tf3('4.2.3.2.1')),
  availabilityStatus: xmlAttribute('status', tf3('4.2.3.2.2')),
  classCode: code(entryScheme.classCode, tf3('4.2.3.2.3')),
  comments: text('Description', freeTextLength, tf3('4.2.3.2.4')),
  confidentialityCode: codeList(entryScheme.confidentialityCode, tf3('4.2.3.2.5')),
  creationTime: slot('creationTime', tf3('4.2.3.2.6'), dtm),
  documentAvailability: slot('documentAvailability', metadataUpdate('documentAvailability')),
  entryUUID: xmlAttribute('id', tf3('4.2.3.2.7')),
  eventCodeList: codeList(entryScheme.eventCodeList, tf3('4.2.3.2.8')),
  formatCode: code(entryScheme.formatCode, tf3('4.2.3.2.9')),
  hash: slot('hash', tf3('4.2.3.2.10'), sha1Hex),
  healthcareFacilityTypeCode: code(entryScheme.healthcareFacilityTypeCode, tf3('4.2.3.2.11')),
  homeCommunityId: xmlAttribute('home', tf3('4.2.3.2.12'), oidUrn),
  languageCode: slot('languageCode', tf3('4.2.3.2.13'), language),
  legalAuthenticator: slot('legalAuthenticator', tf3('4.2.3.2.14'), xcn),
  limitedMetadata: flag(limitedMetadataNodes.DocumentEntry, tf3('4.2.3.2.29')),
  logicalID,
  mimeType: xmlAttribute('mimeType', tf3('4.2.3.2.15'), mimeType),
  objectType: xmlAttribute('objectType', tf3('4.2.3.2.30')),
  patientId: externalIdentifier(
    { scheme: entryIdentifier.patientId, name: 'XDSDocumentEntry.patientId' },
    tf3('4.2.3.2.16'),
    cx,
  ),
  practiceSettingCode: code(entryScheme.practiceSettingCode, tf3('4.2.3.2.17')),
  referenceIdList: slotList('urn:ihe:iti:xds:2013:referenceIdList', tf3('4.2.3.2.28'), cxi),
  repositoryUniqueId: slot('repositoryUniqueId', tf3('4.2.3.2.18'), oid),
  serviceStartTime: slot('serviceStartTime', tf3('4.2.3.2.19'), dtm),
  serviceStopTime: slot('serviceStopTime', tf3('4.2.3.2.20'), dtm),
  size: slot('size', tf3('4.2.3.2.21'), size),
  sourcePatientId: slot('sourcePatientId', tf3('4.2.3.2.22'), cx),
  sourcePatientInfo: slotList('sourcePatientInfo', tf3('4.2.3.2.23'), patientInfoLine),
  title: text('Name', 128, tf3('4.2.3.2.24')),
  typeCode: code(entryScheme.typeCode, tf3('4.2.3.2.25')),
  uniqueId: externalIdentifier(
    { scheme: entryIdentifier.uniqueId, name: 'XDSDocumentEntry.uniqueId' },
    tf3('4.2.3.2.26'),
    identifier,
  ),
  URI: slot('URI', tf3('4.2.3.2.27'), uri),
  version: versionInfo,
} as const satisfies FieldTable<DocumentEntry>;

const setIdentifier = identificationSchemes.SubmissionSet;

/** SubmissionSet as rim:RegistryPackage — ITI TF-3 4.2.3.3. */
export const submissionSetFields = {
  author: authors(classificationSchemes.SubmissionSet.author, tf3('4.2.3.3.1')),
  availabilityStatus: xmlAttribute('status', tf3('4.2.3.3.2')),
  comments: text('Description', freeTextLength, tf3('4.2.3.3.3')),
  contentTypeCode: code(classificationSchemes.SubmissionSet.contentTypeCode, tf3('4.2.3.3.4')),
  entryUUID: xmlAttribute('id', tf3('4.2.3.3.5')),
  homeCommunityId: xmlAttribute('home', tf3('4.2.3.3.6'), oidUrn),
  intendedRecipient: slotList('intendedRecipient', tf3('4.2.3.3.7'), recipient),
  limitedMetadata: flag(limitedMetadataNodes.SubmissionSet, tf3('4.2.3.3.13')),
  logicalID,
  patientId: externalIdentifier(
    { scheme: setIdentifier.patientId, name: 'XDSSubmissionSet.patientId' },
    tf3('4.2.3.3.8'),
    cx,
  ),
  sourceId: externalIdentifier(
    { scheme: setIdentifier.sourceId, name: 'XDSSubmissionSet.sourceId' },
    tf3('4.2.3.3.9'),
    oid,
  ),
  submissionTime: slot('submissionTime', tf3('4.2.3.3.10'), dtm),
  title: text('Name', 256, tf3('4.2.3.3.11')),
  uniqueId: externalIdentifier(
    { scheme: setIdentifier.uniqueId, name: 'XDSSubmissionSet.uniqueId' },
    tf3('4.2.3.3.12'),
    oid,
  ),
  version: versionInfo,
} as const satisfies FieldTable<SubmissionSet>;

const folderIdentifier = identificationSchemes.Folder;

/** Folder as rim:RegistryPackage — ITI TF-3 4.2.3.4. */
export const folderFields = {
  availabilityStatus: xmlAttribute('status', tf3('4.2.3.4.1')),
  codeList: codeList(classificationSchemes.Folder.codeList, tf3('4.2.3.4.2')),
  comments: text('Description', freeTextLength, tf3('4.2.3.4.3')),
  entryUUID: xmlAttribute('id', tf3('4.2.3.4.4')),
  homeCommunityId: xmlAttribute('home', tf3('4.2.3.4.5'), oidUrn),
  lastUpdateTime: slot('lastUpdateTime', tf3('4.2.3.4.6'), dtm),
  limitedMetadata: flag(limitedMetadataNodes.Folder, tf3('4.2.3.4.10')),
  logicalID,
  patientId: externalIdentifier(
    { scheme: folderIdentifier.patientId, name: 'XDSFolder.patientId' },
    tf3('4.2.3.4.7'),
    cx,
  ),
  title: text('Name', 256, tf3('4.2.3.4.8')),
  uniqueId: externalIdentifier(
    { scheme: folderIdentifier.uniqueId, name: 'XDSFolder.uniqueId' },
    tf3('4.2.3.4.9'),
    oid,
  ),
  version: versionInfo,
} as const satisfies FieldTable<Folder>;

/** Association as rim:Association — ITI TF-3 4.2.2; the slots of Metadata Update included. */
export const associationFields = {
  associationPropagation: slot('AssociationPropagation', metadataUpdate('AssociationPropagation')),
  availabilityStatus: xmlAttribute('status', tf3('4.2.2')),
  documentation: code(classificationSchemes.Association.documentation, tf3('4.2.2.2.1')),
  entryUUID: xmlAttribute('id', tf3('4.2.2')),
  homeCommunityId: xmlAttribute('home', tf3('4.2.2'), oidUrn),
  logicalID,
  newStatus: slot('NewStatus', metadataUpdate('NewStatus')),
  originalStatus: slot('OriginalStatus', metadataUpdate('OriginalStatus')),
  previousVersion: slot('PreviousVersion', metadataUpdate('PreviousVersion')),
  source: xmlAttribute('sourceObject', tf3('4.2.2')),
  submissionSetStatus: slot('SubmissionSetStatus', tf3('4.2.1.4')),
  target: xmlAttribute('targetObject', tf3('4.2.2')),
  type: xmlAttribute('associationType', tf3('4.2.2')),
  version: versionInfo,
} as const satisfies FieldTable<Association>;

/** The slots of an author's Classification — ITI TF-3 4.2.3.1.4. */
export const authorFields = {
  authorPerson: slot('authorPerson', tf3('4.2.3.1.4'), xcn),
  authorInstitution: slotList('authorInstitution', tf3('4.2.3.1.4'), xon),
  authorRole: slotList('authorRole', tf3('4.2.3.1.4')),
  authorSpecialty: slotList('authorSpecialty', tf3('4.2.3.1.4')),
  authorTelecommunication: slotList('authorTelecommunication', tf3('4.2.3.1.4'), xtn),
} as const satisfies FieldTable<Author>;
