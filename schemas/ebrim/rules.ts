import type { RuleText } from '../rule.ts';
import { other, type SpecRef, tf3 } from '../spec-ref.ts';

const rim = (section: string): SpecRef => other('ebRIM 3.0', section);

function rule(id: string, source: SpecRef, statement: string): RuleText {
  return { id, source, statement, code: 'XDSRegistryMetadataError' };
}

/**
 * What the ebRIM form of metadata must look like, whatever the values say; reported while decoding.
 *
 * Rules about values (formats, required attributes, references) are in schemas/metadata/rules.
 */
export const ebrimRules = {
  elementKnown: rule(
    'ebrim-element-known',
    tf3('4.2.1'),
    'A RegistryObjectList holds ExtrinsicObject, RegistryPackage, Association, ObjectRef and the Classification that marks a RegistryPackage, nothing else.',
  ),
  contentKnown: rule(
    'ebrim-content-known',
    rim('2.5'),
    'An object holds Slots, at most one Name, Description and VersionInfo, Classifications and ExternalIdentifiers, nothing else.',
  ),
  attributePresent: rule(
    'ebrim-attribute-present',
    rim('2'),
    'Every object has an id, and an Association its associationType, sourceObject and targetObject.',
  ),
  objectType: rule(
    'ebrim-object-type',
    tf3('4.2.3.2.30'),
    'ExtrinsicObject@objectType is the UUID of Stable or of On-Demand; other objects carry the objectType of their class or none.',
  ),
  packageKind: rule(
    'ebrim-package-kind',
    tf3('4.2.1'),
    'A RegistryPackage is classified as SubmissionSet or as Folder, and not as both.',
  ),
  slotOnce: rule('ebrim-slot-once', tf3('4.2.3.1.1'), 'A Slot name occurs at most once in an object.'),
  slotSingleValue: rule(
    'ebrim-slot-single-value',
    tf3('4.2.3.1.1'),
    'The Slot of a single-valued attribute has exactly one Value.',
  ),
  slotNotEmpty: rule(
    'ebrim-slot-not-empty',
    tf3('4.2.3.1.1'),
    'A Slot has at least one Value, and no Value is empty; an attribute without value is left out.',
  ),
  slotName: rule('ebrim-slot-name', rim('2.8'), 'Every Slot has a name.'),
  slotKnown: rule(
    'ebrim-slot-known',
    tf3('4.2.3.1.6'),
    'A Slot that the standard does not define has a URN as its name.',
  ),
  slotReserved: rule(
    'ebrim-slot-reserved',
    tf3('4.2.3.1.6'),
    'Slot names that begin with urn:ihe: are defined by IHE for this kind of object.',
  ),
  classificationKnown: rule(
    'ebrim-classification-known',
    tf3('4.2.5.2'),
    'The classificationScheme or classificationNode of a Classification is one that the standard defines for this kind of object.',
  ),
  classificationOnce: rule(
    'ebrim-classification-once',
    tf3('4.2.3'),
    'A Classification of a single-valued attribute, and one that marks an object, occurs at most once.',
  ),
  classifiedObject: rule(
    'ebrim-classified-object',
    rim('4.3'),
    'Classification@classifiedObject is the id of the object it is in.',
  ),
  codeValue: rule(
    'ebrim-code-value',
    tf3('4.2.3.1.2'),
    'The Classification of a code has the code as its nodeRepresentation, which is not empty.',
  ),
  codeScheme: rule(
    'ebrim-code-scheme',
    tf3('4.2.3.1.2'),
    'The Classification of a code has one Slot codingScheme with one Value, which is not empty.',
  ),
  codeName: rule(
    'ebrim-code-name',
    tf3('4.2.3.1.2'),
    'The Classification of a code has a Name with the display name, which is not empty.',
  ),
  identifierKnown: rule(
    'ebrim-identifier-known',
    tf3('4.2.5.2'),
    'The identificationScheme of an ExternalIdentifier is one that the standard defines for this kind of object.',
  ),
  identifierOnce: rule(
    'ebrim-identifier-once',
    tf3('4.2.3'),
    'An ExternalIdentifier of one identificationScheme occurs at most once in an object.',
  ),
  identifierObject: rule(
    'ebrim-identifier-object',
    rim('2.9'),
    'ExternalIdentifier@registryObject is the id of the object it is in.',
  ),
  identifierValue: rule('ebrim-identifier-value', rim('2.9'), 'An ExternalIdentifier has a value, which is not empty.'),
  identifierName: rule(
    'ebrim-identifier-name',
    tf3('4.2.3.1'),
    'The Name of an ExternalIdentifier is the name of its attribute, such as XDSDocumentEntry.patientId.',
  ),
} as const satisfies Record<string, RuleText>;
