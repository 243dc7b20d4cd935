import type { XmlAttribute, XmlElement } from '../xml/element.ts';

/**
 * The objects of XDS metadata — ITI TF-3 4.2.1 to 4.2.3, in the standard's own names.
 *
 * Values are the strings of the wire (a CX as `id^^^&OID&ISO`, a DTM as `20250102`): what was sent is what is kept, and
 * the datatype named in the field table says whether it is legal. Lists that are empty mean "attribute absent".
 */

/** One rim:LocalizedString. Absent `lang` means en-US, absent `charset` UTF-8 (schema defaults, never filled in). */
export interface LocalizedString {
  readonly value: string;
  readonly lang?: string;
  readonly charset?: string;
}
/** rim:Name or rim:Description: usually one LocalizedString. */
export type InternationalString = readonly LocalizedString[];

/** A coded value — ITI TF-3 4.2.3.1.2: rim:Classification with nodeRepresentation, codingScheme slot and Name. */
export interface Code {
  readonly code: string;
  readonly codingScheme: string;
  readonly displayName: InternationalString;
}

/** ITI TF-3 4.2.3.1.4. Persons are XCN, institutions XON, telecommunications XTN. */
export interface Author {
  readonly authorPerson?: string;
  readonly authorInstitution: readonly string[];
  readonly authorRole: readonly string[];
  readonly authorSpecialty: readonly string[];
  readonly authorTelecommunication: readonly string[];
}

/** One rim:Slot. */
export interface Slot {
  readonly name: string;
  readonly values: readonly string[];
  readonly slotType?: string;
}

/**
 * What an ebRIM element says beyond the attributes of its noun: unknown classifications and identifiers, repeated slots,
 * and known elements with more in them than the noun holds (an attribute, a language). Kept so that nothing is lost when
 * the object is written again.
 *
 * `elements` lack what is made anew on writing (inner ids, references to the object itself). An element of a known
 * attribute is written back only while the attribute still says the same; a changed attribute wins.
 */
export interface Unrecognised {
  readonly attributes: readonly XmlAttribute[];
  readonly elements: readonly XmlElement[];
}

interface RegistryObjectFields {
  /** `id`: a symbolic id when submitted, `urn:uuid:…` in the registry. */
  readonly entryUUID: string;
  /** `lid` (Metadata Update). */
  readonly logicalID?: string;
  /** VersionInfo@versionName (Metadata Update). */
  readonly version?: string;
  /** `home`: `urn:oid:…`. */
  readonly homeCommunityId?: string;
  /** The full status URN. */
  readonly availabilityStatus?: string;
  /** Slots the standard does not define — ITI TF-3 4.2.3.1.6; kept and returned. */
  readonly extraMetadata: readonly Slot[];
  /** Absent for almost every object. */
  readonly unrecognised?: Unrecognised;
}

interface PatientObjectFields extends RegistryObjectFields {
  readonly title?: InternationalString;
  readonly comments?: InternationalString;
  /** CX: `id^^^&OID&ISO` of the affinity domain. */
  readonly patientId?: string;
  readonly uniqueId?: string;
  /** The limitedMetadata classification is present. */
  readonly limitedMetadata?: boolean;
}

/** ITI TF-3 4.2.3.2. */
export interface DocumentEntry extends PatientObjectFields {
  readonly kind: 'DocumentEntry';
  /** Stable or On-Demand, as `urn:uuid:…`. */
  readonly objectType: string;
  readonly author: readonly Author[];
  readonly classCode?: Code;
  readonly confidentialityCode: readonly Code[];
  readonly creationTime?: string;
  readonly documentAvailability?: string;
  readonly eventCodeList: readonly Code[];
  readonly formatCode?: Code;
  readonly hash?: string;
  readonly healthcareFacilityTypeCode?: Code;
  readonly languageCode?: string;
  readonly legalAuthenticator?: string;
  readonly mimeType?: string;
  readonly practiceSettingCode?: Code;
  readonly referenceIdList: readonly string[];
  readonly repositoryUniqueId?: string;
  readonly serviceStartTime?: string;
  readonly serviceStopTime?: string;
  readonly size?: string;
  readonly sourcePatientId?: string;
  readonly sourcePatientInfo: readonly string[];
  readonly typeCode?: Code;
  readonly URI?: string;
}

/** ITI TF-3 4.2.3.3. */
export interface SubmissionSet extends PatientObjectFields {
  readonly kind: 'SubmissionSet';
  readonly author: readonly Author[];
  readonly contentTypeCode?: Code;
  readonly intendedRecipient: readonly string[];
  readonly sourceId?: string;
  readonly submissionTime?: string;
}

/** ITI TF-3 4.2.3.4. */
export interface Folder extends PatientObjectFields {
  readonly kind: 'Folder';
  readonly codeList: readonly Code[];
  readonly lastUpdateTime?: string;
}

/** ITI TF-3 4.2.2. */
export interface Association extends RegistryObjectFields {
  readonly kind: 'Association';
  /** associationType as a full URN. */
  readonly type: string;
  /** sourceObject: an id of the message or an entryUUID. */
  readonly source: string;
  /** targetObject. */
  readonly target: string;
  /** `Original` or `Reference`, on SubmissionSet-DocumentEntry HasMember. */
  readonly submissionSetStatus?: string;
  readonly previousVersion?: string;
  readonly associationPropagation?: string;
  readonly originalStatus?: string;
  readonly newStatus?: string;
  /** Why a relationship exists — ITI TF-3 4.2.2.2.1. */
  readonly documentation?: Code;
}

/** A pointer to an object that is not spelled out. */
export interface ObjectRef {
  readonly kind: 'ObjectRef';
  readonly entryUUID: string;
  readonly homeCommunityId?: string;
  readonly unrecognised?: Unrecognised;
}

/** What a registry holds and a query answers with, one noun per kind — ITI TF-3 4.2.1. */
export type RegistryObject = DocumentEntry | SubmissionSet | Folder | Association;

/** The content of one rim:RegistryObjectList as submitted, in document order within each kind. */
export interface Submission {
  /** Exactly one in a valid submission; a list so that a wrong count can be reported. */
  readonly submissionSets: readonly SubmissionSet[];
  readonly documentEntries: readonly DocumentEntry[];
  readonly folders: readonly Folder[];
  readonly associations: readonly Association[];
  /** rim:ObjectRef elements; legal, without meaning here. */
  readonly objectRefs: readonly ObjectRef[];
  /** Elements of the list that are no object of XDS (each is a finding); kept and written back. */
  readonly unrecognised?: readonly XmlElement[];
}

/** An InternationalString of one value in the default language. */
export function international(value: string): InternationalString {
  return [{ value }];
}

/** The first value of an InternationalString, or ''. */
export function firstText(text: InternationalString | undefined): string {
  return text?.[0]?.value ?? '';
}
